#!/bin/sh
# Echoes: one story in three feeds is one post, a near copy points to the
# first, also after a restart, and ids that change add nothing.
. "$EARSHOT_SRC/tests/story/lib.sh"

tank='I wish you offered a bigger tank, because I fill mine twice before
breakfast and once more when my sister comes down with her two children.'
tank=$(echo "$tank" | tr '\n' ' ')

# same_links NAME: its posts live where those of a.xml do.
same_links() {
	sed -i "s|blog.example/$1/|blog.example/a.xml/|" "$work/www/$1"
}
for name in a b c; do
	echo "tank|Tank|$tank" | items $name.xml
	same_links $name.xml
done
serve <<'END'
/a.xml file=a.xml
/b.xml file=b.xml
/c.xml file=c.xml
/mirror.xml file=mirror.xml
END
feeds <<'END'
{base}/a.xml
{base}/b.xml
{base}/c.xml
END
start_daemon
served_by() {
	[ "$(sql 'select count(*) from post_feed')" = "$1" ]
}
check 'three feeds carry a story' wait_for 20 served_by 3
same 'it is one post' "$(posts)" 1
same 'in two more places' "$(sql 'select copies from v_insight')" 2
stop_daemon

# mirror SCHEME: "ID|TITLE|TEXT" at the mirror's one address, named at once.
mirror() {
	items next.xml
	sed -i "s|https://blog.example/next.xml/.*</link>|$1://mirror.example/t/1</link>|" \
	    "$work/www/next.xml"
	mv "$work/www/next.xml" "$work/www/mirror.xml"
}

# A mirror has it under an address of its own, with a tail.
echo "m1|RT @kettle: Tank|$tank https://mirror.example/t/1" | mirror https
feeds <<'END'
{base}/a.xml
{base}/b.xml
{base}/c.xml
{base}/mirror.xml
END
start_daemon
check 'a near copy comes after a restart' wait_for 20 has_posts 2
same 'it points to the first' \
    "$(sql 'select post_id, first_post_id, distance from v_duplicates')" \
    '2|1|0'
same 'whose insight has three copies' \
    "$(sql 'select copies from v_insight where post_id = 1')" 3

# polled: asked for twice, since a visit may be under way.
polled() {
	es poll "$base/mirror.xml" && es poll "$base/mirror.xml" &&
	    hit /mirror.xml $((n + 1))
}

# The same entry under a new id with each of ten polls, now by https, now not,
# and now and then twice in one document.
for i in 2 3 4 5 6 7 8 9 10 11; do
	scheme=https
	[ $((i % 2)) = 0 ] || scheme=http
	for id in $i $([ $((i % 5)) != 0 ] || echo "$i"); do
		echo "m$id|RT @kettle: Tank|$tank https://mirror.example/t/1"
	done | mirror $scheme
	n=$(hits /mirror.xml)
	check "poll $((i - 1)) with another id comes" polled
done
same 'ids that change add no post' "$(posts)" 2
same 'nor an insight' "$(sql 'select count(*) from v_insight_all')" 2

# Edited, it says something of its own.
other='m11|Quite another thing|We sold the house with the kitchen in it, so
nothing that was said here about any of those machines is ours now.'
echo "$other" | tr '\n' ' ' | sed '$a\' | mirror https
own_words() {
	[ "$(sql 'select count(*) from v_duplicates')" = 0 ]
}
check 'an edit ends the echo' wait_for 30 own_words
stop_daemon
finish
