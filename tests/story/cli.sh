#!/bin/sh
# The command line as people, scripts and spreadsheets meet it.
. "$EARSHOT_SRC/tests/story/lib.sh"

items blog.xml <<'END'
1|A "quoted", title|I wish you offered oat milk, please.
2|=1+1|The lid does not work at all.
3|Über Größe|I wish you had a bigger one. Schöne Grüße!
END
serve <<'END'
/blog.xml  file=blog.xml etag=auto
END
feeds <<'END'
[source "Blog & Co" kind=customer lang=en tags=news]
{base}/blog.xml title="The blog" every=30m
END
es poll
same 'poll: exit 0' "$status" 0
like 'the last line' "$(echo "$out" | tail -n 1)" \
    'visited 1 new 1 unchanged 0 failed 0 insights 3'
same 'and nothing else in a pipe' "$err" ''

# --- help and version
commands='demo poll try insights explain thread judge mark reclassify import feeds rules
    parse classify status doctor reload check config db completion'
"$earshot" --help >"$work/out" 2>"$work/err"
same 'earshot --help: exit 0' "$?" 0
for c in $commands; do
	grep -q "^  $c " "$work/out" ||
	    bad "earshot --help names $c"
	"$earshot" $c --help >"$work/help" 2>"$work/err" </dev/null
	same "$c --help: exit 0, nothing on standard error" \
	    "$? $(cat "$work/err")" '0 '
	like "$c: its usage first" "$(head -n 1 "$work/help")" \
	    "usage: earshot $c "
	same "$c: no line is wider than 80" \
	    "$(awk 'length($0) > 80' "$work/help")" ''
	for o in config db feeds rules set quiet verbose help version; do
		grep -q -- "--$o\\b" "$work/help" ||
		    bad "$c --help names --$o"
	done
done
# What follows the word `rules' stands in its help and in the page, with its
# own options.
page=$EARSHOT_SRC/src/man/earshot.1
"$earshot" rules --help >"$work/help"
for v in check test list try new preview stats export; do
	check "rules --help explains $v" grep -q "^$v " "$work/help"
	check "earshot(1) explains rules $v" \
	    grep -q "^\\.It Ic rules Cm $v\\b" "$page"
done
for o in fix yes changed name pairs; do
	check "rules --help has --$o" grep -q -- "--$o\\b" "$work/help"
	check "earshot(1) has --$o" grep -q -- "Fl -$o\\b" "$page"
done
for program in "$earshot" "$earshotd"; do
	"$program" --version >"$work/out" 2>"$work/err"
	same "${program##*/} --version: exit 0" "$?" 0
	like 'its name and number' "$(head -n 1 "$work/out")" \
	    "${program##*/} [0-9]*.[0-9]*"
	for library in libcurl libxml2 jansson PCRE2 libevent SQLite OpenSSL \
	    libunistring zlib; do
		grep -q "$library [0-9]" "$work/out" ||
		    bad "--version names $library"
	done
done
"$earshotd" --help >"$work/out" 2>"$work/err"
same 'earshotd --help: exit 0' "$? $(cat "$work/err")" '0 '
"$earshot" >"$work/out" 2>"$work/err"
same 'no command: exit 2' "$?" 2
"$earshot" --db x insights >"$work/out" 2>"$work/err"
same 'an option before the command: exit 2' "$?" 2
like 'and a sentence' "$(cat "$work/err")" 'the command comes first'

# --- every option of every help exists; every command minds unknown ones
for c in $commands; do
	"$earshot" $c --no-such-option >"$work/out" 2>"$work/err" </dev/null
	same "$c: an option that does not exist: exit 2" "$?" 2
	like 'is named' "$(cat "$work/err")" 'unknown option --no-such-option'
done

# --- lists
es insights --json
same 'insights --json: exit 0' "$status" 0
same 'one object a row' "$(wc -l <"$work/out")" 3
same 'each is JSON with what the view has' "$(json "select count(*) from line
    where value ->> 'ref' glob '????-????' and value ->> 'signal' <> ''
    and value ->> 'score' > 0 and
    json_type(value, '\$.published_ts') = 'integer'
    and value ->> 'published_at' like '%Z' and value ->> 'url' <> ''")" 3
same 'quotes survive' "$(json "select value ->> 'title' from line
    where value ->> 'title' like 'A%'")" 'A "quoted", title'
es status --json
same 'status --json: one object, with our posts' "$(json "select
    json_type(value, '\$.daemon'), value ->> 'posts', value ->> 'insights'
    from line")" 'null|3|3'
es rules list --json
same 'rules list --json' "$(json "select value ->> 'rule' from line
    order by number")" 'story.wish
story.broken'
es feeds list --json
same 'feeds list --json' "$(json "select value ->> 'source',
    value ->> 'role', value ->> 'status' from line")" 'Blog & Co|posts|active'
