#!/bin/sh
# Labelled posts and people's judgements become weights, and are told of.
. "$EARSHOT_SRC/tests/story/lib.sh"

cat >"$work/rules/story.rules" <<'END'
pack  story
lang  en
rule  wish
  signal  idea
  say     "I wish you (had|offered|made)"
  yes     I wish you offered oat milk refills.
  no      I wish you a happy new year!
rule  leaks
  signal  complaint
  say     leaks
  yes     The lid leaks.
  no      The lid is fine.
rule  loud
  about   Hardly ever a complaint
  signal  complaint
  say     loud
  yes     It is loud.
  no      It is quiet.
END

# set NAME FIRST: 120 posts; three in four with "leaks" are complaints (of those
# with "loud" one in ten), of the others one in six.
set_of() {
	awk -v first="$2" 'BEGIN {
		for (i = 0; i < 120; i++) {
			word = i % 3 == 0 ? "leaks" : i % 3 == 1 ? "is loud" : \
			    "is here"
			k = int(i / 3) + first
			yes = word == "leaks" ? k % 4 != 0 : \
			    word == "is loud" ? k % 10 == 0 : k % 6 == 0
			printf("{\"text\":\"The tap %s.\",\"lang\":\"en\"," \
			    "\"labels\":{\"complaint\":%d}}\n", word, yes)
		}
	}' >"$work/data/$1.jsonl"
}
mkdir "$work/data"
set_of kitchen-train 0
set_of kitchen-dev 1
set_of garden 2
set_of bath 3
serve </dev/null

es rules fit "$work/data"
case $err in
*'built without liblinear'*)
	same 'without liblinear: exit 2' "$status" 2
	finish
	;;
esac
same 'a fit: exit 0, nothing on standard error' "$status $err" '0 '
like 'what it learned from' "$out" '480 posts in 4 sets of 3 collections'
like 'each set is told' "$out" 'kitchen-dev'
like 'and the mean' "$out" 'mean of the sets'
like 'nothing is written unasked' "$out" 'nothing was written: -o FILE.weights'
same 'nor is the rule file touched' \
    "$(grep -c weight "$work/rules/story.rules")" 0

es rules fit "$work/data" --strength 320 -o "$work/rules/story.weights"
same 'with -o: exit 0' "$status" 0
like 'the file is named' "$out" "$work/rules/story.weights: the weights"
like 'a rule that is mostly wrong weighs less' \
    "$(cat "$work/rules/story.weights")" 'weight story.loud 0.'
like 'its change is told' "$out" 'story.loud'
like 'where it fires is told' "$(cat "$work/rules/story.weights")" \
    'threshold complaint 0.'
es rules check
same 'the rules load with the weights beside them' "$status $err" '0 '
printf '{"id":1,"text":"The tap is loud.","lang":"en"}\n' |
    "$earshot" classify --config "$conf" --jsonl >"$work/out"
same 'what weighs little fires no more' "$(json "select s.value ->> 'fired' from line,
    json_each(line.value, '\$.signals') s
    where s.value ->> 'signal' = 'complaint'")" 0

cp "$work/rules/story.weights" "$work/first"
es rules fit "$work/data" --strength 320 -o "$work/rules/story.weights"
check 'a second fit starts from the rules, not from the first' \
    cmp -s "$work/first" "$work/rules/story.weights"

echo 'weight story.loud 2' >"$work/rules/zz.rules"
es rules fit "$work/data" --strength 320
like 'a weight of yours stays' "$out" '1 rules have a weight of yours'
rm "$work/rules/zz.rules" "$work/rules/story.weights"

# --- words that are off
es rules fit
same 'nothing to learn from: exit 1' "$status" 1
like 'says what is needed' "$err" 'too little to learn from'
es rules fit "$work/absent.jsonl"
same 'a file that is not there: exit 2' "$status" 2
es rules fit "$work/data" -o "$work/x.rules"
same 'weights in a rule file: exit 2' "$status" 2
like 'says why' "$err" 'a file of weights is told by its name'
es rules fit "$work/data" --strength much
same 'a strength that is no number: exit 2' "$status" 2
echo '{"text":"a","labels":{"anger":1}}' >"$work/bad.jsonl"
es rules fit "$work/bad.jsonl" -o "$work/bad.weights"
same 'a label that is none: exit 1' "$status" 1
like 'with file and line' "$err" "$work/bad.jsonl:1: a label is no signal"
check 'and nothing is written' test ! -e "$work/bad.weights"

# --- what people judged
{
	i=0
	while [ $i -lt 60 ]; do
		echo "$i|Day $i|Tap number $i leaks all day."
		i=$((i + 1))
	done
} | items taps.xml
serve <<'END'
/taps.xml  file=taps.xml etag=auto
END
feeds <<'END'
[source "Taps" kind=customer lang=en]
{base}/taps.xml every=30m
END
es poll
like 'sixty complaints are heard' "$out" 'insights 60'
es rules fit "$work/data"
like 'none is judged yet' "$out" "0 judgements in $db"
sqlite3 "$db" "insert into judgement(insight_id, answer, at_ts)
    select id, iif(id % 2, 'right', 'wrong'), 1 from insight
    where signal = 'complaint';
    insert into judgement(insight_id, answer, at_ts)
    select id, 'right', 2 from insight where id % 4 = 0"
es rules fit "$work/data"
same 'with judgements: exit 0' "$status" 0
like 'they are counted' "$out" "60 judgements in $db"
like 'a collection like the others' "$out" '540 posts in 5 sets of 4 coll'
like 'the last word counts' "$(echo "$out" | grep '^  judgements')" \
    'judgements               60    45'
finish
