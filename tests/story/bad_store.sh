#!/bin/sh
# Where the database should be lies something else: newer, foreign, damaged, cut
# short, no database at all, or in a folder that may not be written.  Each
# command says so in a sentence and leaves every byte as it was.
. "$EARSHOT_SRC/tests/story/lib.sh"

one_feed 40
es poll --all
same 'a good one to begin with' "$(posts)" 40
sqlite3 "$db" 'pragma wal_checkpoint(truncate)' >/dev/null
good=$work/good.db
cp "$db" "$good"
ref=$(sql 'select ref from v_insight limit 1')
printf 'title,text\nGood,I wish you offered this\n' >"$work/posts.csv"
sed "s/^rule  /rule  new-/" "$work/rules/story.rules" >"$work/new.rules"

# Each line: a command that opens the database, and needs it; a few of them
# where the refusal is the same by the header alone.
commands() { # few|all
	[ "$1" = all ] || {
		printf '%s\n' insights status 'db check' 'poll --all' \
		    "feeds pause $base/a.xml"
		return
	}
	cat <<END2
insights
explain $ref
feeds list
feeds pause $base/a.xml
feeds resume $base/a.xml
feeds retry $base/a.xml
feeds revive $base/a.xml
status
db check
db describe
db snapshot $work/copy.db
db prune
db forget --uri https://people.example/jo
rules stats
rules preview $work/new.rules
poll
poll --all
poll $base/a.xml
themes
thread $ref
judge $ref wrong
mark $ref keep
reclassify
import -q $work/posts.csv --source survey
demo
END2
}

# What this build does not have is not asked for.
"$earshot" --help >"$work/help"
"$earshot" db --help >"$work/help.db"
has() { # WORD SUBWORD
	grep -q "^  $1 " "$work/help" || return 1
	[ "$1" != db ] || grep -q -w -e "$2" "$work/help.db"
}

sum() {
	sha256sum "$db" | cut -d ' ' -f 1
}
beside() {
	find "$work/store" -type f | sort
}

# refuse WHAT SENTENCE few|all [LEAVES]: the exit is not 0, the file is named, and
# so is what is wrong; LEAVES: SQLite may put its own files beside it.
refuse() {
	before=$(sum)
	lay=$(beside)
	commands "$3" >"$work/commands"
	set -- "$1" "$2" "${4:-}"
	while read -r command rest; do
		has "$command" "${rest%% *}" || continue
		# shellcheck disable=SC2086 # words
		set -- "$1" "$2" "${3:-}" $rest
		what=$1 says=$2 leaves=$3
		shift 3
		es "$command" --db "$db" "$@"
		words="$what: $command ${1:-} ${2:-}"
		check "$words: not 0" test "$status" -ne 0
		like "$words: says so" "$err" "$db*$says"
		same "$words: in a sentence" "$(grep -c . "$work/err")" 1
		same "$words: untouched" "$(sum)" "$before"
		set -- "$what" "$says" "$leaves"
	done <"$work/commands"
	# Nothing but another program or another file mends this.
	wanted=2
	[ "$1" != newer ] || wanted=78
	for option in --once ''; do
		# shellcheck disable=SC2086
		timeout 20 "$earshotd" --config "$conf" $option \
		    >"$work/out" 2>"$work/err" </dev/null
		same "$1: earshotd $option: its exit" "$?" $wanted
		like "$1: earshotd $option: says so" "$(cat "$work/err")" \
		    "$db*$2"
		same "$1: earshotd $option: untouched" "$(sum)" "$before"
	done
	[ -n "${3:-}" ] ||
	    same "$1: nothing is put beside it" "$(beside)" "$lay"
}
put() { # FILE
	rm -rf "$work/store"
	mkdir -p "$work/store"
	cp "$1" "$db"
}

cp "$good" "$work/newer.db"
sqlite3 "$work/newer.db" 'pragma user_version = 99;
    pragma wal_checkpoint(truncate)' >/dev/null
put "$work/newer.db"
refuse newer 'newer Earshot' all

sqlite3 "$work/foreign.db" "create table t(x); insert into t values('mine')"
put "$work/foreign.db"
refuse foreign "another program's" few

echo 'Dear all, this is a letter and no database, and long enough to have had
a header. Please leave it as it is.' >"$work/letter"
put "$work/letter"
refuse letter 'is not a database' few

# The header stays, what follows is noise.
cp "$good" "$work/damaged.db"
awk 'BEGIN { for (i = 0; i < 3996; i++) printf("Z") }' |
    dd of="$work/damaged.db" bs=1 seek=100 conv=notrunc 2>/dev/null
put "$work/damaged.db"
refuse damaged damaged all may

head -c 60000 "$good" >"$work/short.db"
put "$work/short.db"
refuse 'cut short' damaged few may

# Noise somewhere in the middle is found by who looks for it.
cp "$good" "$work/noise.db"
awk 'BEGIN { for (i = 0; i < 8192; i++) printf("Z") }' |
    dd of="$work/noise.db" bs=1 seek=65536 conv=notrunc 2>/dev/null
put "$work/noise.db"
before=$(sum)
es db check
same 'noise: db check: exit 1' "$status" 1
like 'noise: says so' "$err" "$db: it is damaged"
same 'noise: untouched' "$(sum)" "$before"

rm -rf "$work/store"
mkdir -p "$db"
es insights
check 'a folder: not 0' test "$status" -ne 0
like 'a folder: says so' "$err" 'is not a file'
rmdir "$db"

# Root may write everywhere, so somebody else has to try.
group=54321 other=54322
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null &&
    mkdir "$work/bin" && cp "$earshot" "$earshotd" "$work/bin/" &&
    chmod 755 "$work" "$work/bin" && chmod -R a+rX "$work/feeds" \
    "$work/rules" "$conf" &&
    setpriv --reuid=$other --regid=$group --clear-groups -- \
    "$work/bin/earshot" --version >/dev/null 2>&1; then
	put "$good"
	chmod 755 "$work/store"
	chmod 644 "$db"
	before=$(sum)
	for command in 'earshot poll --all' 'earshotd --once' earshotd; do
		# shellcheck disable=SC2086
		timeout 20 setpriv --reuid=$other --regid=$group \
		    --clear-groups -- "$work/bin"/$command --config "$conf" \
		    >"$work/out" 2>"$work/err" </dev/null
		same "read-only folder: $command: exit 2" "$?" 2
		like "read-only folder: $command: says so" \
		    "$(cat "$work/err")" "$db*no permission"
		same "read-only folder: $command: untouched" "$(sum)" "$before"
	done
	same 'read-only folder: nothing is put there' "$(beside)" "$db"
else
	skip 'read-only folder' 'needs root and setpriv'
fi
finish
