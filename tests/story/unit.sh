#!/bin/sh
# The unit follows the folders of the configuration.
. "$EARSHOT_SRC/tests/story/lib.sh"

# unit BINDIR SBINDIR SYSCONFDIR LOCALSTATEDIR RUNSTATEDIR: ${unit}
unit() {
	unit=$(sh "$EARSHOT_SRC/systemd/unit.sh" \
	    "$EARSHOT_SRC/systemd/earshotd.service.in" "$@")
	same 'no word is left over' "$(printf '%s\n' "$unit" |
	    grep -n '@[a-z]*@')" ''
}

unit /usr/bin /usr/sbin /etc /var /run
like 'of a package: its program' "$unit" '
ExecStart=/usr/sbin/earshotd
'
like 'its reload' "$unit" '
ExecReload=/usr/bin/earshot reload
'
like 'only these may be executed' "$unit" '
ExecPaths=/usr/sbin/earshotd /usr/bin/earshot
'
for what in Configuration Runtime State; do
	like "systemd makes its folder: $what" "$unit" "
${what}Directory=earshot
"
done
unlike 'and nothing of elsewhere' "$unit" 'ReadWritePaths='

unit /opt/e/bin /opt/e/sbin /opt/e/etc /opt/e/var /opt/e/var/run
like 'elsewhere: its program' "$unit" '
ExecStart=/opt/e/sbin/earshotd
'
like 'it may write to its database and socket' "$unit" '
ReadWritePaths=-/opt/e/var/lib/earshot -/opt/e/var/run/earshot
'
like 'whose folders are made for it' "$unit" '
ExecStartPre=+install -d -o earshot -g earshot -m 2750 /opt/e/var/lib/earshot
'
unlike 'nothing is made below /var' "$unit" 'StateDirectory='
unlike 'nor below /etc' "$unit" 'ConfigurationDirectory='

# What is installed goes again.
if make -C "$EARSHOT_BUILD" -n install >/dev/null 2>&1; then
	make -C "$EARSHOT_BUILD" install DESTDIR="$work/root" >"$work/out" 2>&1
	same 'make install takes a DESTDIR' "$?" 0
	files=$(cd "$work/root" && find . -type f)
	for file in bin/earshot sbin/earshotd man8/earshotd.8 \
	    system/earshotd.service sysusers.d/earshot.conf \
	    earshot/rules/en.rules earshot/earshot.rules.yml; do
		like "with $file" "$files" "/$file"
	done
	make -C "$EARSHOT_BUILD" uninstall DESTDIR="$work/root" \
	    >"$work/out" 2>&1
	same 'make uninstall leaves no file' \
	    "$(cd "$work/root" && find . ! -type d)" ''
	same 'and no folder of ours' \
	    "$(cd "$work/root" && find . -path '*/share/earshot*')" ''
else
	skip 'make install takes a DESTDIR' 'no make, or nothing to install'
fi
finish