es db describe --json
same 'db describe --json: every column has a meaning' "$(json "select count(*)
    from line where coalesce(value ->> 'meaning', '') = ''")" 0
check 'and there are many' test "$(wc -l <"$work/out")" -gt 150

es insights --csv --sort=title
same 'insights --csv: exit 0' "$status" 0
same 'a heading and a line each' "$(wc -l <"$work/out")" 4
like 'the heading has the columns' "$(head -n 1 "$work/out")" ref
like 'quotes are doubled' "$out" '"A ""quoted"", title"'
like 'plain CSV leaves a formula alone' "$out" ',=1+1,'
sqlite3 :memory: -cmd '.mode csv' -cmd ".import $work/out t" \
    'select count(*), count(distinct ref) from t' >"$work/n" 2>&1
same 'a reader of CSV reads it' "$(tr -d '\r' <"$work/n")" 3,3
es insights --csv=excel --sort=title
same '--csv=excel: begins with a byte order mark' \
    "$(head -c 3 "$work/out" | od -An -tx1 | tr -d ' ')" efbbbf
like 'and a separator line' "$(head -n 1 "$work/out")" 'sep=,'
like 'a formula is guarded' "$out" "'=1+1"
es insights --csv=word
same '--csv=word: exit 2' "$status" 2

es insights
same 'a table: a heading and three rows, each a line' \
    "$(wc -l <"$work/out")" 4
same 'nothing a terminal would obey' "$(grep -c "$(printf '\033')" \
    "$work/out")" 0
es insights --signal complaint --json
same '--signal' "$(wc -l <"$work/out")" 1
es insights --signal complant
same 'a signal that is none: exit 2' "$status" 2
like 'and which there are' "$err" complaint
es insights --limit 1 --json
same '--limit' "$(wc -l <"$work/out")" 1
es insights --limit none
same '--limit none: exit 2' "$status" 2
es insights --sort nothing
same 'no such column: exit 2' "$status" 2
like 'named' "$err" nothing
es insights --since yesterdayish
same '--since without a moment: exit 2' "$status" 2
like 'and what would be one' "$err" '7d'
es insights --since 2026-11-21 --until 2026-11-22 --json
same '--since, --until' "$(wc -l <"$work/out")" 3
es insights --until 2026-11-21 --json
same 'before: none' "$status $(wc -l <"$work/out")" '0 0'
es insights --source 'Blog & Co' --min-score 0.5 --lang en --json
same 'filters together' "$(wc -l <"$work/out")" 3
es insights --min-score much
same '--min-score much: exit 2' "$status" 2
es insights -o "$work/list.json" --json
same '-o FILE: exit 0' "$status $out" '0 '
same 'the list is in the file' "$(wc -l <"$work/list.json")" 3
es insights -o - --json --limit 1
like '-o - is standard output' "$status $out" '0 {*}'
es insights -o /no/such/folder/list --json
same '-o into nowhere: exit 2' "$status" 2
like 'names it' "$err" /no/such/folder/list
if [ -w /dev/full ]; then
	"$earshot" insights --config "$conf" >/dev/full 2>"$work/err"
	same 'a full standard output: exit 2' "$?" 2
	"$earshot" db describe --json --config "$conf" >/dev/full 2>"$work/err"
	same 'for long lists, too' "$?" 2
fi

# --- one post from all sides
ref=$(sql "select ref from v_insight where title like 'A%'")
post=$(sql "select post_id from v_insight where title like 'A%'")
url=$(sql "select url from v_insight where title like 'A%'")
for what in "$ref" "$post" "$url"; do
	es explain "$what"
	same "explain $what: exit 0" "$status" 0
	like 'the same post' "$out" 'quoted'
done
es explain ZZZZ-ZZZZ
same 'explain: no such insight, exit 1' "$status" 1
echo 'I wish you offered tea.' | "$earshot" explain - --config "$conf" \
    >"$work/out" 2>"$work/err"
same 'explain -: exit 0' "$?" 0
like 'by the rules' "$(cat "$work/out")" story.wish
es try "$work/www/blog.xml"
same 'try FILE: exit 0' "$status" 0
like 'titles in any letters' "$out" 'Über Größe'
es try "$base/blog.xml"
same 'try URL: exit 0' "$status" 0
like 'would next visit' "$out" 'would next visit in'
same 'what comes out is UTF-8' "$(iconv -f UTF-8 -t UTF-8 "$work/out" \
    >/dev/null 2>&1; echo $?)" 0

# --- classify
es classify 'I wish you offered tea.'
same 'classify TEXT: exit 0' "$status" 0
like 'points and rule' "$out" story.wish
printf '%s\n' '{"id":1,"text":"I wish you made tea."}' 'not json' \
    '{"id":[2]}' '' '{"id":"x","text":"Hello.","stars":9}' \
    '{"id":null,"text":"The lid does not work."}' |
    "$earshot" classify --jsonl --config "$conf" >"$work/out" 2>"$work/err"
