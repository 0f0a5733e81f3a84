#!/bin/sh
# Themes end to end: ten people who say the same outrank one who says it ten
# times, in whatever order they come; what people ask of themes, and get.
. "$EARSHOT_SRC/tests/story/lib.sh"

port=1
write_conf
base=http://127.0.0.1:1
feeds </dev/null
rules() { # WORDS: what is an idea
	cat >"$work/rules/story.rules" <<END
pack  story
lang  en
rule  wish
  about   A wish
  signal  idea
  say     "$1"
  weight  sure
rule  leaks
  about   Something leaks
  signal  complaint
  say     leaks
  weight  sure
END
}
rules 'I wish'
# said NAME: "AUTHOR|TEXT" lines as a file to import.
said() {
	n=0
	while IFS='|' read -r author text; do
		n=$((n + 1))
		printf '{"id":"%s-%s","author":"%s","text":"%s","lang":"en"}\n' \
		    "$1" "$n" "$author" "$text"
	done >"$work/$1.jsonl"
}
es_said() {
	said "$1"
	es import "$work/$1.jsonl" --source "$2"
}

said many <<'END'
Al|I wish the alarm clock were louder.
Bo|I wish for a louder alarm clock.
Cy|How I wish that the alarm clock were louder!
Di|I wish this clock had a louder alarm.
Ed|I wish my alarm clock were louder in the morning.
Fi|A louder alarm clock is what I wish for.
Gu|I wish you sold a louder alarm clock.
Hu|I wish the alarm of the clock were louder.
Ia|Louder, I wish the alarm clock were louder.
Jo|I wish there were a louder alarm clock.
END
for i in 1 2 3 4 5 6 7 8 9 10; do
	echo "Max|I wish the bedside lamp had a dimmer, say I for the $i. time"
done | said one
es import "$work/one.jsonl" --source 'Shop A'
es import "$work/many.jsonl" --source 'Shop B'
es themes --csv
same 'two themes' "$(sql 'select count(*) from v_theme')" 2
same 'ten voices outrank one voice ten times' "$(sql "select
    group_concat(insights || ' of ' || voices, ', ') from (select * from v_theme
    order by priority desc)")" '10 of 10, 10 of 1'
es themes
like 'the list says how many' "$(echo "$out" | sed -n 2p)" '10     1       10'
like 'and quotes one of them' "$(echo "$out" | sed -n 2p)" 'louder'
alarm=$(sql 'select ref from v_theme order by priority desc limit 1')
lamp=$(sql 'select ref from v_theme order by priority limit 1')
like 'a reference is that of the first insight' \
    "$(sql 'select ref from v_insight')" "${alarm#T-}"
es themes --json --source 'Shop A'
like 'filters: by source' "$out" "\"ref\":\"$lamp\""
unlike 'only that one' "$out" "$alarm"
es themes --signal complaint
unlike 'by signal' "$out" "$alarm"
es themes --min-priority 101
unlike 'by priority' "$out" "$alarm"
es themes --sort -voices --limit 1
like 'in the order of a column' "$out" "$alarm"
es themes --sort loudness
same 'an unknown column: exit 2' "$status" 2
es themes "$alarm"
like 'a theme says who and where' "$out" '10 insights from 10 voices in 1 place'
like 'and lists its insights' "$out" "$(sql "select quote_ref from v_theme
    where ref = '$alarm'")"
es themes "$(echo "$alarm" | tr A-Z a-z)"
same 'small letters do' "$status" 0
es themes T-0000-0000
same 'no such theme: exit 1' "$status" 1
like 'and a sentence' "$err" 'no theme has this reference'
es insights --theme "$alarm" --json
same 'insights of a theme' "$(echo "$out" | grep -c '"ref"')" 10
es explain "${alarm#T-}"
like 'explain says what a priority is made of' "$out" \
    'score 40 × '
like 'with the voices' "$out" 'voices 25 × 0.66 = 16.6'
like 'and names the theme' "$out" "theme $alarm (10 insights, 10 voices)"
es explain "$alarm"
like 'explain takes a theme' "$out" '10 insights from 10 voices'
es mark "$alarm" handled --note 'next spring'
like 'a theme is marked' "$out" "$alarm marked handled: theme, idea"
same 'which v_theme shows' "$(sql "select marks from v_theme
    where ref = '$alarm'")" handled
es judge "$alarm" right
same 'and not judged' "$status" 2

# Rules: what is heard no more leaves, and comes back to where it was.
state() {
	sql "select group_concat(ref || state || insights || voices || priority)
	    from v_theme"
}
before=$(state)
es reclassify --again
same 'the same rules change no theme' "$(state)" "$before"
rules 'nobody says so'
es reclassify
same 'deaf rules empty them' "$(sql "select group_concat(distinct state)
    from v_theme")" empty
rules 'I wish'
es reclassify
same 'and back they are the same' "$(state)" "$before"
es reclassify
same 'twice changes nothing' "$(state)" "$before"
es db check
same 'the database is sound' "$status $out" "0 $work/store/earshot.db: sound"

# Shares.
es poll --set priority.score=0 --set priority.intensity=0 \
    --set priority.engagement=0 --set priority.novelty=0
es import "$work/one.jsonl" --source 'Shop A' --set priority.score=0 \
    --set priority.intensity=0 --set priority.engagement=0 \
    --set priority.novelty=0
same 'other shares, other priorities' "$(sql "select group_concat(distinct
    cast(p_score + p_intensity as int) || ' ' || cast(p_voices as int))
    from v_insight")" '0 0,0 66'

# Every order gives the same groups.
eight='1|I wish the alarm clock were louder.
2|The lid leaks on every bag.
3|I wish for a louder alarm clock.
4|The lid leaks, and wets every bag.
5|A louder alarm clock, I wish.
6|I wish the manual had pictures.
7|Every bag is wet: the lid leaks.
8|The lid leaks, and my bag is wet.'
groups() { # ORDER...
	rm -rf "$work/store"
	for i; do
		echo "$eight" | sed -n "${i}p" | es_said "o$i" Shop
	done
	sql "select group_concat(who) from (select (select group_concat(author,
	    '') from (select author from v_insight i where i.theme_id =
	    t.theme_id order by author)) as who from v_theme t
	    where t.state = 'live' order by who)"
}
same 'one after the other' "$(groups 1 2 3 4 5 6 7 8)" '135,2478'
same 'from the end' "$(groups 8 7 6 5 4 3 2 1)" '135,2478'
same 'in between' "$(groups 4 1 8 5 2 6 7 3)" '135,2478'
same 'and again' "$(groups 6 3 5 7 1 8 4 2)" '135,2478'
finish
