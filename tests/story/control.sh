#!/bin/sh
# The control socket: who speaks nonsense, too much, too long or not at all is
# answered or cut off, and the daemon goes on.
. "$EARSHOT_SRC/tests/story/lib.sh"

perl -MSocket -e 1 2>/dev/null || skip_all 'needs perl, to speak rudely'

some_items a.xml 3
serve <<'END'
/a.xml  file=a.xml etag=auto
END
feeds <<'END'
{base}/a.xml lang=en every=1h
END
start_daemon
check 'it listens' wait_for 20 has_posts 3

# speak TEXT: what the socket answers to these bytes.
speak() {
	perl -MSocket -e '
		alarm 20;
		socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die;
		connect($s, sockaddr_un($ARGV[0])) or die "connect: $!";
		send($s, $ARGV[1], 0x4000);
		shutdown($s, 1) if $ARGV[2];
		while (sysread($s, my $b, 4096)) { print $b }
	' "$db.control" "$1" "${2:-}" 2>&1
}
nl='
'
same 'nonsense' "$(speak "dance$nl")" 'no
unknown request'
same 'nothing on the line' "$(speak "$nl")" 'no
unknown request'
like 'status' "$(speak "status$nl")" 'ok
{"pid":'
like 'only the first request counts' "$(speak "status${nl}dance$nl")" 'ok'
inode=$(stat -c '%d:%i' "$db")
like 'store, then a request' "$(speak "store${nl}reload$nl")" "ok $inode
ok
loaded"
like 'an address that nobody listed' "$(speak "poll http://x.example/$nl")" \
    'no
http://x.example/ is in no feed list'
same 'an unfinished line' "$(speak 'status' hang-up)" ''
long=$(head -c 9000 /dev/zero | tr '\0' x)
same 'a line without an end' "$(speak "$long")" 'no
the request is too long'
same 'bytes of all kinds' "$(speak "$(printf 'st\001\377\033[2Jus')$nl")" 'no
unknown request'
check 'it goes on' running "$daemon"

# Forty who hold the line: the others are turned away until they are cut.
perl -MSocket -e '
	alarm 60;
	my @all;
	for (1 .. 40) {
		socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die;
		connect($s, sockaddr_un($ARGV[0])) or die;
		push @all, $s;
	}
	my $closed = 0;
	$| = 1;
	print "held\n";
	for my $s (@all) { sysread($s, my $b, 1); $closed++ }
	print "cut $closed\n";
' "$db.control" >"$work/holders" 2>&1 &
holders=$!
pids="$pids $holders"
check 'forty hold the line' wait_for 20 grep -q -s held "$work/holders"
some_items a.xml 4
before=$(hits /a.xml)
check 'the daemon goes on' running "$daemon"
if [ -z "$quick" ]; then
	check 'all of them are cut in time' \
	    wait_for 30 grep -q 'cut 40' "$work/holders"
else
	kill -9 "$holders" 2>/dev/null
	skip 'all of them are cut in time' 'EARSHOT_QUICK'
fi
well() {
	es status
}
check 'and then it answers again' wait_for 20 well
es poll --all
same 'and polls' "$status $(echo "$out" | tail -n 1)" \
    '0 visited 1 new 1 unchanged 0 failed 0 insights 0'

# Who asks and goes away before the answer.
speak "poll$nl" hang-up >/dev/null
for i in 1 2 3; do
	perl -MSocket -e '
		socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die;
		connect($s, sockaddr_un($ARGV[0])) or die;
		send($s, "poll\n", 0x4000);
	' "$db.control"
done
es status
same 'who leaves early harms nobody' "$status" 0
stop_daemon
same 'exit 0' "$ended" 0
finish
