#!/bin/sh
# earshot rules check --fix: what has one right answer is mended, shown, and
# the old file kept; the rest is told.
. "$EARSHOT_SRC/tests/story/lib.sh"
port=9 # nobody is asked
write_conf
rm "$work"/rules/*
own=$work/rules/own.rules

slips() {
	cat >"$own" <<'END'
pack acme
# Our own: "Rule" here stays as it is.
Rule milk frother
  Signal: Complaint
  say  “milk frother”, „foam is cold“
  weigth strong
  yes  The “milk frother” is dead, Sadly.
END
}

slips
chmod 640 "$own"
cp "$own" "$work/before"
es rules check
same 'rules check: exit 1' "$status" 1
like 'where' "$err" "$own:3:11"
same 'the file stays' "$(cmp "$own" "$work/before")" ''
es rules check --fix
same '--fix: all mended, exit 0' "$status" 0
same 'the difference, why, and what is left' "$out" "--- $own
+++ $own, mended
@@ line 3: plain words are written small; a name is one word @@
-Rule milk frother
+rule milk_frother
@@ line 4: plain words are written small @@
-  Signal: Complaint
+  signal complaint
@@ line 5: plain quotes, one at each end; | stands between phrases @@
-  say  “milk frother”, „foam is cold“
+  say  \"milk frother\" | \"foam is cold\"
@@ line 6: misspelt @@
-  weigth strong
+  weight strong
1 file mended
1 rules, 0 warnings, no fault"
same 'comments, layout and sentences stay' "$(cat "$own")" 'pack acme
# Our own: "Rule" here stays as it is.
rule milk_frother
  signal complaint
  say  "milk frother" | "foam is cold"
  weight strong
  yes  The “milk frother” is dead, Sadly.'
same 'the old one is kept' "$(cmp "$own.bak" "$work/before")" ''
same 'with its rights, as the new one' \
    "$(stat -c %a "$own" "$own.bak" | tr '\n' ' ')" '640 640 '
es rules test
same 'it passes its test' "$status" 0
es rules check --fix
same 'twice changes nothing more' "$status $out" \
    '0 nothing that could be mended without you
1 rules, 0 warnings, no fault'

# --- what is left for a person
slips
echo 'rule  other' >>"$own"
es rules check --fix
same 'something is left: exit 1' "$status" 1
like 'the rest is mended all the same' "$(cat "$own")" 'rule milk_frother'
like 'what is left is told' "$err" 'acme.other has no signal'
like 'and counted' "$out" 'to mend by hand'

# --- a link stays a link; other files and the shipped packs are left alone
mkdir "$work/elsewhere" "$work/shipped"
slips
mv "$own" "$work/elsewhere/real.rules"
ln -s ../elsewhere/real.rules "$own"
printf 'Rule ship it\n  signal idea\n  say x y\n' >"$work/shipped/s.rules"
es rules check --fix --set "rules.shipped=$work/shipped"
check 'a link stays one' test -L "$own"
like 'its file is mended' "$(cat "$work/elsewhere/real.rules")" milk_frother
like 'shipped ones are not' "$(cat "$work/shipped/s.rules")" 'Rule ship it'
rm "$own"

# --- named by --rules
cp "$work/before" "$work/named"
es rules check --fix --rules "$work/named"
same '--rules FILE: that one' "$status" 0
check 'and its old one' test -s "$work/named.bak"

# --- asked on a terminal
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	cp "$work/before" "$own"
	ask() { # ANSWER [ARG...]
		answer=$1
		shift
		printf '%s\n' "$answer" | script -qec "$earshot rules check \
		    --fix --config $conf $*" /dev/null >"$work/out" 2>&1
	}
	ask n
	same 'no: nothing is written' "$(cmp "$own" "$work/before")" ''
	like 'it asked' "$(cat "$work/out")" '[[]Y/n[]]'
	ask y
	like 'yes: written' "$(cat "$own")" milk_frother
	cp "$work/before" "$own"
	ask '' --yes
	unlike '--yes: not asked' "$(cat "$work/out")" '[[]Y/n[]]'
	like 'written' "$(cat "$own")" milk_frother
else
	skip 'asked on a terminal' 'script(1) makes none here'
fi

if [ "$(id -u)" != 0 ]; then
	cp "$work/before" "$own"
	chmod 555 "$work/rules"
	es rules check --fix
	same 'a folder that cannot be written: exit 2' "$status" 2
	chmod 755 "$work/rules"
	same 'the file stays' "$(cmp "$own" "$work/before")" ''
fi
es rules check --yes
same '--yes without --fix: exit 2' "$status" 2
finish
