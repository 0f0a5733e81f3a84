#!/bin/sh
# earshot rules list: every rule, whose weight holds, and what a person's own
# files changed of the shipped packs.
. "$EARSHOT_SRC/tests/story/lib.sh"
port=9 # nobody is asked
write_conf
mkdir -p "$work/shipped"
cat >"$work/shipped/base.rules" <<'END'
pack  base
lang  en
rule  wish
  about   A wish
  signal  idea
  facet   want
  say     "I wish you had"
  weight  strong
rule  broken
  signal  complaint
  target  product
  say     "does not work" | leaks
rule  slow
  signal  complaint
  say     "too slow"
rule  thanks
  signal  praise
  say     thanks
list  nice = kind, good
END
cat >"$work/shipped/base.weights" <<'END'
weight base.slow 1.25
weight base.broken 3
END
cat >"$work/rules/story.rules" <<'END'
pack  acme
weight base.broken weak
also  base.wish unless "wish you had been"
off   base.thanks
override base.slow
  signal complaint
  say "far too slow"
threshold idea .55
rule  frother
  signal complaint
  say "milk frother"
END
shipped="--set rules.shipped=$work/shipped"

# shellcheck disable=SC2086 # words
es rules list $shipped
same 'rules list: exit 0' "$status" 0
same 'a heading and each rule that is on' "$(wc -l <"$work/out")" 5
like 'aligned, with the weight that holds' "$out" 'base.broken *complaint *1.50 *person *story.rules:2 *product'
# shellcheck disable=SC2086
es rules list $shipped --json
same 'whose weight it is: nobody, the rule, a weights file, a person' \
    "$(json "select value ->> 'rule', value ->> 'weight',
    value ->> 'weight_from', value ->> 'weight_line' from line
    order by 1")" 'acme.frother|2.5|usual|9
base.broken|1.5|person|2
base.slow|1.25|weights file|1
base.wish|2.5|rule|3'
# shellcheck disable=SC2086
es rules list $shipped --csv --sort=-weight --limit 2
same '--csv: a heading and two rows' "$(wc -l <"$work/out")" 3
same '--sort, --limit' "$(sed -n '2,$s/,.*//p' "$work/out")" 'base.wish
acme.frother'
# shellcheck disable=SC2086
es rules list $shipped --signal idea --json
same '--signal' "$(json "select value ->> 'rule' from line")" base.wish
# shellcheck disable=SC2086
es rules list $shipped --target product --json
same '--target' "$(json "select value ->> 'rule' from line")" base.broken
es rules list --signal ideas
same 'a signal that is none: exit 2' "$status" 2
like 'and what was meant' "$err" 'did you mean idea'
# shellcheck disable=SC2086
es rules list $shipped --sort wait
same 'a column that is none: exit 2' "$status" 2
# shellcheck disable=SC2086
es rules list $shipped --sort nothing
like 'and which there are' "$err" weight_from

# shellcheck disable=SC2086
es rules list --changed $shipped
same 'rules list --changed: exit 0' "$status" 0
same 'a heading and five changes' "$(wc -l <"$work/out")" 6
# shellcheck disable=SC2086
es rules list --changed $shipped --json
same 'each with what was, what is, and where it is said' \
    "$(json "select value ->> 'change', value ->> 'name', value ->> 'was',
    value ->> 'now', value ->> 'line' from line order by number")" \
    'weight|base.broken|3.00|1.50|2
also|base.wish||unless "wish you had been"|3
off|base.thanks|praise 2.50; say "thanks"|off|4
override|base.slow|complaint 1.25; say "too slow"|complaint 1.25; say "far too slow"|5
threshold|idea|0.50|0.55|8'
# shellcheck disable=SC2086
es rules list --changed $shipped --signal complaint --json
same '--changed --signal' "$(wc -l <"$work/out")" 2
story_rules
# shellcheck disable=SC2086
es rules list --changed $shipped
same 'nothing changed: exit 0' "$status $out" '0 '
like 'and said' "$err" 'your own files change nothing of the shipped packs'
es rules list --changed --rules "$work/rules"
same '--rules replaces the packs: exit 2' "$status" 2
es rules test --changed
same 'an option of another subcommand: exit 2' "$status" 2
like 'and whose it is' "$err" "--changed belongs to 'rules list'"
finish
