#!/bin/sh
# A database of every former version is brought forward with all that it holds,
# and back: the copy from before is there, an older program leaves a newer
# database as it is and says so.
. "$EARSHOT_SRC/tests/story/lib.sh"

oldstore=$EARSHOT_BUILD/tests/support/oldstore
[ -x "$oldstore" ] || skip_all 'tests/support/oldstore is not built'
latest=$("$oldstore" --latest)

one_feed 9
once --once
same 'nine posts are heard' "$(posts)" 9
insights() {
	sql 'select ref, signal, score, state, changed_seq from v_insight order by 1'
}
insights=$(insights)
mv "$db" "$work/present.db"
rm -f "$db"*

version() {
	sqlite3 -readonly "$1" 'pragma user_version'
}
# take_old NUMBER: the database is of that version.
take_old() {
	rm -f "$db"*
	"$oldstore" "$1" "$work/present.db" "$db" || note "no version $1"
}

number=1
while [ $number -lt "$latest" ]; do
	take_old $number
	same "version $number: it is one" "$(version "$db")" $number
	once --once
	same "version $number: the daemon starts" "$status" 0
	same "version $number: it is brought forward" "$(version "$db")" \
	    "$latest"
	same "version $number: with its insights" "$(insights)" "$insights"
	es db check
	same "version $number: sound" "$status" 0
	same "version $number: a copy from before lies beside it" \
	    "$(version "$db.before-$number")" $number
	number=$((number + 1))
done

# --- back

es db restore "$db.before-$((latest - 1))"
same 'the copy is restored' "$status" 0
same 'as it was, for the older program' "$(version "$db")" $((latest - 1))

# --- an older program, which this one is to a newer database

take_old "$latest"
sqlite3 "$db" "pragma user_version = $((latest + 1))" >/dev/null
sqlite3 "$db" 'pragma wal_checkpoint(truncate)' >/dev/null
before=$(sha256sum <"$db")
refusal="was written by a newer Earshot (tables $((latest + 1)); this one \
knows $latest); it was left as it is"
once --once
same 'it does not start with a newer database, nor again' "$status" 78
like 'and says which is newer' "$err" "$db $refusal"
like 'and what would help' "$err" 'install the newer one again'
cp "$work/present.db" "$db.before-$latest"
once --once
like 'and the way back, where there is one' "$err" \
    "or go back to what was there before: earshot db restore $db.before-$latest"
rm "$db.before-$latest"
for command in insights poll status 'db check'; do
	# shellcheck disable=SC2086 # two words
	"$earshot" $command --config "$conf" >"$work/out" 2>"$work/err"
	same "earshot $command fails" "$(($? > 0))" 1
	like "earshot $command says the same" "$(cat "$work/out" "$work/err")" \
	    'was written by a newer Earshot'
done
cp "$db" "$work/newer.db"
rm -f "$db"*
es db restore "$work/newer.db"
same 'a newer copy is not restored' "$(($? > 0))" 1
like 'and that is said' "$err" 'was written by a newer Earshot'
same 'nor left in the way' "$(ls "$work/store")" ''
same 'the newer one was not touched' "$(sha256sum <"$work/newer.db")" \
    "$before"

# That was a package too early: it can still be gone back, by the older one.
take_old "$latest"
sqlite3 "$db" "pragma user_version = $((latest + 1))" >/dev/null
cp "$work/present.db" "$db.before-$latest"
es db restore "$db.before-$latest"
same 'from a newer one to the copy by the older program' "$status" 0
same 'as it was' "$(version "$db")" "$latest"
once --once
same 'it starts' "$status" 0
same 'with its insights' "$(insights)" "$insights"
finish
