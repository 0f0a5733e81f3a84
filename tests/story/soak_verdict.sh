#!/bin/sh
# The verdict on a soak's figures: what is flat is well, and each kind of growth
# is found.
set -u
here=${EARSHOT_SRC:?the source tree}/tests/soak
command -v python3 >/dev/null || {
	echo '1..0 # SKIP python3 is missing'
	exit 0
}
csv=$(mktemp) || exit 99
trap 'rm -f "$csv"' EXIT
n=0 failed=0

# figures SECONDS AWK: two hours or so of flat figures, a line every 10 s, then
# what AWK makes of each: s is the second, v the columns by name.
figures() {
	awk -v end="$1" 'BEGIN {
		names = "seconds rss_kb anon_kb pss_kb fds threads wal_bytes"
		names = names " db_bytes posts visits cpu_s pid restarts"
		names = names " reloads refused"
		columns = split(names, name, " ")
		gsub(/ /, ",", names)
		print names
		for (s = 0; s <= end; s += 10) {
			split("", v)
			v["seconds"] = s
			# Warming up, and a hostile document now and then.
			v["anon_kb"] = s < 1000 ? 50000 + s * 10 : 60000
			if (s % 70 == 0) v["anon_kb"] += 40000
			v["rss_kb"] = v["pss_kb"] = v["anon_kb"] + 15000
			v["fds"] = 60 + s % 40
			v["threads"] = 5
			v["wal_bytes"] = s % 600 * 100000
			v["db_bytes"] = s * 10000
			v["posts"] = s * 3
			v["visits"] = s * 5
			v["cpu_s"] = s / 100 + .01
			v["pid"] = 812
			v["reloads"] = v["restarts"] = v["refused"] = 0
			'"$2"'
			for (i = 1; i <= columns; i++)
				printf("%s%s", v[name[i]],
				    i < columns ? "," : "\n")
		}
	}' >"$csv"
}

# verdict NAME STATUS WORDS: of the last figures.
verdict() {
	n=$((n + 1))
	out=$("$here/soak.sh" --verdict "$csv" 2>&1)
	code=$?
	case $out in
	*$3*) [ $code != "$2" ] || {
		echo "ok $n - $1"
		return
	} ;;
	esac
	failed=1
	echo "not ok $n - $1"
	printf 'exit %s: %s\n' "$code" "$out" | sed 's/^/# /'
}

figures 7200 ''
verdict 'what is flat is well' 0 'verdict: well'
figures 7200 'v["anon_kb"] += s * 2'
verdict 'a leak of 2 KB a second' 1 'GREW memory, anonymous'
figures 7200 'v["rss_kb"] += s * 4'
verdict 'resident memory that grows' 1 'GREW memory, resident'
figures 7200 'v["fds"] += int(s / 300)'
verdict 'a descriptor each five minutes' 1 'GREW descriptors'
figures 7200 'v["threads"] += int(s / 1200)'
verdict 'threads that stay' 1 'GREW threads'
figures 7200 'v["wal_bytes"] = s * 30000'
verdict 'a -wal file that is never emptied' 1 'GREW -wal file: lowest'
figures 7200 'if (s == 5000) v["wal_bytes"] = 1100 * 1048576'
verdict 'a -wal file that was too large once' 1 'GREW -wal file: 1100.0 MB'
figures 7200 'if (s > 4000) { v["pid"] = 813; v["restarts"] = 1 }'
verdict 'a restart' 1 'BAD  2 processes, 1 restarts'
figures 600 'v["anon_kb"] += s * 20'
verdict 'ten minutes are too short for memory' 0 'not judged'
figures 40 ''
verdict 'five lines are too few: exit 2' 2 'too few'
echo seconds >"$csv"
verdict 'what is no such file: exit 2' 2 'too few'
rm -f "$csv"
verdict 'what is not there: exit 2' 2 'No such file'
echo "1..$n"
exit $failed
