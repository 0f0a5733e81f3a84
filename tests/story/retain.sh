#!/bin/sh
# What is not kept: old posts go once a day or at once, a voice that asks for it
# goes for good, and neither comes back with the next poll.
. "$EARSHOT_SRC/tests/story/lib.sh"

# with_authors NAME: lines "ID|AUTHOR|TEXT".
with_authors() {
	{
		echo '<?xml version="1.0" encoding="UTF-8"?>'
		echo '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>'
		while IFS='|' read -r id author text; do
			echo "<entry><id>urn:$id</id><title>About $id</title>"
			echo "<link href=\"https://blog.example/$id\"/>"
			echo "<author><name>$author</name>"
			echo "<uri>https://people.example/${author%% *}</uri>"
			echo '</author><updated>2026-11-20T10:00:00Z</updated>'
			echo "<content>$text</content></entry>"
		done
		echo '</feed>'
	} >"$work/www/$1.new"
	mv "$work/www/$1.new" "$work/www/$1"
}
all_entries() {
	cat <<'END'
a1|Wilhelmina Voss|I wish you had a zwitscher lid.
a2|Wilhelmina Voss|The zwitscher lid leaks.
a3|Ben Ok|As Wilhelmina Voss says, the lid leaks.
a4|Cleo Ok|Nothing happened.
END
	[ $# -eq 0 ] || echo "$1"
}
all_entries | with_authors a.xml
serve <<'END'
/a.xml  file=a.xml etag=auto
END
feeds <<'END'
{base}/a.xml lang=en every=1h
END

start_daemon
check 'four posts' wait_for 20 has_posts 4
stop_daemon
same 'three insights' "$(sql 'select count(*) from v_insight')" 3

# Offline, with the writer's lock.
sqlite3 "$db" "update post set first_seen_ts = first_seen_ts - 401 * 86400
    where title = 'About a4'; delete from meta where key = 'pruned_ts'"
es db prune --set store.keep_posts=0
same 'prune, keeping all' "$status $out" \
    '0 pruned posts 0 insights 0 voices 0 visits 0'
es db prune
same 'prune' "$status $out" '0 pruned posts 1 insights 0 voices 1 visits 0'
es db check
same 'the database is sound' "$status" 0
es db prune --set store.keep_posts=400
same 'a number without a unit is no retention: exit 78' "$status" 78
like 'and what would be right' "$err" '400d'

# Once a day by the daemon, with one line.
sqlite3 "$db" "update post set first_seen_ts = first_seen_ts - 401 * 86400
    where title = 'About a3'; delete from meta where key = 'pruned_ts'"
ref=$(sql "select ref from v_insight i join v_post p using(post_id)
    where p.title = 'About a3'")
all_entries 'a5|Dora Ok|The cup leaks.' | with_authors a.xml
start_daemon
check 'the daemon prunes by itself' wait_for 20 said '^upkeep '
same 'with one line' "$(grep -c '^upkeep .*pruned posts 1 ' "$log")" 1
es poll --all
check 'a new post is there' wait_for 20 has_posts 3
same 'the old ones do not come back' "$(posts)" 3
like 'explain says why' "$(es explain "$ref"; cat "$work/err")" 'older than'
same 'the pipeline learns of it' "$(sql "select state || ' ' || state_why
    from v_insight_all where ref = '$ref'")" 'removed pruned'

# On request, through the daemon.
voice=$(sql "select voice_id from v_voice where name = 'Wilhelmina Voss'")
ref=$(sql "select ref from v_insight where voice_id = $voice limit 1")
all_entries 'a6|Emma Ok|The jar leaks, Wilhelmina Voss.' | with_authors a.xml
es poll --all
es db forget --voice "$voice"
same 'a dry run' "$status" 0
like 'lists the voice' "$out" "voice $voice  Wilhelmina Voss"
like 'its posts' "$out" 'https://blog.example/a2'
like 'where else the name stands' "$out" 'stands in'
like 'files beside the database' "$out" 'feeds.good is left as it is'
like 'and changes nothing' "$out" 'nothing was changed'
same 'indeed' "$(posts)" 4
es db forget --voice 999 --yes
same 'a voice that is not there: not 0' $((status != 0)) 1
like 'a sentence' "$err" 'no such voice'
es db forget --voice "$voice" --mentions --yes
same 'forget' "$status $out" \
    '0 forgot voices 1 posts 2 insights 2 crossed out in 1'
for words in zwitscher wilhelmina Wilhelmina; do
	same "no byte of $words is in the files" \
	    "$(grep -l "$words" "$db" "$db-wal" "$db-shm" 2>/dev/null)" ''
done
same 'others are left, the name crossed out' \
    "$(sql "select text from v_post where title = 'About a6'")" \
    'The jar leaks, ***************.'
es explain "$ref"
same 'explain: exit 1' "$status" 1
like 'it was on request' "$err" 'on request'
like 'it is an event' "$(sql "select what from v_event
    where kind = 'forget'")" '2 posts'
all_entries 'a7|Wilhelmina Voss|The zwitscher cup leaks.' | with_authors a.xml
es poll --all
all_entries 'a8|Finn Ok|Well.' | with_authors a.xml
es poll --all
same 'the next polls bring nothing of it back' "$(sql "select count(*)
    from v_post where title in ('About a1', 'About a2', 'About a7')")" 0
check 'but what others say' wait_for 10 has_posts 3
same 'no byte' "$(grep -l zwitscher "$db" "$db-wal")" ''
es db check
same 'the database is sound, the daemon running' "$status" 0

# Who may.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$work" "$work/store" "$work/home"
	chmod 666 "$db.control"
	out=$(setpriv --reuid=65534 --regid=65534 --clear-groups \
	    "$earshot" db prune --config "$conf" 2>&1)
	like 'prune is for root and the service user' "$out" 'only root'
else
	skip 'prune is for root and the service user' 'not root'
fi
stop_daemon
same 'the daemon ends well' "$ended" 0

# Offline again, by URI.
es db forget --uri https://people.example/Ben --yes
same 'nobody of that URI is left: exit 1' "$status" 1
es db forget --uri https://people.example/Emma --yes
like 'by URI' "$out" 'forgot voices 1 posts 1'
same 'no byte of her' "$(grep -l 'Emma' "$db" "$db-wal")" ''
es db check
same 'the database is sound' "$status" 0
finish
