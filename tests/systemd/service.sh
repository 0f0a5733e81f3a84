#!/bin/sh
# What IT lives through, under a real systemd: the package in a bare Debian that
# systemd-nspawn boots.  Installed, reloaded, rebooted, killed, hung, stopped,
# upgraded, removed, purged.  Run by "make check-service", as root.
set -u
: "${EARSHOT_SRC:?the source tree}" "${EARSHOT_BUILD:?the build tree}"
tests=0
failed=0
tree=$EARSHOT_BUILD/tests/systemd/tree
base=$EARSHOT_BUILD/tests/systemd/base.tar
machine=

note() {
	printf '%s\n' "$*" | cut -c 1-200 | sed 's/^/# /'
}
good() {
	tests=$((tests + 1))
	echo "ok $tests - $1"
}
bad() {
	tests=$((tests + 1))
	failed=$((failed + 1))
	echo "not ok $tests - $1"
	[ $# -lt 2 ] || note "$2"
}
same() { # NAME GOT WANTED
	if [ "$2" = "$3" ]; then good "$1"; else bad "$1" "got:    $2
wanted: $3"; fi
}
like() { # NAME TEXT PATTERN
	# shellcheck disable=SC2254 # it is a pattern
	case $2 in
	*$3*) good "$1" ;;
	*) bad "$1" "got:    $2
wanted: $3" ;;
	esac
}
skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}
# wait_for SECONDS COMMAND...
wait_for() {
	until_s=$(($(date +%s) + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -lt $until_s ] || return 1
		sleep 0.2
	done
}

[ "$(id -u)" = 0 ] || skip_all 'only root can boot a tree'
for tool in mmdebstrap systemd-nspawn nsenter dpkg-deb lintian; do
	command -v $tool >/dev/null || skip_all "$tool is missing"
done
deb=$(ls "$EARSHOT_BUILD"/deb/earshot_*.deb 2>/dev/null | tail -n 1)
[ -n "$deb" ] || {
	echo 'Bail out! no package in deb/: make deb'
	exit 99
}

# --- a bare Debian, made once

# What the package depends on, without ourselves and the choices.
needs() {
	dpkg-deb -f "$deb" Depends | tr ',' '\n' |
	    sed -E 's/\([^)]*\)//g; s/\|.*//; s/ //g' | sort -u | paste -sd,
}
mkdir -p "${tree%/*}"
if [ ! -s "$base" ]; then
	mmdebstrap --variant=minbase --include="systemd-sysv,dbus,procps,$(needs)" \
	    bookworm "${base%.tar}.new.tar" >"$base.log" 2>&1 &&
	    mv "${base%.tar}.new.tar" "$base" || {
		tail -n 5 "$base.log" | sed 's/^/# /'
		skip_all 'no bare Debian could be made (no archive of packages?)'
	}
fi
rm -rf "$tree"
mkdir -p "$tree"
tar -xf "$base" -C "$tree" || exit 99
echo 'nameserver 127.0.0.1' >"$tree/etc/resolv.conf"

leader() {
	pgrep -P "$machine" 2>/dev/null | head -n 1
}
# in_tree COMMAND...: as root of the booted tree.
in_tree() {
	nsenter -t "$(leader)" -a env -i \
	    PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"
}
booted() {
	[ -n "$(leader)" ] && in_tree systemctl is-active -q multi-user.target
}
boot() {
	systemd-nspawn -q -D "$tree" --boot --register=no --keep-unit \
	    --private-network --console=pipe </dev/null >>"$tree.console" 2>&1 &
	machine=$!
	wait_for 60 booted
}
off() {
	[ -n "$machine" ] || return 0
	kill -TERM "$machine" 2>/dev/null
	wait_for 30 gone || kill -9 "$machine"
	wait "$machine" 2>/dev/null
	machine=
}
gone() {
	! kill -0 "$machine" 2>/dev/null
}
leave() {
	trap '' INT TERM HUP
	off
	rm -rf "$tree"
}
trap leave EXIT
trap 'exit 99' INT TERM HUP

property() {
	in_tree systemctl show -P "$1" earshotd
}
journal() {
	in_tree journalctl -u earshotd -o cat --no-pager "$@"
}
insights() {
	in_tree earshot insights --json | wc -l
}
heard() {
	[ "$(insights)" -ge "$1" ]
}
active() {
	[ "$(property ActiveState)" = active ]
}
# Another process than ${pid} listens.
again() {
	active && [ "$(property MainPID)" != "$pid" ]
}

same 'lintian finds no error in the package' \
    "$(lintian --fail-on error "$deb" 2>&1 | grep '^E:')" ''

: >"$tree.console"
boot || {
	tail -n 3 "$tree.console" | sed 's/^/# /'
	skip_all 'systemd-nspawn cannot boot a tree here'
}

# --- installed

cp "$deb" "$tree/root/earshot.deb"
cp "$EARSHOT_BUILD/tests/support/feedserver" "$tree/root/"
out=$(in_tree env DEBIAN_FRONTEND=noninteractive dpkg -i /root/earshot.deb 2>&1)
same 'the package installs' "$?" 0
like 'and says what to do' "$out" '/etc/earshot/feeds/local.feeds'
same 'it runs' "$(property ActiveState)" active
same 'and comes back after a boot' \
    "$(in_tree systemctl is-enabled earshotd)" enabled
same 'by a daemon that says when it is ready' "$(property Type)" notify
like 'with a line on how it is' "$(property StatusText)" \
    'listening to 0 feeds'
pid=$(property MainPID)
same 'not as root' "$(in_tree ps -o user= -p "$pid")" earshot
same 'without a capability, with the filter, never gaining any' \
    "$(in_tree sed -n 's/^\(CapEff\|CapBnd\|Seccomp\|NoNewPrivs\):\t//p' \
	"/proc/$pid/status" | paste -sd' ')" \
    '0000000000000000 0000000000000000 1 2'
modes=$(in_tree stat -c '%n %a %U %G' /var/lib/earshot \
    /var/lib/earshot/earshot.db /run/earshot /etc/earshot/feeds \
    /etc/earshot/feeds/local.feeds)
same 'folders and files are whose they should be' "$modes" \
    '/var/lib/earshot 2750 earshot earshot
/var/lib/earshot/earshot.db 640 earshot earshot
/run/earshot 755 earshot earshot
/etc/earshot/feeds 2775 root earshot-edit
/etc/earshot/feeds/local.feeds 664 root earshot-edit'
same 'its lines in the journal have priorities' \
    "$(in_tree journalctl -u earshotd -o json --no-pager |
	sed -n 's/.*"PRIORITY":"\([0-9]\)".*"MESSAGE":"listening.*/\1/p
		s/.*"MESSAGE":"listening.*"PRIORITY":"\([0-9]\)".*/\1/p' |
	tail -n 1)" 5
