#!/bin/sh
# What README tells those who build from the sources, line by line: in a clean
# tree up to "make install", in a bare Debian under a real systemd from there on.
# Run by "make check-service", as root.
. "$EARSHOT_SRC/tests/systemd/tree.sh"

work=$tree.source
trap 'leave; rm -rf "$work"' EXIT
# What make told this test is not for the make in there.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
jobs=$(nproc)

# take LINE: a good one, or the end of what it said.
take() {
	if eval "$1" >"$work/out" 2>&1 </dev/null; then
		good "${2:-$line}"
	else
		bad "${2:-$line}" "exit $?: $(tail -n 5 "$work/out")"
	fi
}
# As in a checkout: nothing is there that a tool makes.
rm -rf "$work"
mkdir -p "$work/dest"
tar -xf "$EARSHOT_BUILD"/deb/earshot_*.orig.tar.xz -C "$work" || exit 99
cd "$work"/earshot-* || exit 99
rm -rf configure aclocal.m4 Makefile.in build-aux/[a-su-z]*

sed -n '/^Both work/,/^FOR MARKETING/s/^    //p' "$EARSHOT_SRC/README" \
    >"$work/lines"
same 'all lines are found' "$(wc -l <"$work/lines")" 6
some=$(sed -n 's/^    make check \(TESTS="[^"]*"\).*/\1/p' "$EARSHOT_SRC/README")
same 'and that for some tests' "$some" \
    'TESTS="tests/unit/test_url tests/story/cli.sh"'
start_tree
# shellcheck disable=SC2046 # a list of words
by_apt install $(dpkg-deb -f "$deb" Depends | tr ',' '\n' |
    sed 's/(.*//; s/|.*//') >"$work/out" || bad 'libraries' "$(cat "$work/out")"
while read -r line; do
	case $line in
	*'make check')
		# As many at a time as fit, and not all the tests: they ran.
		take "$(echo "$line" | sed "s/make/make -j$jobs/
		    s|make check|make check $some|")"
		take 'src/earshot classify "I wish you offered a bigger tank."' \
		    'the programs run before they are installed'
		like 'and find the rules' "$(cat "$work/out")" idea
		;;
	'sudo make install')
		take "make install DESTDIR='$work/dest'"
		same 'all of it is below the prefix' "$(cd "$work/dest" &&
		    find . ! -type d ! -path './usr/local/*')" ''
		cp -a "$work/dest/usr/local" "$tree/usr/"
		;;
	'sudo '*) take "in_tree ${line#sudo }" ;;
	*) take "$line" ;;
	esac
done <"$work/lines"

same 'it runs' "$(property ActiveState)" active
same 'from there' "$(property FragmentPath)" \
    /usr/local/lib/systemd/system/earshotd.service
same 'not as root' "$(in_tree ps -o user= -p "$(property MainPID)")" earshot
same 'the unit has no fault' "$(in_tree systemd-analyze verify --man=no \
    earshotd.service 2>&1)" ''
same 'who is of earshot-edit may edit, and no other' "$(in_tree stat -c \
    '%n %a %U %G' /etc/earshot /etc/earshot/feeds /etc/earshot/rules)" \
    '/etc/earshot 755 root root
/etc/earshot/feeds 2775 root earshot-edit
/etc/earshot/rules 2775 root earshot-edit'
echo 'http://127.0.0.1:8100/a.xml' >"$tree/etc/earshot/feeds/ours.feeds"
in_tree systemctl reload earshotd
same 'a list is taken up' "$? $(property StatusText | cut -d ' ' -f 1-4)" \
    '0 listening to 1 feeds'

# --- and gone

take 'in_tree systemctl disable --now earshotd' 'it is stopped'
take "make uninstall DESTDIR='$tree'" 'and uninstalled'
same 'without a trace' "$(find "$tree/usr/local" -type f)" ''
finish
