#!/bin/sh
# SIGTERM in the middle of visits that hang, drip or never resolve: a clean
# exit within 5 s, nothing half stored, and the next start brings the posts.
. "$EARSHOT_SRC/tests/story/lib.sh"

timeout=60s
some_items fast.xml 3
some_items slow.xml 60
some_items mute.xml 4
serve <<'END'
/fast.xml  file=fast.xml etag=auto
/slow.xml  file=slow.xml etag=auto drip=500b/200ms
/mute.xml  hang
END
feeds <<'END'
{base}/fast.xml lang=en
{base}/slow.xml lang=en
{base}/mute.xml lang=en
END

under_way() {
	hit /slow.xml && hit /mute.xml && has_posts 3
}
for signal in TERM INT; do
	start_daemon
	check "visits are under way (SIG$signal)" wait_for 20 under_way
	stop_daemon $signal
	same "SIG$signal: exit 0" "$ended" 0
	check "within 5 s ($ended_ms ms)" test "$ended_ms" -lt 5000
	check 'and it says so' said '^stopped'
	: >"$served.old"
	cat "$served" >>"$served.old"
done

same 'what was whole is stored' "$(posts)" 3
same 'what was half is not' "$(sql "select count(*) from v_post
    where feed_url like '%/slow.xml'")" 0
same 'nor are its validators' "$(sql "select coalesce(etag, 'none'),
    body_hash is null from feed where listed_url like '%/slow.xml'")" 'none|1'
same 'that we stopped is not their failure' "$(sql 'select sum(failures)
    from feed')" 0
promises 'after two stops'

serve <<'END'
/fast.xml  file=fast.xml etag=auto
/slow.xml  file=slow.xml etag=auto
/mute.xml  file=mute.xml etag=auto
END
start_daemon
check 'the next start brings the rest' wait_for 30 has_posts 67
same 'once' "$(posts)" 67
stop_daemon
same 'exit 0' "$ended" 0

# A name server that never answers: the lookup hangs, the stop does not.
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null &&
    command -v perl >/dev/null; then
	perl -MSocket -e '
		socket(my $s, AF_INET, SOCK_DGRAM, 0) or exit 1;
		bind($s, sockaddr_in(53, inet_aton("127.0.0.153"))) or exit 1;
		$| = 1; print "bound\n";
		while (recv($s, my $b, 512, 0) // 0) { print "asked\n" }
	' >"$work/mute" &
	mute=$!
	pids="$pids $mute"
	wait_for 10 grep -q -s bound "$work/mute"
	echo 'nameserver 127.0.0.153' >"$work/resolv.conf"
	echo 'http://nobody.knows.example/feed' >"$work/feeds/all.feeds"
	cat >"$work/in-the-dark" <<'END'
#!/bin/sh
mount --bind "$1" /etc/resolv.conf || exit 98
shift
exec "$@"
END
	chmod +x "$work/in-the-dark"
	log=$work/daemon.dark.log
	unshare -m "$work/in-the-dark" "$work/resolv.conf" \
	    "$earshotd" --config "$conf" 2>"$log" &
	daemon=$!
	pids="$pids $daemon"
	if wait_for 20 grep -q asked "$work/mute"; then
		stop_daemon
		same 'a hanging name lookup: exit 0' "$ended" 0
		check "within 5 s ($ended_ms ms)" test "$ended_ms" -lt 5000
	else
		stop_daemon
		skip 'a hanging name lookup: exit 0' 'no lookup was seen'
		skip 'within 5 s' 'no lookup was seen'
	fi
else
	skip 'a hanging name lookup: exit 0' 'needs root, unshare and perl'
	skip 'within 5 s' 'needs root, unshare and perl'
fi
finish