same 'classify --jsonl: exit 0' "$?" 0
same 'a line for each line' "$(wc -l <"$work/out")" 6
same 'in order, errors where they belong' "$(json "select number,
    value -> 'id', value ->> 'primary', json_type(value, '\$.error')
    from line order by number")" '1|1|idea|
2|null||text
3|[2]||text
4|null||text
5|"x"||text
6|null|complaint|'
same 'six signals, always' "$(json "select json_array_length(value,
    '\$.signals') from line where number in (1, 6)")" '6
6'
printf '%s\n' "$(printf '\357\273\277')"'{"id":1.10,"text":"Hello."}' \
    '{"id":99999999999999999999,"text":"Hello."}' '{"id":7,"text":"\ud83d"}' |
    "$earshot" classify --jsonl --config "$conf" 2>"$work/err" |
    sed 's/,.*//' >"$work/out"
same 'a byte order mark is passed over, an id comes back as it came' \
    "$(cat "$work/out")" '{"id":1.10
{"id":99999999999999999999
{"id":7'
es classify --jsonl "$work/out"
same '--jsonl with an operand: exit 2' "$status" 2
es classify --stars 9 'Fine'
same '--stars 9: exit 2' "$status" 2

# --- rules, feeds, config, db
es rules test
same 'rules test: exit 0' "$status" 0
like 'all hold' "$out" '2 rules, 4 examples, all hold'
cp "$work/rules/story.rules" "$work/other.rules"
sed -i 's/yes     The lid does not work./yes     The lid shines./' \
    "$work/other.rules"
es rules test --rules "$work/other.rules"
same 'an example that does not hold: exit 1' "$status" 1
like 'file:line' "$err" 'other.rules:18:'
es feeds export
same 'feeds export: exit 0' "$status" 0
cp "$work/out" "$work/exported.feeds"
es feeds export --feeds "$work/exported.feeds"
same 'what is exported exports the same' "$out" "$(cat "$work/exported.feeds")"
like 'with all keys' "$out" 'every=30m'
es feeds export --opml -o "$work/out.opml"
same 'feeds export --opml: exit 0' "$status" 0
es feeds import "$work/out.opml" -o "$work/back.feeds"
same 'feeds import: exit 0' "$status" 0
es feeds export --feeds "$work/back.feeds"
same 'and nothing was lost on the way' "$out" "$(cat "$work/exported.feeds")"
es feeds import "$work/out.opml" --set feeds.path="$work/others"
same 'feeds import writes into the folder' "$status" 0
check 'as the file is called' test -s "$work/others/out.feeds"
es check
same 'check: exit 0' "$status" 0
like 'counts' "$out" '1 feeds, 2 rules'
once --check
same 'earshotd --check: exit 0' "$status" 0
es config
same 'config: exit 0' "$status" 0
like 'a value and where it is from' "$(grep host_gap "$work/out")" \
    'earshot.conf:'
es config help fetch.host_gap
same 'config help KEY: exit 0' "$status" 0
es config help fetch.hostgap
same 'an unknown KEY: exit 2' "$status" 2
like 'and the nearest' "$err" 'fetch.host_gap'
es db check
same 'db check: exit 0' "$status" 0
es db describe v_insight
same 'db describe VIEW: exit 0' "$status" 0
es db describe v_nothing
same 'no such view: exit 2' "$status" 2
es db snapshot "$work/copy.db"
same 'db snapshot: exit 0' "$status" 0
same 'a copy with everything' "$(sqlite3 -readonly "$work/copy.db" \
    'select count(*) from v_post')" 3
same 'its rights: 0640' "$(stat -c %a "$work/copy.db")" 640
es db snapshot "$work/copy.db"
same 'over nothing that is there: exit 2' "$status" 2
for words in 'db' 'db sweep' 'rules' 'rules make' 'feeds' 'feeds find' \
    'config set' 'explain' 'try' 'parse' 'insights all'; do
	# shellcheck disable=SC2086
	es $words
	same "$words: exit 2" "$status" 2
	like 'with the usage' "$err" 'usage: earshot'
done
es reload
same 'reload without a daemon: exit 2' "$status" 2
es status
same 'status without a daemon: exit 1' "$status" 1

# --- the daemon in the foreground, once
rm -rf "$work/store"
once --once
same 'earshotd --once: exit 0' "$status" 0
same 'its last line' "$out" 'visited 1 new 1 unchanged 0 failed 0 insights 3'
rm -rf "$work/store"
once --once --feeds "$work/exported.feeds" --rules "$work/rules" \
    --set store.commit_ms=1ms -q
same 'common options' "$status $out" \
    '0 visited 1 new 1 unchanged 0 failed 0 insights 3'
finish
