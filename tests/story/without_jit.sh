#!/bin/sh
# Where memory cannot be written and then executed (MemoryDenyWriteExecute= of
# the unit), or where rules.jit says no, the shipped packs run all the same and
# hear the same; the log says how.
. "$EARSHOT_SRC/tests/story/lib.sh"

command -v python3 >/dev/null || skip_all 'there is no python3 to deny it with'
cat >"$work/deny.py" <<'END'
import ctypes
import os
import sys
# PR_SET_MDWE, which MemoryDenyWriteExecute= uses where it is.
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) != 0:
    sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
END

items a.xml <<'END'
1|Tank|I wish you offered a bigger water tank.
2|Lid|The lid has been broken for weeks, and nobody answers.
3|Sea|Nothing happened at the harbour.
END
one_feed
sed -i "s|^shipped =.*|shipped = $EARSHOT_SRC/rules|" "$conf"
rm "$work/rules/story.rules"

heard() {
	"$earshot" insights --config "$conf" --json |
	    sed 's/.*"signal":"\([a-z]*\)".*/\1/' | sort -u | paste -sd' '
}
all_heard() {
	[ "$(heard)" = 'complaint idea' ]
}

program=$earshotd
cat >"$work/denied" <<END
#!/bin/sh
exec python3 "$work/deny.py" "$program" "\$@"
END
chmod +x "$work/denied"
"$work/denied" --version >/dev/null 2>&1
[ $? = 77 ] && skip_all 'this kernel cannot deny it'
earshotd=$work/denied
start_daemon
check 'refused, it listens, and says how' \
    said '^rules run without JIT: executable memory is refused$'
wait_for 30 all_heard
same 'by the shipped packs' "$(heard)" 'complaint idea'
es status
like 'earshot status says so, too' "$out" 'PCRE2 without JIT'
stop_daemon
earshotd=$program

# --- by choice
rm -rf "$work/store"
start_daemon
if said '^rules run without JIT: this PCRE2 has none$'; then
	skip 'with JIT' 'this PCRE2 has none'
else
	check 'where nothing is refused, with JIT' said '^rules run with JIT$'
	sed -i 's/^shipped =/jit = no\nshipped =/' "$conf"
	es reload
	same 'a reload takes it away' "$status" 0
	check 'and says so' said '^rules run without JIT: rules.jit is no$'
	sed -i '/^jit =/d' "$conf"
	es reload
	same 'and gives it back' \
	    "$(grep -c '^rules run with JIT$' "$log")" 2
fi
wait_for 30 all_heard
same 'it hears the same' "$(heard)" 'complaint idea'
stop_daemon
finish
