#!/bin/sh
# The README's table of manners names tests that exist, and every row has one.
. "$EARSHOT_SRC/tests/story/lib.sh"

sed -n '/^What it does on the network/,/^What people see/p' \
    "$EARSHOT_SRC/README" >"$work/table"
manners=$(grep -c '^  [^ ]' "$work/table")
check 'there are manners' test "$manners" -ge 20
grep '^      [a-z]' "$work/table" >"$work/tests"
while read -r file name rest; do
	if [ "$file" = story ]; then
		check "$file: $name" test -x "$EARSHOT_SRC/tests/story/$name.sh"
	else
		check "$file: $name" grep -q "^$name(void" \
		    "$EARSHOT_SRC/tests/unit/test_$file.c"
	fi
	same "$file: nothing more on the line" "$rest" ''
done <"$work/tests"
same 'no manner without a test' "$(awk '/^  [^ ]/ { if (m && !n) print m
    m = $0; n = 0 } /^      [a-z]/ { n++ } END { if (m && !n) print m }' \
    "$work/table")" ''
finish