same 'the unit has no fault' "$(in_tree systemd-analyze verify --man=no \
    earshotd.service 2>&1)" ''
score=$(in_tree systemd-analyze security --offline=true --no-pager \
    /lib/systemd/system/earshotd.service | sed -n 's/.*: \([0-9.]*\) .*/\1/p')
note "systemd-analyze security: $score"
same 'its sandbox is as tight as can be: 1.3 at most' \
    "$(echo "$score" | awk '{ print $1 <= 1.3 }')" 1
like 'memory is not written and executed, which the log says' "$(journal)" \
    'rules run without JIT: executable memory is refused'

# --- listening

cat >"$tree/root/script" <<'END'
/a.xml  file=a.xml etag=auto
END
cat >"$tree/root/a.xml" <<'END'
<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>
<link>https://blog.example/</link><language>en</language>
<item><guid isPermaLink="false">1</guid><link>https://blog.example/1</link>
<title>The machine</title><description>I wish you offered a bigger water tank,
and the lid has been broken for weeks.</description></item></channel></rss>
END
in_tree sh -c 'cd /root && ./feedserver -p 8100 -P port -l served script \
    >server.err 2>&1 </dev/null & '
mkdir -p "$tree/etc/earshot/earshot.conf.d"
cat >"$tree/etc/earshot/earshot.conf.d/test.conf" <<'END'
[fetch]
allow_private = 127.0.0.1:8100
min_interval = 1s
END
# What is fetched how is settled at the start.
in_tree systemctl restart earshotd
pid=$(property MainPID)
echo 'http://127.0.0.1:8100/a.xml' >>"$tree/etc/earshot/feeds/local.feeds"
in_tree systemctl reload earshotd
same 'a new feed is taken up by a reload' "$?" 0
same 'the process stays' "$(property MainPID)" "$pid"
wait_for 20 heard 2
same 'what was said is heard' "$?" 0
cp "$tree/etc/earshot/feeds/local.feeds" "$tree/root/good.feeds"

# --- faults of people

echo 'rule broken' >"$tree/etc/earshot/rules/local.rules"
in_tree systemctl reload earshotd 2>/dev/null
same 'a bad rule file fails the reload' "$(($? > 0))" 1
same 'and the old set runs on' "$(property MainPID) $(property ActiveState)" \
    "$pid active"
