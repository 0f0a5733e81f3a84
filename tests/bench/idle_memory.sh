#!/bin/sh
# What a daemon holds while it waits: resident memory with so many feeds, none
# of them due (they are paused, so that nobody is visited).
#	idle_memory.sh [-b BUILD] [FEEDS...]	(default: 1000 100000 1000000)
# RULES=FILE: these rules instead of the shipped packs, which weigh 30 MB, their
# machine code included.
# One line each: feeds, MB at rest, MB at the peak, seconds to the start.
set -u
build=.
while getopts b: option; do
	case $option in
	b) build=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
work=$(mktemp -d) || exit 2
daemon=
trap '[ -z "$daemon" ] || kill "$daemon"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

mb() {
	awk -v key="$1:" '$1 == key { printf "%.0f", $2 / 1024 }' \
	    "/proc/$daemon/status"
}
for n in ${*:-1000 100000 1000000}; do
	rm -f "$work"/db*
	awk -v n="$n" 'BEGIN {
		print "[source \"Blogs\" paused=yes]"
		for (i = 0; i < n; i++)
			printf "https://blog%d.example/topic/%d/feed.xml\n",
			    int(i / 4), i
	}' >"$work/all.feeds"
	began=$(date +%s)
	"$build/src/earshotd" --db "$work/db" --feeds "$work/all.feeds" \
	    ${RULES:+--rules "$RULES"} --set web.listen= --set metrics.listen= 2>"$work/log" &
	daemon=$!
	until grep -qs '^[^ ]*listening version' "$work/log"; do
		kill -0 "$daemon" 2>/dev/null || {
			cat "$work/log" >&2
			exit 1
		}
		sleep 1
	done
	ended=$(date +%s)
	sleep 5
	echo "$n feeds: $(mb VmRSS) MB at rest, $(mb VmHWM) MB at the peak," \
	    "started in $((ended - began)) s"
	kill "$daemon"
	wait "$daemon"
	daemon=
done
