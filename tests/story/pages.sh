#!/bin/sh
# The pages: without fault, each with examples; every command, word and option
# that the programs know is in its page, and nothing else is.  (The keys of
# earshot.conf(5) and earshot-feeds(5), the statements of earshot-rules(5) and
# the views of earshot-sql(7) are compared with their tables by test_options,
# test_keys, test_rules_manual and test_earshot_sql.)
. "$EARSHOT_SRC/tests/story/lib.sh"

pages=$EARSHOT_SRC/src/man
for page in "$pages"/*.[1-9]; do
	name=${page##*/}
	if command -v mandoc >/dev/null; then
		# Pages that are not installed here are no fault.
		same "$name: mandoc finds no fault" "$(mandoc -Tlint \
		    -W style "$page" 2>/dev/null | grep -v 'not found: Xr')" ''
	else
		skip "$name: mandoc finds no fault" 'there is no mandoc'
	fi
	check "$name: it has examples" grep -q '^\.Sh EXAMPLES' "$page"
done

# help_options PROGRAM [COMMAND]: as --help lists them, without dashes.
help_options() {
	"$@" --help </dev/null |
	    sed -n 's/^ *\(-[a-zA-Z], \)\{0,1\}--\([a-z][a-z-]*\).*/\2/p' |
	    sort -u
}
# page_options: those that the lines on standard input have.
page_options() {
	grep -v '^\.Ic' | grep -o 'Fl -[a-z][a-z-]*' | sed 's/^Fl -//' | sort -u
}
# without FILE...: the lines of standard input that none of them has.
without() {
	cat "$@" | sort -u >"$work/known"
	comm -23 - "$work/known" | paste -sd' '
}

# --- earshot(1)

page=$pages/earshot.1
sed -n '/^The commands are:/,/^\.Ss Options common/p' "$page" >"$work/commands"
sed -n '/^\.Ss Options common/,/^\.Ss Options of lists/p' "$page" |
    page_options >"$work/common"
sed -n '/^\.Ss Options of lists/,/^\.Sh/p' "$page" | page_options >"$work/lists"
: >"$work/none"
"$earshot" --help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' |
    sort >"$work/told"
sed -n 's/^\.It Ic \([a-z]*\).*/\1/p' "$work/commands" | sort -u >"$work/paged"
same 'commands that the page has not' "$(without "$work/paged" <"$work/told")" ''
same 'commands that only the page has' "$(without "$work/told" <"$work/paged")" ''

# block COMMAND: what the page says of it.
block() {
	awk -v c="$1" '/^\.It Ic / { on = $3 == c } on' "$work/commands"
}
while read -r c; do
	block "$c" >"$work/block"
	page_options <"$work/block" >"$work/own"
	lists=$work/none
	case $c in
	insights | themes | feeds | rules | db | reclassify) lists=$work/lists ;;
	esac
	help_options "$earshot" "$c" >"$work/help"
	same "$c: options that the page has not" \
	    "$(without "$work/own" "$work/common" "$lists" <"$work/help")" ''
	same "$c: options that only the page has" \
	    "$(without "$work/help" <"$work/own")" ''
done <"$work/told"
help_options "$earshot" insights >"$work/help"
same 'lists: options that only the page has' \
    "$(without "$work/help" <"$work/lists")" ''
help_options "$earshot" >"$work/help"
same 'all: options that the page has not' \
    "$(without "$work/common" <"$work/help")" ''
same 'all: options that only the page has' \
    "$(without "$work/help" <"$work/common")" ''

# The words of a command, as the shell completes them.
command -v bash >/dev/null || skip_all 'there is no bash to ask for words'
"$earshot" completion >"$work/completion"
for c in feeds rules db config judge mark; do
	bash -c '. "$1"; COMP_WORDS=(earshot "$2" ""); COMP_CWORD=2
		[[ $2 != judge && $2 != mark ]] || {
			COMP_WORDS=(earshot "$2" K7QX-2MPD ""); COMP_CWORD=3
		}
		_earshot; printf "%s\n" "${COMPREPLY[@]}"' bash \
	    "$work/completion" "$c" 2>/dev/null | grep '^[a-z]' |
	    sort -u >"$work/words"
	block "$c" | sed -n "s/^\\.It Ic $c//p" |
	    sed 's/Ar REF//; s/Op\|Oo.*//' |
	    grep -o 'Cm [a-z]*\( | [a-z]*\)*' | sed 's/^Cm //; s/ | /\n/g' |
	    sort -u >"$work/paged"
	[ $c != config ] || echo help >"$work/paged"
	check "$c: it has words" test -s "$work/words"
	same "$c: words that the page has not" \
	    "$(without "$work/paged" <"$work/words")" ''
	same "$c: words that only the page has" \
	    "$(without "$work/words" <"$work/paged")" ''
done

# --- earshotd(8)

sed -n '/^The options are:/,/^\.El/p' "$pages/earshotd.8" | grep '^\.It' |
    page_options >"$work/paged"
help_options "$earshotd" >"$work/help"
same 'earshotd: options that the page has not' \
    "$(without "$work/paged" <"$work/help")" ''
same 'earshotd: options that only the page has' \
    "$(without "$work/help" <"$work/paged")" ''
finish
