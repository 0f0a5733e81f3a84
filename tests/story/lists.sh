#!/bin/sh
# What every list takes, and what is refused because it would be ignored.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items a.xml 6
some_items b.xml 1
serve <<'END'
/a.xml  file=a.xml
/b.xml  file=b.xml
END
feeds <<'END'
[source "One"]
{base}/a.xml
[source "Two"]
{base}/b.xml
END
es poll -q

# Each list in each form.
for list in insights themes 'feeds list' 'rules list' 'rules stats' \
    'rules stats --pairs' 'rules list --changed' 'db describe'; do
	# shellcheck disable=SC2086 # it is two words
	es $list --json
	same "$list: --json" "$status" 0
	rows=$(wc -l <"$work/out")
	[ "$rows" = 0 ] || same "$list: each line is an object" \
	    "$(json "select count(*) from line where json_type(value) = 'object'
	        ")" "$rows"
	es $list --csv
	same "$list: --csv: a line more" "$status $(wc -l <"$work/out")" \
	    "0 $((rows + 1))"
	cp "$work/out" "$work/plain"
	es $list --csv=excel
	same "$list: --csv=excel: a mark and the separator" \
	    "$(head -n 1 "$work/out" | od -An -c | tr -d ' \n')" \
	    '357273277sep=,\r\n'
	es $list --csv -o "$work/file"
	same "$list: -o: the same in a file" "$status$out" 0
	# How late a feed is grows while we look.
	[ "$list" = 'feeds list' ] ||
	    check "$list: byte for byte" cmp "$work/file" "$work/plain"
	es $list --csv --limit 1
	same "$list: --limit" "$status $(($(wc -l <"$work/out") <= 2))" '0 1'
	column=$(sed 's/,.*//; s/\r//; q' "$work/plain")
	es $list --csv --sort "$column"
	same "$list: --sort" "$status" 0
	es $list --json --sort nonesuch
	like "$list: a column that is none" "$status $err" '2 *no column is called'
	es $list --csv=exel
	same "$list: a form that is none" "$status" 2
	es $list --limit 0
	same "$list: no rows at all" "$status" 2
	es $list extra
	[ "$list" = themes ] || [ "$list" = 'db describe' ] ||
	    like "$list: an operand too many" "$status $err" "2 *what is 'extra'"
done

# Who does not say how many is told when there are more.
some_items a.xml 180
es poll --all -q
es insights --json
like 'the first fifty, and that there are more' \
    "$status $(wc -l <"$work/out") $err" '0 50 these are the first 50*--limit'
es insights --json -q
same 'not when it shall be quiet' "$err" ''
es insights --json --limit 50
same 'not who asked for fifty' "$(wc -l <"$work/out")$err" 50
es insights --json --limit 1000
same 'nor who has all of them' "$(wc -l <"$work/out")$err" 60
es feeds list
same 'nor who has few' "$err" ''

es insights --json --csv
like 'one form at a time' "$status $err" '2 *--json or --csv'
es feeds list --source Two --state gone
same 'no feed by these filters: exit 0' "$status" 0
like 'is not no feed at all' "$err" 'fewer filters'

# What only insights have, of feeds.
feeds_with() {
	es feeds list --csv "$@"
	sed '1d' "$work/out" | cut -d , -f 3 | tr '\n' ' '
}
same 'all feeds' "$(feeds_with)" 'One Two '
same 'feeds with an idea' "$(feeds_with --signal idea)" 'One '
same 'with a complaint' "$(feeds_with --signal complaint)" ''
same 'with an insight that scores so' "$(feeds_with --min-score .1)" 'One '
same 'of a source' "$(feeds_with --source two)" 'Two '
same 'of a source, with an idea' "$(feeds_with --source two --signal idea)" ''
same 'since a day' "$(feeds_with --since 2026-11-22)" ''
same 'by their own state' "$(feeds_with --state active --facet want)" 'One '
es feeds list --signal ideas
like 'a signal that is none' "$status $err" '2 *did you mean idea'

