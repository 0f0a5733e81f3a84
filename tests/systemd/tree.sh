# What the tests under a real systemd share: a bare Debian that systemd-nspawn
# boots, the package, and TAP.  Sourced by those that are run as root.
set -u
: "${EARSHOT_SRC:?the source tree}" "${EARSHOT_BUILD:?the build tree}"
tests=0
failed=0
me=${0##*/}
tree=$EARSHOT_BUILD/tests/systemd/${me%.sh}.tree
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
	[ -z "$(leader)" ] || note "$(journal -n 15)"
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

# Nothing of what the package needs is in it; but what apt chose for that, while
# there was a network, lies beside it, so that apt in a booted tree, which has
# none, resolves and installs it as on any machine.
base=$EARSHOT_BUILD/tests/systemd/bare-$(dpkg-deb -f "$deb" Depends |
    cksum | cut -d ' ' -f 1).tar
mkdir -p "${tree%/*}"
if [ ! -s "$base" ]; then
	# shellcheck disable=SC2016 # for the shell of each hook
	EARSHOT_DEB=$deb mmdebstrap --variant=minbase \
	    --include=systemd-sysv,dbus,procps --skip=cleanup/apt/lists \
	    --customize-hook='mkdir -p "$1/root/archives/partial"' \
	    --customize-hook='APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get -y \
		--download-only -o APT::Install-Recommends=true \
		-o Dir::Cache::archives="$1/root/archives/" \
		install "$EARSHOT_DEB"' \
	    --format=tar bookworm "$base.new.$$" >"$base.log" 2>&1 &&
	    mv "$base.new.$$" "$base" || {
		tail -n 5 "$base.log" | sed 's/^/# /'
		skip_all 'no bare Debian could be made (no archive of packages?)'
	}
fi
rm -rf "$tree"
mkdir -p "$tree"
tar -xf "$base" -C "$tree" &&
    mv "$tree"/root/archives/*.deb "$tree/var/cache/apt/archives/" || exit 99
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
# Below the control group that it is in systemd-nspawn makes "payload", which is
# thus the same for trees that run side by side: what one of them stopped took
# the group of the other's service away (status=219/CGROUP).  One for each tree,
# in each hierarchy that systemd tracks processes in.
control_groups() {
	while IFS=: read -r number kind path; do
		case $number:$kind in
		0:) mount=$(findmnt -f -n -o TARGET -t cgroup2) ;;
		*:name=systemd)
			mount=$(findmnt -f -n -o TARGET -t cgroup -O name=systemd)
			;;
		*) continue ;;
		esac
		[ -z "$mount" ] || echo "$mount${path%/}/earshot-${me%.sh}.$$"
	done </proc/self/cgroup
}
boot() {
	(
		for group in $groups; do
			mkdir -p "$group" && echo 0 >"$group/cgroup.procs"
		done
		exec systemd-nspawn -q -D "$tree" --boot --register=no \
		    --keep-unit --private-network --console=pipe
	) </dev/null >>"$tree.console" 2>&1 &
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
	for group in $groups; do
		find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
	done
	rm -rf "$tree"
}
groups=$(control_groups)
trap leave EXIT
trap 'exit 99' INT TERM HUP

# by_apt ARG...: as somebody who says yes, but is not there to be asked.
by_apt() {
	in_tree env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" \
	    </dev/null 2>&1
}
# other_version VERSION FILE [COMMAND]: the package by another name, after
# COMMAND in the folder of its files.
other_version() {
	rm -rf "$tree.other"
	dpkg-deb -R "$deb" "$tree.other"
	sed -i "s/^Version: .*/Version: $1/" "$tree.other/DEBIAN/control"
	(cd "$tree.other" && eval "${3:-:}")
	dpkg-deb -b "$tree.other" "$2" >/dev/null
	rm -rf "$tree.other"
}

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

# start_tree: booted, or there is nothing to test here.
start_tree() {
	: >"$tree.console"
	boot && return
	tail -n 3 "$tree.console" | sed 's/^/# /'
	skip_all 'systemd-nspawn cannot boot a tree here'
}

# finish: the plan.
finish() {
	echo "1..$tests"
	exit $((failed > 0))
}
