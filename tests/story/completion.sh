#!/bin/sh
# What bash completes: commands, their words, options and values, in a real
# bash, from what `earshot completion' prints.
. "$EARSHOT_SRC/tests/story/lib.sh"
command -v bash >/dev/null || skip_all 'bash is not installed'

"$earshot" completion >"$work/script" 2>"$work/err"
same 'it prints, and says nothing else' "$? $(cat "$work/err")" '0 '
check 'bash reads it' bash -n "$work/script"

# complete WORD...: what the last word becomes, a space between two.  "=" is a
# word of its own, as bash breaks lines.
complete() {
	out=$(cd "$work/tree" && bash --norc --noprofile -c '
		set -u
		. "$1"
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_earshot
		echo "${COMPREPLY[*]}"' bash "$work/script" "$@" 2>&1)
}
mkdir -p "$work/tree/a folder"
: >"$work/tree/alone.feeds"

complete earshot stat
same 'a command' "$out" status
complete earshot re
same 'two of them' "$out" 'reclassify reload'
complete earshot ''
for c in $("$earshot" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
	case " $out " in
	*" $c "*) ;;
	*) bad "$c is among all of them" "$out" ;;
	esac
done
complete earshot --v
same 'an option before any command' "$out" --version
complete earshot rules pre
same 'a word of a command' "$out" preview
complete earshot mark K7QX-2MPD ha
same 'a word behind a reference' "$out" handled
complete earshot insights --sig
same 'an option' "$out" --signal
complete earshot status --sig
same 'not of another command' "$out" ''
complete earshot insights --signal co
same 'a value' "$out" complaint
complete earshot insights --signal = co
same 'a value behind an equals sign' "$out" complaint
complete earshot insights --signal =
same 'all values' "$out" 'idea complaint praise question advice'
complete earshot insights --csv = ''
same 'a value that may be left out' "$out" excel
complete earshot check --feeds al
same 'a file' "$out" alone.feeds
complete earshot check --feeds = 'a '
same 'a folder with a space' "$out" 'a folder'
complete earshot parse al
same 'an operand that is a file' "$out" alone.feeds
complete earshot insights --limit ''
same 'nothing where it is any number' "$out" ''

# Every option of every help, and every word, is one that exists.
for c in $("$earshot" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
	"$earshot" "$c" --help >"$work/help"
	complete earshot "$c" --
	same "$c: the options of its help" \
	    "$(printf '%s\n' $out | sort -u | tr '\n' ' ')" \
	    "$(sed -n 's/^\(  -.,\|     \) \(--[a-z-]*\).*/\2/p' "$work/help" |
	        sort -u | tr '\n' ' ')"
done
for c in feeds rules db config judge mark; do
	"$earshot" "$c" --help >"$work/help"
	mkdir -p "$work/empty"
	complete earshot "$c" ''
	for word in $out; do
		grep -qw -- "$word" "$work/help" ||
		    bad "$c $word: in its help"
	done
	[ -n "$out" ] || bad "$c has words"
done
finish
