#!/bin/sh
# earshot rules export: the machine's twin names every part that the text has,
# and holds against its published schema.
. "$EARSHOT_SRC/tests/story/lib.sh"
port=9 # nobody is asked
write_conf
schema=$EARSHOT_SRC/src/rules/rules.schema.json

# valid NAME: the last export against the schema, by a validator of others.
valid() {
	if ! python3 -c 'import jsonschema' 2>/dev/null; then
		skip "$1: valid by the schema" 'python3-jsonschema is missing'
		return
	fi
	python3 -c '
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
for e in jsonschema.Draft202012Validator(schema).iter_errors(
        json.load(open(sys.argv[2]))):
    print(list(e.path), e.message[:200])
' "$schema" "$work/out" >"$work/invalid" 2>&1
	same "$1: valid by the schema" "$(head -n 5 "$work/invalid")" ''
}

# back NAME: the last export made rule files again, and these exported.
back() {
	if ! command -v python3 >/dev/null; then
		skip "$1: the way back" 'python3 is missing'
		return
	fi
	mkdir -p "$work/back"
	cp "$work/out" "$work/one"
	python3 "$EARSHOT_SRC/tests/story/rules_text.py" text "$work/one" \
	    "$work/back/back.rules" >"$work/lost" 2>&1
	"$earshot" rules export -q --rules "$work/back/back.rules" \
	    >"$work/two" 2>>"$work/lost"
	same "$1: made rule files again, these load" "$? $(cat "$work/lost")" \
	    '0 '
	same "$1: and say the same, every part" "$(python3 \
	    "$EARSHOT_SRC/tests/story/rules_text.py" same "$work/one" \
	    "$work/two" 2>&1 | cut -c 1-300)" ''
	cp "$work/one" "$work/out"
}

# part PATH: of the document, as SQLite reads it.
part() {
	sqlite3 -batch :memory: "select json_extract(cast(readfile(
	    '$work/out') as text), '$1')" 2>&1
}

printf 'kind\t2\nawful\t-3.5\n' >"$work/rules/words.txt"
printf 'Acme Brew\n@acme\n' >"$work/rules/acme.txt"
cat >"$work/rules/story.rules" <<'END'
pack  acme
lang  en
list  brand.acme from acme.txt
list  product.cup = "The \Cup", mug
valence from words.txt
rule  wish
  about   A wish
  signal  idea
  facet   want
  target  product
  in      title
  say     "I wish \"you\" had" | offer*
  match   /\bwhy (?:can't|don't)\b/i | /a\/b/sm
  unless  "wish you luck"
  unless  /no+/x
  near    brand.acme within 12 words add hint
  near    "please" in post add -.5
  need    product.cup
  weight  sure
  once
  negatable
  yes     Why can't the mug: I wish "you" had it.
  no      I wish you luck.
rule  broken
  signal  complaint
  say     broken
topic frother "Milk frother"
  say     frother
  unless  "no frother"
when  stars <= 2 and not idea  add weak to complaint
weight broken .5
also  broken say "out of order"
bias  idea -1.75
threshold praise .6
calibrate idea 1.5 .25
END
sed -i '/^  yes     Why/d' "$work/rules/story.rules"
es rules export
same 'rules export: exit 0' "$status $err" '0 '
valid 'every kind of part'
back 'every kind of part'
cp "$work/out" "$work/first"
for p in \
    '$.format=earshot-rules-1' \
    '$.signals[0].bias=-1.75' \
    '$.signals[0].calibrate=[1.5,0.25]' \
    '$.signals[2].threshold=0.6' \
    '$.lists[0].name=acme.brand.acme' \
    '$.lists[0].terms=["Acme Brew","@acme"]' \
    '$.lists[0].mentions=1' \
    '$.lists[1].terms=["The \\Cup","mug"]' \
    '$.rules[0].name=acme.wish' \
    '$.rules[0].lang=en' \
    '$.rules[0].about=A wish' \
    '$.rules[0].signal=idea' \
    '$.rules[0].facet=want' \
    '$.rules[0].target=product' \
    '$.rules[0].in=["title"]' \
    '$.rules[0].say=["I wish \"you\" had","offer*"]' \
    '$.rules[0].match[0].pattern=\bwhy (?:can'\''t|don'\''t)\b' \
    '$.rules[0].match[0].flags=i' \
    '$.rules[0].match[1].pattern=a\/b' \
    '$.rules[0].match[1].flags=sm' \
    '$.rules[0].unless=["wish you luck"]' \
    '$.rules[0].unless_match[0].pattern=no+' \
    '$.rules[0].unless_match[0].flags=x' \
    '$.rules[0].near[0].list=acme.brand.acme' \
    '$.rules[0].near[0].within_words=12' \
    '$.rules[0].near[0].add=0.7' \
    '$.rules[0].near[1].say=["please"]' \
    '$.rules[0].near[1].within=post' \
    '$.rules[0].near[1].add=-0.5' \
    '$.rules[0].need[0].list=acme.product.cup' \
    '$.rules[0].need[0].within=sentence' \
    '$.rules[0].weight=4' \
    '$.rules[0].weight_from=rule' \
    '$.rules[0].once=1' \
    '$.rules[0].negatable=1' \
    '$.rules[0].no=["I wish you luck."]' \
    '$.rules[0].line=6' \
    '$.rules[1].weight=0.5' \
    '$.rules[1].weight_from=person' \
    '$.rules[1].say=["broken","out of order"]' \
    '$.topics[0].title=Milk frother' \
    '$.topics[0].say=["frother"]' \
    '$.topics[0].unless=["no frother"]' \
    '$.whens[0].when=stars <= 2 and not idea' \
    '$.whens[0].signal=complaint' \
    '$.whens[0].add=1.5' \
    '$.tunes[0].tune=weight' \
    '$.tunes[1].tune=also' \
    '$.tunes[1].say=["out of order"]' \
    '$.valences[0].words=[["kind",2],["awful",-3.5]]'; do
	same "${p%%=*}" "$(part "${p%%=*}")" "${p#*=}"
done
es rules export --json -o "$work/file.json"
same '--json -o FILE: the same in a file' "$(cat "$work/file.json")" \
    "$(cat "$work/first")"

# Each of our own packs, too.
"$earshot" rules export --rules "$EARSHOT_SRC/rules" >"$work/out"
same 'the shipped packs: exit 0' "$?" 0
valid 'the shipped packs'
back 'the shipped packs'
same 'all their rules are there' "$(part '$.rules' | tr '{' '\n' |
    grep -c '"name":')" "$(grep -c '^rule ' "$EARSHOT_SRC"/rules/*.rules |
    awk -F : '{ n += $2 } END { print n }')"
same 'all their examples' "$(sqlite3 -batch :memory: "select
    sum(json_array_length(value, '\$.yes') + json_array_length(value, '\$.no'))
    from (select value from json_each(cast(readfile('$work/out') as text),
    '\$.rules') union all select value from
    json_each(cast(readfile('$work/out') as text), '\$.topics'))")" \
    "$("$earshot" rules test --rules "$EARSHOT_SRC/rules" 2>/dev/null |
    sed 's/.* \([0-9]*\) examples.*/\1/')"
bad_rules
es rules export
same 'a fault: exit 78, told' "$status" 78
like 'where' "$err" 'story.rules:5:3'
finish
