#!/bin/sh
# A full disk: nothing is lost, nothing is half stored, it is said loudly, and
# once there is space again all posts arrive, each once.

# A small disk of our own, in a mount namespace of our own.
. "$EARSHOT_SRC/tests/story/libmounts.sh"
. "$EARSHOT_SRC/tests/story/lib.sh"
[ "$EARSHOT_OWN_MOUNTS" = 1 ] || skip_all 'no mount namespace is allowed here'

small() { # PATH SIZE
	mkdir -p "$1" &&
	    mount -t tmpfs -o "size=$2,mode=2750" none "$1" 2>/dev/null
}
small "$work/store" 40m || skip_all 'no tmpfs may be mounted here'
# It goes before the folder does.
trap 'umount -l "$work/store" "$work/tiny" 2>/dev/null; leave' EXIT

# fill PATH: to the last block; and should it not be our small disk after all,
# not much.
fill() {
	dd if=/dev/zero of="$1/filler" bs=4k count=16384 oflag=append \
	    conv=notrunc 2>/dev/null
	true
}
long_items() { # NAME COUNT
	awk -v n="$2" -v name="$1" 'BEGIN {
		for (i = 1; i <= n; i++) {
			printf("%s-long-%d|Post %d|I wish you offered %s",
			    name, i, i, name)
			for (k = 0; k < 300; k++)
				printf(" w%d", i * 1000 + k)
			print "."
		}
	}' | items "$1"
}

some_items first.xml 5
some_items second.xml 2
serve <<'END'
/first.xml   file=first.xml etag=auto
/second.xml  file=second.xml etag=auto
END
feeds <<'END'
{base}/first.xml lang=en
{base}/second.xml lang=en
END
# Somebody listens, as systemd does.
notified=$EARSHOT_BUILD/tests/support/notified
told=$work/told
: >"$told"
if [ -x "$notified" ]; then
	"$notified" -s "$work/notify" sleep 600 >"$told" &
	pids="$pids $!"
	wait_for 10 test -S "$work/notify"
	NOTIFY_SOCKET=$work/notify
	export NOTIFY_SOCKET
fi
start_daemon
unset NOTIFY_SOCKET
told_last() {
	tail -n 1 "$told" | grep -q "^STATUS=$1"
}
check 'while there is space, all is stored' wait_for 20 has_posts 7
etag=$(sql "select etag from feed where listed_url like '%/first.xml'")

fill "$work/store"
long_items first.xml 300
check 'a full disk is said in the log' \
    wait_for 40 said '^commit_failed status=disk_full'
check 'the daemon goes on' running "$daemon"
check 'status: unwell' wait_for 10 status_unwell
like 'and says that the last commit failed' "$out" ILL
like 'because no space is left' "$out" 'space'
es status --json
[ ! -x "$notified" ] || check 'systemctl status says it as well' \
    wait_for 10 told_last 'nothing can be stored: disk_full: .*space'
like 'for machines too' "$out" '"ill":"disk_full'
same 'no half of it is stored' "$(posts)" 7
same 'the validators stay behind' "$(sql "select etag from feed
    where listed_url like '%/first.xml'")" "$etag"
same 'the file is sound' "$(sql 'pragma integrity_check')" ok
check 'people can still ask' es insights
# A short list may still fit into what the -wal file holds on the disk.
awk 'BEGIN { for (i = 1; i <= 20000; i++)
	print "https://blog-" i ".example/feed.xml" }' | feeds many.feeds
es reload
same 'a reload, which must write a long list, is refused' "$status" 1
like 'because there is no space' "$out$err" 'refused: disk_full: *space'
rm "$work/feeds/many.feeds"
hit_before=$(hits /second.xml)
neighbours() {
	[ "$(hits /second.xml)" -gt "$hit_before" ]
}
check 'the other feeds are visited' wait_for 30 neighbours

rm -f "$work/store/filler"
check 'with space again everything arrives' wait_for 60 has_posts 307
same 'once' "$(posts)" 307
es reload
same 'the list is taken now' "$status" 0
check 'and all is well' wait_for 20 status_well
[ ! -x "$notified" ] ||
    check 'for systemctl, too' wait_for 10 told_last 'listening to 2 feeds'
check 'which the log says' wait_for 20 said '^commits_again after_s=[0-9]* failed=[1-9]'
same 'in as many lines as a person reads' \
    "$(grep -c '^commit_failed\|^visit .*why=disk_full\|^staff_' "$log")" 1
promises 'after a full disk'
stop_daemon
same 'exit 0' "$ended" 0

# A stop while the disk is full, then space: likewise.
long_items second.xml 200
fill "$work/store"
# Room for the lock, not for two hundred posts.
truncate -s -16K "$work/store/filler"
es poll --all
same 'earshot poll on a full disk: exit 1' "$status" 1
like 'it says why' "$err" 'space'
like 'and does not claim to have stored anything' \
    "$(echo "$out" | tail -n 1)" 'visited 2 new 0 unchanged ? failed ? insights 0'
fill "$work/store"
es poll --all
check 'with no room at all: not 0' test "$status" -ne 0
like 'it says why' "$err" 'space'
start_daemon
if running "$daemon"; then
	check 'the daemon on a full disk says so' \
	    wait_for 30 said 'commit_failed status=disk_full'
	stop_daemon
	same 'and stops cleanly' "$ended" 0
else
	stop_daemon
	like 'the daemon on a full disk says so' "$(cat "$log")" 'space'
	same 'and ends with 2' "$ended" 2
fi
same 'nothing was lost' "$(posts)" 307
rm -f "$work/store/filler"
start_daemon
check 'the next start brings the rest' wait_for 30 has_posts 507
same 'once' "$(posts)" 507
promises 'after a second one'
stop_daemon
same 'exit 0' "$ended" 0

# A database of an older version is copied before it is brought forward; no
# room for the copy, and it is left as it is.
sqlite3 "$db" 'pragma user_version = 1; pragma wal_checkpoint(truncate)' \
    >/dev/null
before=$(sha256sum "$db")
fill "$work/store"
# Room to open it, but not to copy it.
truncate -s -400K "$work/store/filler"
once
same 'no room for the copy before a migration: exit 2' "$status" 2
like 'says how much it needs' "$err" 'a copy needs * MB, and there are'
same 'and the file is as it was' "$(sha256sum "$db")" "$before"
check 'no half copy stays' test -z "$(find "$work/store" -name '*.before*')"
rm -f "$work/store/filler"

# No room even for an empty database.
if small "$work/tiny" 16k; then
	fill "$work/tiny"
	once --set "store.url=$work/tiny/earshot.db"
	same 'no room for a new database: exit 2' "$status" 2
	like 'a sentence that names the file' "$err" "$work/tiny/earshot.db"
	like 'and the reason' "$err" 'space'
else
	skip 'no room for a new database: exit 2' 'no second tmpfs'
fi
finish
