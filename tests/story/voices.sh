#!/bin/sh
# Voices: a stranger's idea is newer than a regular's in the same words, one
# person at two places is one voice, and who is listed as staff later was staff
# before.
. "$EARSHOT_SRC/tests/story/lib.sh"

# entries NAME: lines "ID|AUTHOR|URI|TEXT" become an Atom feed in www.
entries() {
	{
		echo '<?xml version="1.0" encoding="UTF-8"?>'
		echo '<feed xmlns="http://www.w3.org/2005/Atom">'
		echo '<title>Talk</title>'
		while IFS='|' read -r id author uri text; do
			echo "<entry><id>urn:$1:$id</id><title>Talk $id</title>"
			echo "<link href=\"https://talk.example/$1/$id\"/>"
			echo "<author><name>$author</name>"
			[ -z "$uri" ] || echo "<uri>$uri</uri>"
			echo '</author><updated>2026-11-20T10:00:00Z</updated>'
			echo "<content>$text</content></entry>"
		done
		echo '</feed>'
	} >"$work/www/$1.new"
	mv "$work/www/$1.new" "$work/www/$1"
}

page=https://people.example/voss
{
	i=0
	while [ $i -lt 40 ]; do
		i=$((i + 1))
		echo "$i|Greta Regular||The kettle came on day $i and works."
	done
	echo "a|Anonymous||The kettle leaks."
	echo "b|Guest||The kettle leaks again."
	echo "c|Willa Voss|$page|The kettle is fine by me."
} | entries a.xml
echo "d|W. Voss|http://www.people.example/Voss/|The kettle leaks here, too." |
    entries b.xml

serve <<'END'
/a.xml file=a.xml
/b.xml file=b.xml
END
list() { # WORDS: on the first source
	feeds <<END
[source "Talk" kind=community $1]
{base}/a.xml lang=en
[source "Elsewhere" kind=community]
{base}/b.xml lang=en
END
}
list ''
es poll
same 'a place is heard' "$status" 0

same 'one person at two places is one voice' \
    "$(sql "select sources, posts, complaints from v_voice
	where uri is not null")" '2|2|1'
same 'names of nobody are no voice' \
    "$(sql "select count(*) from v_voice where name in
	('Anonymous', 'Guest')")" 0
same 'but their words are heard, by unknown people' \
    "$(sql "select group_concat(author_kind) from v_insight
	where author in ('Anonymous', 'Guest')")" 'unknown,unknown'
same 'and make no number of voices' \
    "$(sql "select sum(voices) from v_signal_daily where source = 'Talk'")" 0

# The same wish, from somebody who is always there and somebody who never was.
{
	echo "x|Greta Regular||I wish you offered a solar charging cradle."
	echo "y|Zoe Stranger||I wish you offered a solar charging cradle."
} | entries a.xml
es poll --all
same 'two wishes come' "$(sql "select count(*) from v_insight
    where signal = 'idea'")" 2
same 'the stranger is the newer one' \
    "$(sql "select author from v_insight where signal = 'idea'
	order by novelty desc limit 1")" 'Zoe Stranger'
es explain "$(sql "select ref from v_insight where author = 'Zoe Stranger'")"
like 'explain says what it is made of' "$out" \
    'novelty 0.* voice 1.00, place 1.00, words 0.'
es db check
same 'the database is sound' "$status" 0

# Zoe turns out to be ours.
ref=$(sql "select ref from v_insight where author = 'Zoe Stranger'")
list 'staff="zoe stranger"'
es poll --all
same 'staff listed later: what they said is withdrawn' \
    "$(sql "select state, state_why, author_kind from v_insight_all
	where ref = '$ref'")" 'withdrawn|staff|staff'
same 'and the counts know' "$(sql "select sum(n) from v_signal_daily
    where signal = 'idea'")" 1
es reclassify --again
same 'reclassify leaves it so' "$(sql "select state, state_why
    from v_insight_all where ref = '$ref'")" 'withdrawn|staff'
list ''
es poll --all
same 'not listed any more: it is back' "$(sql "select state, author_kind
    from v_insight_all where ref = '$ref'")" 'live|customer'
es reclassify
same 'and stays by the rules of today' "$(sql "select state from v_insight_all
    where ref = '$ref'")" live

# A running daemon follows a reload.
start_daemon
list "partner=\"www.people.example/voss, Greta Regular\""
es reload
is_partner() {
	[ "$(sql "select count(*) from v_insight_all
	    where author = 'Greta Regular' and state_why = 'staff'
	    and author_kind = 'partner'")" = 1 ]
}
check 'a reload that names a partner withdraws as well' wait_for 10 is_partner
same 'at that place only' "$(sql "select state from v_insight_all
    where source = 'Elsewhere'")" live
same 'it is told' "$(sql "select count(*) > 0 from v_event
    where kind = 'staff'")" 1
stop_daemon
es db check
same 'the database is still sound' "$status" 0
finish
