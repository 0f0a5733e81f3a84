#!/bin/sh
# earshot rules new: a sentence becomes a rule that passes its test.
. "$EARSHOT_SRC/tests/story/lib.sh"
port=9 # nobody is asked
write_conf

# new SENTENCE PHRASE [ARG...]: prints a rule with that phrase, which passes.
new() {
	sentence=$1
	phrase=$2
	shift 2
	es rules new "$sentence" "$@"
	same "\"$sentence\": exit 0" "$status" 0
	same 'its phrase' "$(sed -n 's/^  say *//p' "$work/out")" "\"$phrase\""
	cp "$work/out" "$work/draft.rules"
	es rules test --rules "$work/draft.rules"
	same 'passes rules test' "$status $out" \
	    '0 1 rules, 1 examples, all hold'
}

new 'I wish you offered oat milk refills.' 'I wish you offered'
like 'commented' "$(cat "$work/draft.rules")" '# Phrases that such posts'
like 'the sentence is its yes' "$(cat "$work/draft.rules")" \
    '  yes     I wish you offered oat milk refills.'
like 'room for a no' "$(cat "$work/draft.rules")" '# no '
like 'an idea unless said otherwise' "$(cat "$work/draft.rules")" \
    'signal  idea'
new 'It would be great if Acme sold beans by the kilo.' \
    'It would be great if * sold'
new 'My Barista One leaks water since Monday.' 'leaks water' \
    --signal complaint
like 'of the signal that was asked for' "$(cat "$work/draft.rules")" \
    'signal  complaint'
new 'The lid does not close after 2 days.' 'does not close' --signal complaint
new 'Why don’t you sell "Crema" in shops?' 'Why don’t you sell'
new 'Broken!' Broken --signal complaint
new 'Me gustaría que tuvieran tallas más grandes.' \
    'Me gustaría que tuvieran' --lang es
new '你们能加黑暗模式吗' '你们能'
new 'Je voudrais que vous vendiez du thé.' 'Je voudrais que vous' --lang fr
new '# 5 | The lid is broken * {x} /y/ "z' 'is broken' --signal complaint \
    --name my.broken
like 'under the name that was asked for' "$(cat "$work/draft.rules")" \
    'rule  my.broken'

# --- appended to one's own rules, it joins them
es rules new 'Please add a dark mode.' --name dark
cat "$work/out" >>"$work/rules/story.rules"
es rules test
same 'appended: all hold' "$status $out" '0 3 rules, 5 examples, all hold'
es rules new 'Please add a dark mode.' --name dark
like 'a name that is taken is told' "$err" 'there is a rule dark already'
like 'and that the rules hear it already' "$err" \
    "today's rules hear this already: idea 0.60 by story.dark"

es rules new 'A wish' -o "$work/rules/story.rules"
same 'over nothing that is there: exit 2' "$status" 2
like 'and how to append' "$err" ">> $work/rules/story.rules appends"
es rules new '' --signal idea
same 'an empty sentence: exit 2' "$status" 2
es rules new
same 'no sentence: exit 2' "$status" 2
es rules new two words
same 'no quotes: exit 2' "$status" 2
like 'and what to write' "$err" 'put quotes round'
es rules new '!?'
same 'no words: exit 1' "$status" 1
es rules new 'A wish' --name 'two words'
same 'a name of two words: exit 2' "$status" 2
finish