# What was never there is refused, by every list alike; what only was not heard
# yet is an empty list.
cat >"$work/rules/own.rules" <<'END'
lang  en
list  brand.acme = Acme Brew
topic frother "Milk frother"
  say frother
END
for list in insights themes 'feeds list' reclassify 'rules stats'; do
	# shellcheck disable=SC2086 # it is two words
	es $list --source Ona
	like "$list: a source that is none" "$status $err" \
	    '2 *no source is called "Ona"; did you mean "One"?'
	# shellcheck disable=SC2086
	es $list --source Nonesuch
	like "$list: nothing near it: what there is" "$status $err" \
	    '2 *"Nonesuch"; there are "One", "Two"'
	# shellcheck disable=SC2086
	es $list --source one
	same "$list: one that is there" "$status" 0
	# shellcheck disable=SC2086
	es $list --lang english
	like "$list: a language that is none" "$status $err" '2 *such as en'
	[ "$list" != 'rules stats' ] || continue
	# shellcheck disable=SC2086
	es $list --theme T-ZZZZ-ZZZZ
	like "$list: a theme that is none" "$status $err" \
	    '2 *no theme has the reference "T-ZZZZ-ZZZZ"; `earshot themes`'
	# shellcheck disable=SC2086
	es $list --topic froter
	like "$list: a topic that is none" "$status $err" \
	    '2 *no topic is called "froter"*did you mean frother?'
	# shellcheck disable=SC2086
	es $list --topic Frother
	same "$list: one that was not heard yet" "$status" 0
	# shellcheck disable=SC2086
	es $list --brand acmee
	like "$list: a brand that is none" "$status $err" \
	    '2 *no list of a brand is called "acmee"'
	# shellcheck disable=SC2086
	es $list --brand acme
	same "$list: one that was not heard yet" "$status" 0
	# shellcheck disable=SC2086
	es $list --facet wnat
	like "$list: a facet that is none" "$status $err" '2 *did you mean want?'
	# shellcheck disable=SC2086
	es $list --min-score 5
	like "$list: no score is so" "$status $err" '2 *from 0 to 1'
done
es themes --min-priority 101
like 'no priority is so' "$status $err" '2 *from 0 to 100'
es insights --lang en-GB --json
same 'a language with its country is that language' \
    "$status $(wc -l <"$work/out")" '0 50'
es rules list --facet wnat
like 'rules list: a facet that is none' "$status $err" '2 *did you mean want?'
es rules list --target robot
like 'a target that is none' "$status $err" '2 *there are product, service'
mv "$work/rules/own.rules" "$work/new.rules"
es rules preview "$work/new.rules" --source Ona
like 'rules preview: a source that is none' "$status $err" '2 *did you mean "One"?'

# What would be ignored.
refused() { # WORDS...: which option
	option=$1
	shift
	es "$@"
	like "$*: refused" "$status $err" "2 *$option"
}
refused 'takes no --source' feeds pause --all --source One
same 'and nothing is paused' \
    "$(sql "select count(*) from v_feed_health where status = 'paused'")" 0
refused 'takes no --json' feeds resume --all --json
refused "--all belongs to 'feeds remove', 'feeds pause'" feeds list --all
refused 'takes no --topic' rules list --topic price
refused 'takes no --min-score' rules stats --min-score .5
refused 'takes no --since' db describe --since 7d
refused "--voice belongs to 'db forget'" db prune --voice 1
refused "what is 'my.feeds'" check my.feeds
refused "what is 'now'" reload now
refused "what is 'now'" status now
refused "what is 'fetch.timeout'" config fetch.timeout
refused "did you mean 'feeds list'" feeds lst
refused "did you mean 'db prune'" db prun

# Help of a command by two roads.
"$earshot" help feeds >"$work/one"
"$earshot" feeds --help >"$work/two"
check 'help feeds is feeds --help' cmp "$work/one" "$work/two"
"$earshot" help fedes >"$work/one" 2>&1
like 'help of a command that is none' "$? $(cat "$work/one")" \
    "2 *did you mean 'feeds'"
finish
