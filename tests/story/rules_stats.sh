#!/bin/sh
# earshot rules stats and preview: what the rules did, by the real database,
# and what other ones would do.
. "$EARSHOT_SRC/tests/story/lib.sh"

items a.xml <<'END'
1|Milk|I wish you offered oat milk.
2|Lid|The lid does not work and it leaks.
3|Cup|The cup leaks. It leaks a lot.
4|Hello|Nothing to say about the harbour.
END
items b.xml <<'END'
5|Tank|The tank leaks.
6|Luck|I wish you had been there.
END
serve <<'END'
/a.xml  file=a.xml
/b.xml  file=b.xml
END
feeds <<'END'
[source "A" kind=customer lang=en]
{base}/a.xml
[source "B" kind=press lang=en]
{base}/b.xml
END
cat >"$work/rules/story.rules" <<'END'
pack  story
lang  en
rule  wish
  signal  idea
  say     "I wish you (had|offered)"
rule  leak
  about   It leaks
  signal  complaint
  say     leaks
rule  works
  signal  complaint
  say     "does not work"
rule  never
  signal  praise
  say     hooray
rule  spam
  signal  spam
  say     casino
END
cat >"$work/new.rules" <<'END'
off    story.works
also   story.wish unless "wish you had been"
weight story.leak weak
rule   harbour
  signal complaint
  say "harbour"
END

# --- before there is a database
es rules stats
same 'rules stats without a database: exit 2' "$status" 2
like 'and how to get one' "$err" 'there is no database'
es rules preview "$work/new.rules"
same 'rules preview without a database: exit 0' "$status" 0
like 'by the sample posts, and it says so' "$out" \
    'no post is stored yet: these are the sample posts'
like 'counted' "$out" 'sample posts; nothing was written'
check 'no database was made' test ! -e "$db"

es poll
same 'poll' "$status $(posts)" '0 6'

# --- stats
es rules stats
same 'rules stats: exit 0' "$status" 0
same 'a heading and a row a rule' "$(wc -l <"$work/out")" 5
same 'how many never spoke' "$err" '4 rules, 1 of them never spoke
1 spam rule left out: what spam rules did is not kept'
es rules stats --json
same 'hits, posts, sources of each' "$(json "select value ->> 'rule',
    value ->> 'hits', value ->> 'posts', value ->> 'sources',
    value ->> 'wrong' from line order by 1")" 'story.leak|4|3|2|0
story.never|0|0|0|0
story.spam||||0
story.wish|2|2|2|0
story.works|1|1|1|0'
same 'when last' "$(json "select value ->> 'last_ts' from line
    where value ->> 'rule' = 'story.leak'")" \
    "$(date -u -d 2026-11-21T10:00:00Z +%s)"
sqlite3 "$db" "insert into judgement(insight_id, answer, at_ts)
    select id, 'wrong', 1 from insight where signal = 'idea';
    insert into judgement(insight_id, answer, at_ts)
    select id, 'right', 2 from insight where signal = 'idea'
    order by id limit 1"
es rules stats --sort=-wrong --limit 1 --csv
same 'judged, by the last word: one of two is wrong' \
    "$(sed -n '2s/^\([^,]*\),.*,\([0-9]*\),\([0-9]*\),1$/\1 \2 \3/p' \
    "$work/out")" 'story.wish 2 1'
es rules stats --source B --json
same '--source' "$(json "select sum(value ->> 'hits') from line")" 2
es rules stats --signal complaint --json
same '--signal' "$(wc -l <"$work/out")" 2
es rules stats --since 2026-11-22 --json
same '--since' "$(json "select sum(value ->> 'hits') from line")" 0
es rules stats --pairs --json
same '--pairs: what speaks together' "$(json "select value ->> 'rule',
    value ->> 'other', value ->> 'together', value ->> 'rule_posts',
    value ->> 'other_posts', value ->> 'share' from line")" \
    'story.leak|story.works|1|3|1|1'
es rules stats --pairs
like '--pairs: a table' "$out" 'rule *other *signal *together'
# A rule that is gone keeps its history.
sed -i 's/^rule  works/rule  functions/' "$work/rules/story.rules"
es rules stats --json
same 'a rule that is no longer in force is told apart' "$(json "select
    value ->> 'rule' from line where not value ->> 'in_force'")" story.works
sed -i 's/^rule  functions/rule  works/' "$work/rules/story.rules"

# --- preview
es rules preview "$work/new.rules"
same 'rules preview: exit 0' "$status" 0
like 'a gain, with title and words' "$out" 'gained   complaint 0.11 -> 0.60  Hello  (post *)
         new.harbour: Nothing to say about the [[]harbour[]].'
like 'a loss, and why' "$out" 'lost     idea      0.60 -> 0.11  Luck*now vetoed by "wish you had been"'
like 'a loss by another weight' "$out" \
    'lost     complaint 0.60 -> 0.35  Tank*(+2.50, now +1.50)'
like 'a change' "$out" 'changed  complaint 0.84 -> 0.54  Cup*(+1.50, before +2.50)'
like 'and the sum' "$(echo "$out" | tail -n 1)" \
    'new.rules added: 1 gained, 3 lost, 1 changed in 6 stored posts; nothing was written'
es rules preview "$work/new.rules" --json --signal idea
same '--json, --signal' "$(json "select value ->> 'change',
    value ->> 'rule', value ->> 'title', value ->> 'words' from line")" \
    'lost|story.wish|Luck|I wish you had'
es rules preview "$work/new.rules" --source A --limit 1
like '--source, --limit: what is left out is said' "$out" 'and more; --limit'
like 'of four posts' "$out" 'in 4 stored posts'
es rules preview "$work/new.rules" --since 2026-11-22
like '--since' "$out" 'in 0 stored posts'
es rules preview "$work/new.rules" --csv --sort=title
same '--csv, --sort' "$(sed -n '2s/,.*//p' "$work/out")" changed
cp "$work/rules/story.rules" "$work/story.rules"
sed -i 's/leaks/drips/' "$work/story.rules"
es rules preview "$work/story.rules"
like 'a file of the same name replaces the own one' "$out" \
    'instead of your own one: 0 gained, 2 lost, 1 changed'
es rules preview "$work/rules/story.rules"
same 'one of the own ones itself: exit 2' "$status" 2
like 'and what to do' "$err" 'copy it'
es rules preview "$work/nowhere.rules"
same 'no such file: exit 2' "$status" 2
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	script -qec "$earshot rules preview $work/new.rules --config $conf" \
	    /dev/null </dev/null >"$work/out" 2>&1
	like 'a progress bar on a terminal' "$(cat "$work/out")" '1 of 6 posts'
else
	skip 'a progress bar on a terminal' 'script(1) makes none here'
fi
printf 'rule x\n  sai y\n' >"$work/bad.rules"
es rules preview "$work/bad.rules"
same 'a file with a fault: exit 1' "$status" 1
like 'and where' "$err" 'bad.rules:2:3'
same 'nothing was written' "$(sqlite3 -readonly "$db" \
    'select count(*) from insight')" 5
same 'nothing at all, but what we judged' "$(sqlite3 -readonly "$db" \
    'select count(*), max(changed_seq) from insight')" '5|5'
finish
