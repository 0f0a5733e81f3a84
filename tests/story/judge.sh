#!/bin/sh
# Somebody says that an insight is wrong: to the daemon or without it; its
# rules are named, and the line that is printed makes `rules test` find fault.
. "$EARSHOT_SRC/tests/story/lib.sh"

items a.xml <<'END'
one|A lid|The lid leaks at the "seam" # 1 of 2. It is red.
two|A tank|I wish you offered a bigger tank.
three|A day|Nothing happened.
END
serve <<'END'
/a.xml  file=a.xml etag=auto
END
feeds <<'END'
[source "A blog" kind=community]
{base}/a.xml lang=en every=1h
END
say() {
	"$earshot" "$@" --config "$conf" >"$work/out" 2>"$work/err"
	answer=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
}
say judge K7QX-2MPD wrong
same 'without a database: exit 2, and none is made' \
    "$answer $(ls "$work/store" 2>/dev/null)" '2 '
say poll --all
same 'three posts, two insights' "$(sql 'SELECT count(*) FROM v_insight')" 2
lid=$(sql "SELECT ref FROM v_insight WHERE signal = 'complaint'")
tank=$(sql "SELECT ref FROM v_insight WHERE signal = 'idea'")

# --- without a daemon
USER=jo
export USER
say judge "$lid" wrong --note 'it is meant
to leak'
same 'judged: exit 0' "$answer $err" '0 '
like 'what was said is said' "$out" "$lid judged wrong: complaint"
like 'the rules that spoke, by share' "$out" '100 %  story.broken'
like 'where it stands' "$out" 'story.rules:12)'
like 'the sentence, ready to paste' "$out" \
    '  no      The lid leaks at the "seam" 1 of 2.'
same 'who, what and why' \
    "$(sql 'SELECT answer, note, "by" FROM judgement')" \
    'wrong|it is meant to leak|jo'
grep '^  no ' "$work/out" >>"$work/rules/story.rules"
say rules test
same 'pasted below the rule, rules test is against it' "$answer" 1
like 'it says what to do' "$err$out" 'hears this and must not'
story_rules
say mark "$tank" keep --note 'for the board'
same 'marked' "$answer $out" "0 $tank marked keep: idea"
say insights --unjudged
unlike 'what is judged is not asked for again' "$out" "$lid"
like 'the rest is' "$out" "$tank"
say insights --json
like 'the column says it' "$out" '"judged":"wrong"'
say judge AAAA-AAAA right
same 'no such insight: exit 1' "$answer" 1
like 'and a sentence' "$err" 'no insight has the reference AAAA-AAAA'
say judge "$lid" perhaps
same 'no such answer: exit 2' "$answer" 2
like 'and what there is' "$err" "'perhaps' is not one of: right or wrong"
say judge "$lid"
same 'no answer: exit 2' "$answer" 2

# --- by the daemon
start_daemon
say judge "$lid" right
same 'the daemon does it' "$answer $err" '0 '
same 'for whom it saw on its socket' \
    "$(sql 'SELECT "by" FROM judgement ORDER BY id DESC LIMIT 1')" \
    "$(id -un)"
say mark "$tank" later
same 'marks, too' "$answer $out" "0 $tank marked later: idea"
say judge AAAA-AAAA right
same 'no such insight by the daemon: exit 1' "$answer" 1
same 'what was said last counts' \
    "$(sql "SELECT judged FROM v_insight WHERE ref = '$lid'")" right
say judge "$lid" wrong
like 'wrong by the daemon names the rules as well' "$out" '100 %  story.broken'
stop_daemon
finish
