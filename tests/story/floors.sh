#!/bin/sh
# The house: a file includes only lower floors and its own folder, a header
# compiles alone, and each face has its body.
set -u
cd "$EARSHOT_SRC" || exit 99
echo 1..4

floor() {
	case $1 in
	base) echo 1 ;;
	text | model | sandbox) echo 2 ;;
	conf | parse | rules | dedup | discuss | themes | store | net | sched) echo 3 ;;
	ingest | web | notify) echo 4 ;;
	setup) echo 5 ;;
	daemon | cli) echo 6 ;;
	*) echo 0 ;;
	esac
}

# folder_of HEADER: the folder that holds the body of a public header.
folder_of() {
	body=$(ls src/*/"$1.c" 2>/dev/null | head -n 1)
	[ -n "$body" ] || body=$(grep -l "earshot/$1\\.h\"" src/*/"$1"*.c \
	    2>/dev/null | head -n 1)
	body=${body#src/}
	echo "${body%%/*}"
}

bad=$(mktemp) || exit 99
trap 'rm -f "$bad"' EXIT

tell() { # NUMBER NAME: ok if nothing was found
	if [ -s "$bad" ]; then
		sed 's/^/# /' "$bad"
		echo "not ok $1 - $2"
	else
		echo "ok $1 - $2"
	fi
	: >"$bad"
}

declared='^(const |enum |struct |void |bool |char |double |s?size_t |u?int)[^{]*\('
for header in include/earshot/*.h; do
	name=$(basename "$header" .h)
	bodies=$(ls src/*/"$name.c" 2>/dev/null | wc -l)
	# What is inline, all of it, is its own body.
	if grep -q '^static inline' "$header" && ! grep -qE "$declared" \
	    "$header"; then
		[ "$bodies" = 0 ] || echo "$header: inline, and a body" >>"$bad"
		continue
	fi
	[ "$bodies" = 1 ] || echo "$header: $bodies bodies" >>"$bad"
done
tell 1 'each face has one body of its name'

grep -n '#include "' src/*/*.[ch] | grep -v 'src/web/vendor/' |
while IFS=: read -r file _ line; do
	folder=${file#src/}
	folder=${folder%%/*}
	included=$(echo "$line" | sed 's/.*"\(.*\)".*/\1/')
	case $included in
	earshot/*)
		name=$(basename "$included" .h)
		other=$(folder_of "$name")
		[ "$other" != "$folder" ] || continue
		[ "$(floor "$other")" -lt "$(floor "$folder")" ] ||
		    echo "$file includes $included of $other" >>"$bad"
		;;
	*/*)
		echo "$file includes $included of another folder" >>"$bad"
		;;
	esac
done
tell 2 'a file includes only lower floors and its own folder'

grep -l 'struct conf\b' src/*/*.c src/*/*.h 2>/dev/null |
    grep -vE '^src/(conf|setup|daemon|cli)/' >>"$bad"
tell 3 'only setup, daemon and cli see struct conf'

for header in include/earshot/*.h; do
	printf '#include "%s"\n' "${header#include/}" |
	    ${CC:-cc} -std=gnu17 -D_GNU_SOURCE -Iinclude -fsyntax-only -x c - \
	    2>/dev/null || echo "$header does not compile alone" >>"$bad"
done
tell 4 'each face compiles alone'
