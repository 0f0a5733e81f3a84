#!/bin/sh
# A feed that says that it is complete takes entries away, gives them back, and
# is doubted when it is suddenly empty.
. "$EARSHOT_SRC/tests/story/lib.sh"

# archive NAME ID...: an Atom document that says that it is all; ${extra} stands
# in it as well.
extra=
archive() {
	name=$1
	shift
	{
		echo '<feed xmlns="http://www.w3.org/2005/Atom"'
		echo 'xmlns:fh="http://purl.org/syndication/history/1.0"'
		echo 'xmlns:at="http://purl.org/atompub/tombstones/1.0">'
		echo "<id>urn:a</id><title>Archive</title>${complete:-}$extra"
		for id; do
			echo "<entry><id>urn:$id</id><title>Entry $id</title>"
			echo "<link href='https://blog.example/$id'/>"
			echo "<updated>2026-11-0${id}T10:00:00Z</updated>"
			echo "<content>I wish you offered a lid, number $id."
			echo "</content></entry>"
		done
		echo "${end_tag-</feed>}"
	} >"$work/www/next"
	mv "$work/www/next" "$work/www/$name"
}
live() {
	[ "$(sql "select coalesce(group_concat(id, ' '), '-') from (select
	    replace(title, 'Entry ', '') as id from v_post where state = 'live'
	    order by 1)")" = "$1" ]
}
# polled: two visits more of all.xml, beside one that may be under way.
polled() {
	n=$(hits /all.xml)
	es poll --all && es poll --all && es poll --all &&
	    hit /all.xml $((n + 2))
}

complete='<fh:complete/>'
archive all.xml 1 2 3 4
serve <<'END'
/all.xml file=all.xml
END
feeds <<'END'
{base}/all.xml
END
start_daemon
check 'a complete archive comes' wait_for 20 live '1 2 3 4'
archive all.xml 1 2 3
check 'what it lacks is removed' wait_for 20 live '1 2 3'
same 'with its insight, and why' "$(sql "select state || ' ' || state_why
    from v_insight_all where title = 'Entry 4'")" 'removed removed'
same 'which nothing counts any more' \
    "$(sql 'select sum(n) from v_signal_daily')" 3

end_tag= archive all.xml 1 2
check 'a document that breaks off is read' polled
check 'and removes nothing' live '1 2 3'
complete='' archive all.xml 1
check 'one that is not complete is read' polled
check 'and removes nothing' live '1 2 3'
complete='<fh:complete/>'
archive all.xml
check 'one without entries is read' polled
check 'and removes nothing at first' live '1 2 3'
check 'it is asked for whole' grep -q '^GET /all.xml .*200' "$served"
archive all.xml 1 2 3 4
check 'what comes back is live again' wait_for 20 live '1 2 3 4'
same 'under its old name' "$(sql 'select count(*) from v_insight_all')" 4

complete=
extra='<at:deleted-entry ref="urn:2" when="2026-11-20T10:00:00Z"/>'
archive all.xml 4
check 'a tombstone removes one' wait_for 20 live '1 3 4'
stop_daemon
start_daemon
extra=
archive all.xml 2
check 'after a restart it comes back' wait_for 20 live '1 2 3 4'
stop_daemon
check 'the database is sound' es db check
finish