like 'which the log explains' "$(journal -n 5)" 'local.rules'
in_tree systemctl restart earshotd
same 'with that file it still starts' "$?" 0
like 'by the last good rules, and says so' "$(property StatusText)" \
    'the last good set runs'
off
boot
same 'after a boot as well' "$?" 0
wait_for 20 active
same 'it listens' "$(property ActiveState)" active
in_tree sh -c 'cd /root && ./feedserver -p 8100 -P port -l served script \
    >server.err 2>&1 </dev/null & '
: >"$tree/etc/earshot/rules/local.rules"
in_tree systemctl reload earshotd
same 'a mended file is taken up' "$?" 0
like 'and all is well' "$(property StatusText)" 'listening to 1 feeds'

# --- faults of machines

pid=$(property MainPID)
in_tree kill -9 "$pid"
wait_for 20 again
same 'killed, it comes back' "$?" 0
mkdir -p "$tree/etc/systemd/system/earshotd.service.d"
cat >"$tree/etc/systemd/system/earshotd.service.d/test.conf" <<'END'
[Service]
WatchdogSec=3
TimeoutAbortSec=2
RestartSec=1
END
in_tree systemctl daemon-reload
in_tree systemctl restart earshotd
pid=$(property MainPID)
sleep 4
same 'the watchdog hears from it' "$(property MainPID)" "$pid"
in_tree kill -STOP "$pid"
wait_for 30 again
same 'hung, it is replaced' "$?" 0
same 'nothing was lost or doubled' "$(insights) $(in_tree earshot db check \
    >/dev/null && echo sound)" '2 sound'

# A name server that takes questions and never answers.
in_tree sh -c 'perl -MIO::Socket::INET -e "
	\$s = IO::Socket::INET->new(LocalAddr => q(127.0.0.1), LocalPort => 53,
	    Proto => q(udp)) or die; sleep 600" >/dev/null 2>&1 </dev/null &'
echo 'http://slow.example/feed.xml' >>"$tree/etc/earshot/feeds/local.feeds"
in_tree systemctl reload earshotd
sleep 2
from=$(date +%s%N)
in_tree systemctl stop earshotd
took=$((($(date +%s%N) - from) / 1000000))
note "stopped in $took ms"
same 'with a name server that hangs it stops within 5 s' \
    "$((took <= 5000))" 1
same 'and in peace' "$(property Result) $(property ExecMainStatus)" \
    'success 0'
like 'which it says' "$(journal -n 3)" 'stopped'
cp "$tree/root/good.feeds" "$tree/etc/earshot/feeds/local.feeds"
echo 'nonsense = 1' >"$tree/etc/earshot/earshot.conf.d/bad.conf"
in_tree systemctl start earshotd 2>/dev/null
same 'a bad configuration does not start' "$(($? > 0))" 1
sleep 2
same 'nor again and again' "$(property ExecMainStatus) $(property NRestarts)" \
    '78 0'
rm "$tree/etc/earshot/earshot.conf.d/bad.conf"
in_tree systemctl start earshotd
same 'mended, it does' "$?" 0

journal >"$tree/root/journal"
in_tree earshot feeds list >>"$tree/root/journal" 2>&1

# --- upgraded, removed, purged

out=$(in_tree dpkg -i /root/earshot.deb 2>&1)
same 'an upgrade installs' "$?" 0
wait_for 20 active
same 'it runs again and has kept what it heard' \
    "$(property ActiveState) $(insights)" 'active 2'
same 'and what was configured' "$(in_tree cat /etc/earshot/feeds/local.feeds)" \
    "$(cat "$tree/root/good.feeds")"
in_tree dpkg -r earshot >/dev/null 2>&1
same 'it is removed' "$?" 0
same 'and stopped' "$(in_tree pgrep -c earshotd)" 0
same 'what it heard stays' "$(in_tree sh -c 'ls /var/lib/earshot/*.db')" \
    '/var/lib/earshot/earshot.db'
in_tree dpkg -P earshot >/dev/null 2>&1
same 'it is purged' "$?" 0
same 'and nothing is left behind' "$(in_tree find / -xdev \
    -not -path '/proc/*' -not -path '/root/*' -not -path '/var/log/*' \
    -not -path '/sys/*' -name '*earshot*' \
    -not -path '/etc/systemd/system/earshotd.service.d*')" ''
if [ $failed -gt 0 ] && [ -s "$tree/root/journal" ]; then
	note "$(tail -n 40 "$tree/root/journal")"
fi
echo "1..$tests"
exit $((failed > 0))
