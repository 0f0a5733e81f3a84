#!/bin/sh
# earshot rules try and explain: what is heard in a text, what nearly was, and
# why not.
. "$EARSHOT_SRC/tests/story/lib.sh"
port=9 # nobody is asked
write_conf
cat >"$work/rules/story.rules" <<'END'
pack  story
lang  en
rule  wish
  about   A wish for something that is not there
  signal  idea
  say     "I wish you had"
  unless  "wish you had been"
rule  leak
  about   It leaks
  signal  complaint
  negatable
  say     leak*
  need    (lid|cup) within 9 words
rule  slow
  signal  complaint
  weight  weak
  say     slow
END
cat >"$work/new.rules" <<'END'
rule lid
  signal complaint
  say "lid"
END

es rules try 'I wish you had oat milk.'
same 'rules try: exit 0' "$status" 0
same 'what is heard, by which rule, in which words' "$out" "by today's rules:
  idea       0.60 fired: 0.10 over its threshold 0.50
   +2.50  story.wish                   A wish for something that is not there
          [I wish you had] oat milk."
es rules try 'The lid never leaks.' --rules "$work/new.rules"
same 'with --rules: exit 0' "$status" 0
same 'by both, and what nearly spoke' "$out" "by today's rules:
  nothing heard
  nearly heard:
    complaint story.leak (negated: counts nothing)
              The lid never [leaks].
by $work/new.rules:
  complaint  0.60 fired: 0.10 over its threshold 0.50
   +2.50  new.lid                      
          The [lid] never leaks."
es rules try 'I wish you had been there.' 'It leaks.' 'Hello.'
like 'vetoed, by what' "$out" 'vetoed by "wish you had been"'
like 'missing, what' "$out" 'missing: need (lid|cup) within 9 words'
like 'each text over its answer' "$out" 'Hello.
by today'\''s rules:
  nothing heard'
printf 'Too slow.\n\nThe cup leaks.\n' |
    "$earshot" rules try - --config "$conf" --json >"$work/out" 2>"$work/err"
same 'a text a line of standard input: exit 0' "$?" 0
same 'as JSON: each text, today' "$(json "select value ->> 'text',
    value ->> '\$.today.primary' from line order by number")" \
    'Too slow.|
The cup leaks.|complaint'
es rules try
same 'no text: exit 2' "$status" 2
es rules try 'x' --rules "$work/nowhere.rules"
same 'rules that are not there: exit 1, named' "$status" 1
like 'by name' "$err" nowhere.rules

# --- explain
es explain 'I wish you had been there, it is so slow and it leaks.'
same 'explain TEXT: exit 0' "$status" 0
like 'every signal, also those that heard nothing' "$out" \
    'praise     0.11 nothing heard: 0.39 under its threshold 0.50'
like 'how far from the threshold' "$out" \
    'complaint  0.35 not fired: 0.15 under its threshold 0.50'
like 'points, rule' "$out" '+1.50  story.slow'
like 'the words in their sentence' "$out" 'it is so [[]slow[]] and it leaks.'
like 'the veto by name' "$out" 'vetoed by "wish you had been"'
like 'what is missing' "$out" 'missing: need (lid|cup)'
like 'what the rule is about' "$out" 'story.leak *It leaks'
es explain 'Der Deckel schließt leider nicht, und die Maschine ist sehr laut.'
like 'a language without rules' "$out" \
    'abstained: the post seems to be "de", the rules speak en'
es explain leaks
same 'one word is a text too' "$status" 0
like 'heard' "$out" story.leak
es explain 12
same 'a number is a post: there is no database' "$status" 2
finish
