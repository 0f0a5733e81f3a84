#!/bin/sh
# Workers lock themselves before they read a stranger's word, and all goes on:
# what is cold, big, broken or in a rare encoding is read as ever, by threads
# that reach nothing; loop and writer are not locked.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items a.xml 12
printf '%s' '<?xml version="1.0" encoding="ISO-8859-9"?><rss version="2.0">' \
    '<channel><title>B</title><item><guid>1</guid><title>Kap' >"$work/www/b.xml"
printf '\375<' >>"$work/www/b.xml"
printf '%s' '/title><description>I wish you had one.</description></item>' \
    '</channel></rss>' >>"$work/www/b.xml"
printf '{ "version": "https://jsonfeed.org/version/1.1", "items": [
    { "id": "1", "content_html": "<p>The lid <b>leaks</b>, I wish you had
    another.</p>" } ] }' | tr '\n' ' ' >"$work/www/c.json"
serve <<'END'
/a.xml  file=a.xml etag=auto
/b.xml  file=b.xml
/c.json  file=c.json
END
feeds <<'END'
{base}/a.xml lang=en
{base}/b.xml lang=en
{base}/c.json lang=en
END
start_daemon --set ingest.workers=2
wait_for 30 has_posts 14
said '^workers locked=no why=no_libseccomp$' &&
    skip_all 'this build has no libseccomp'
same 'all is read' "$(posts)" 14
same 'in whatever letters' "$(sql "select title from v_post where
    feed_url like '%/b.xml'")" 'Kapı'
same 'the log says that they are locked' \
    "$(grep -c '^workers locked=yes$' "$log")" 1

# locks NAME: what threads of that name have.
locks() {
	for task in "/proc/$daemon/task"/*; do
		[ "$(cat "$task/comm")" = "$1" ] || continue
		sed -n 's/^Seccomp:\t//p' "$task/status"
	done | sort -u | paste -sd' '
}
here=$(sed -n 's/^Seccomp:\t//p' /proc/self/status)
both() { # a worker that had no visit yet reads no stranger's word
	case $(locks worker) in
	2 | "$here 2") true ;;
	*) false ;;
	esac
}
check 'they are' both
same 'the writer is not' "$(locks writer)" "$here"
same 'nor is the loop' \
    "$(sed -n 's/^Seccomp:\t//p' "/proc/$daemon/task/$daemon/status")" "$here"

# It goes on: other posts, other rules, a copy meanwhile.
some_items a.xml 30
wait_for 30 has_posts 32
same 'what is new is read' "$(posts)" 32
printf 'rule tank\n  signal idea\n  say "bigger tank"\n' \
    >"$work/rules/tank.rules"
es reload
same 'other rules are taken' "$status" 0
es reclassify
same 'and put to what is stored' "$status" 0
same 'which they hear' "$(sql "select count(*) > 0 from v_evidence
    where rule like '%tank'")" 1
es db snapshot "$work/copy.db"
same 'a copy is made' "$status" 0
stop_daemon
same 'it ends well' "$ended" 0
promises 'in the end'
finish
