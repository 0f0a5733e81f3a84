#!/bin/sh
# Visits that bring nothing (304), beside what curl needs for the same answers.
#	unchanged.sh [-b BUILD] [-n FEEDS] [-k RUNS]	(default: . 20000 3)
# One line a run: seconds of processor time for both, and how they compare.
# Needs nginx and curl; all traffic stays on loopback.  PORT: 18189.
set -u
build=. feeds=20000 runs=3 port=${PORT:-18189}
while getopts b:n:k: option; do
	case $option in
	b) build=$OPTARG ;;
	n) feeds=$OPTARG ;;
	k) runs=$OPTARG ;;
	*) exit 2 ;;
	esac
done
work=$(mktemp -d) || exit 2
server=
trap '[ -z "$server" ] || kill "$server"; wait; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

awk -v n="$feeds" -v port="$port" -v work="$work" 'BEGIN {
	for (i = 0; i < n; i++) {
		url = sprintf("http://127.2.0.%d:%d/f.xml?%d", 1 + i % 50,
		    port, i)
		print url >(work "/all.feeds")
		printf "url = \"%s\"\noutput = /dev/null\n",
		    url >(work "/curl.cfg")
	}
	print "daemon off; pid nginx.pid; error_log stderr crit;" \
	    " events { worker_connections 4096; }" \
	    " http { access_log off; keepalive_requests 1000000;" \
	    " if_modified_since before; server { root " work ";"
	for (i = 1; i <= 50; i++)
		printf "listen 127.2.0.%d:%d;\n", i, port
	print "} }"
}' >"$work/nginx.conf"
chmod 755 "$work"
cat >"$work/f.xml" <<-END
	<rss version="2.0"><channel><title>x</title><item><title>A story</title>
	<link>http://x.example/1</link></item></channel></rss>
END
printf 'rule a.b\n  signal complaint\n  weight 1\n  match /xyzzy/\n' \
    >"$work/one.rules"
nginx -c "$work/nginx.conf" -p "$work" 2>"$work/nginx.log" &
server=$!
sleep 1

# seconds of user and system time of a command
cost() {
	sh -c '"$@" >"$0/said" 2>&1; times >"$0/times"' "$work" "$@"
	awk 'NR == 2 {
		gsub("[ms]", " ")
		print $1 * 60 + $2 + $3 * 60 + $4
	}' "$work/times"
}
poll() {
	cost "$build/src/earshot" poll --all --feeds "$work/all.feeds" \
	    --rules "$work/one.rules" --db "$work/db" \
	    --set fetch.allow_private=127.0.0.0/8 --set fetch.host_gap=0
}
poll >"$work/first"
grep -q " failed 0 " "$work/said" || {
	cat "$work/nginx.log" "$work/said" >&2
	exit 1
}
while [ "$runs" -gt 0 ]; do
	ours=$(poll)
	grep -q " unchanged $feeds " "$work/said" || {
		tail -3 "$work/said" >&2
		exit 1
	}
	theirs=$(cost curl -s --parallel --parallel-max 100 -H \
	    'If-Modified-Since: Wed, 01 Jan 2031 00:00:00 GMT' \
	    --config "$work/curl.cfg")
	echo "$feeds $ours $theirs" | awk '{
		printf "%d feeds: %.2f s, curl %.2f s, %.2f of its rate\n",
		    $1, $2, $3, $3 / $2
	}'
	runs=$((runs - 1))
done
