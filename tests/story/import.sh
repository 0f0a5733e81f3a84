#!/bin/sh
# Files take the road of visits: what is in them is stored once, however often
# they are imported, by the daemon or without it; a fault in one stores nothing.
. "$EARSHOT_SRC/tests/story/lib.sh"

say() {
	"$earshot" "$@" --config "$conf" >"$work/out" 2>"$work/err"
	answer=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
}
serve <<'END'
/a.xml  status=404
END
feeds </dev/null
printf 'Response ID;Created at;Comment;Rating;Name\r\n' >"$work/survey.csv"
printf '1;2026-11-01;"I wish you offered\r\na ""bigger"" tank";4;Jo\r\n2;2026-11-02;Too expensive;;\r\n3;2026-11-02;Too expensive;;\r\n4;;;;\r\n' \
    >>"$work/survey.csv"
say import "$work/survey.csv" --source 'Survey 2026' --solicited
same 'a survey' "$answer $out" \
    '0 imported 3 new 3 edited 0 known 0 insights 1'
like 'what was taken for what' "$err" 'text is "Comment", date is "Created at"'
like 'rows without a word' "$err" '1 without a word'
same 'stored as said' "$(sql "SELECT kind, stars, solicited, author,
	replace(text, char(10), '/'), date(published_ts, 'unixepoch')
	FROM v_post WHERE stars = 4")" \
    'review|4|1|Jo|I wish you offered/a "bigger" tank|2026-11-01'
same 'two who say the same are two' \
    "$(sql "SELECT count(*) FROM post WHERE text = 'Too expensive'")" 2
same 'under its source' "$(sql "SELECT source, source_kind, author_kind FROM
	v_insight")" 'Survey 2026|customer|customer'
same 'no feed to visit' "$(sql 'SELECT count(*) FROM v_feed_health')" 0
before=$(sql 'SELECT * FROM post; SELECT * FROM insight; SELECT * FROM post_feed')
say import "$work/survey.csv" --source 'Survey 2026'
same 'again: all known' "$out" 'imported 3 new 0 edited 0 known 3 insights 0'
same 'and nothing changed' \
    "$(sql 'SELECT * FROM post; SELECT * FROM insight; SELECT * FROM post_feed')" \
    "$before"
sed -i 's/^2;\(.*\)Too expensive/2;\1The lid leaks/' "$work/survey.csv"
printf '5;2026-11-03;New here;;\r\n' >>"$work/survey.csv"
say import "$work/survey.csv" --source 'Survey 2026'
same 'what changed and what is new' "$out" \
    'imported 4 new 1 edited 1 known 2 insights 1'

# --- other forms
printf '{"body":"I wish you had more","id":7}\n{"body":"x","id":8}\n' |
    "$earshot" import - --source Tickets --config "$conf" >"$work/out" 2>&1
like 'JSON Lines on standard input' "$(cat "$work/out")" 'imported 2 new 2'
printf 'a\tb\n1\tDas Ger\344t ist kaputt\n' >"$work/t.tsv"
say import "$work/t.tsv" --source Tickets --map text=b,id=a --lang de
like 'a mapped column' "$out" 'imported 1 new 1'
same 'of windows-1252' "$(sql "SELECT text, lang FROM post
	WHERE text LIKE 'Das%'")" 'Das Gerät ist kaputt|de'
items f.xml <<'END'
f1|A lid|The lid leaks.
END
say import "$work/www/f.xml" --source 'A blog' --kind community
same 'a feed' "$answer $out" '0 imported 1 new 1 edited 0 known 0 insights 1'
same 'is what it would be by a visit' "$(sql "SELECT post_kind, url FROM
	v_insight WHERE source = 'A blog'")" \
    'article|https://blog.example/f.xml/f1'
promises 'sound'

# --- faults
all=$(sql 'SELECT count(*) FROM post')
printf 'text,id\na,1\nb,c,2\n"d,3\n' >"$work/bad.csv"
say import "$work/survey.csv" "$work/bad.csv" --source X
same 'a fault: exit 1' "$answer" 1
like 'its place' "$err" 'bad.csv:3:5: '
like 'every one' "$err" 'bad.csv:4:1: '
like 'what follows' "$err" 'nothing was imported'
same 'nothing of any file' "$(sql 'SELECT count(*) FROM post')" "$all"
printf 'a,b\n1,2\n' >"$work/bad.csv"
say import "$work/bad.csv" --source X
like 'which column' "$err" 'bad.csv:1:1: which column is the text?'
say import "$work/none.csv" --source X
same 'no such file: exit 2' "$answer" 2
say import "$work/survey.csv"
same 'no source: exit 2' "$answer" 2
echo '<p>no feed</p>' >"$work/page"
say import "$work/page" --source X
same 'no feed: exit 1' "$answer" 1
like 'named' "$err" 'page: '
same 'still nothing' "$(sql 'SELECT count(*) FROM post')" "$all"

# --- many, with tables of several pieces
awk 'BEGIN { print "id,text"; for (i = 1; i <= 3000; i++)
	print i ",I wish you offered number " i }' >"$work/many.csv"
say import "$work/many.csv" --source Many
same 'three thousand' "$out" \
    'imported 3000 new 3000 edited 0 known 0 insights 3000'

# --- by the daemon
start_daemon
say import "$work/many.csv" --source Many
same 'the daemon knows them' "$answer $out" \
    '0 imported 3000 new 0 edited 0 known 3000 insights 0'
like 'it was the daemon' "$err" 'running daemon'
sed -i 's/offered number 1\([0-9][0-9]*\)$/made number 1\1/' "$work/many.csv"
echo '3001,new here' >>"$work/many.csv"
say import "$work/many.csv" --source Many --solicited
n=$(grep -c 'made number' "$work/many.csv")
same 'and what changed' "$out" \
    "imported 3001 new 1 edited $n known $((3000 - n)) insights 0"
say import "$work/page" --source X
same 'no feed for the daemon: exit 1' "$answer" 1
say import "$work/www/f.xml" --source 'A blog'
like 'a feed by the daemon' "$out" 'imported 1 new 0 edited 0 known 1'
promises 'sound after the daemon'
check 'it goes on' running "$daemon"
stop_daemon
finish
