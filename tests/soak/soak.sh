#!/bin/sh
# Two hours of ordinary and of bad days at once: feeds that are well, dead,
# flapping and hostile, analysts who hold old states, a reload a minute (some of
# them refused), people's commands.  Memory, descriptors and the -wal file stay
# flat, the process stays the same, no post is lost or doubled.
#	EARSHOT_SRC=. EARSHOT_BUILD=BUILD tests/soak/soak.sh [SECONDS] [OUT]
#	tests/soak/soak.sh --verdict OUT/soak.csv
# The database begins with EARSHOT_YEAR posts (50000) of the last year: caches
# hold pages of what there is, and would fill for hours with a new one.
# OUT (soak.out) gets soak.csv, a line every 10 s, of which --verdict speaks at
# any time; daemon.log, readers.err and commands.log (what was not answered as
# it should).  About a thirtieth of a core.
case ${1:-} in
--verdict) exec python3 "$(dirname "$0")/verdict.py" "${2:?soak.csv}" ;;
*[!0-9]*)
	echo 'usage: soak.sh [SECONDS] [OUT] | --verdict FILE' >&2
	exit 2
	;;
esac
seconds=${1:-7200}
mkdir -p "${2:-soak.out}" && out_dir=$(cd "${2:-soak.out}" && pwd) || exit 2
TMPDIR=$out_dir
export TMPDIR
# The configuration, in another folder, names the rules in it.
EARSHOT_SRC=$(cd "${EARSHOT_SRC:?the source tree}" && pwd) || exit 2
. "$EARSHOT_SRC/tests/story/lib.sh"
. "$EARSHOT_SRC/tests/story/libhostile.sh"
timeout=10s
command -v python3 >/dev/null || skip_all 'python3 is missing'
command -v curl >/dev/null || skip_all 'curl is missing'

csv=$out_dir/soak.csv
every_s=10
here=$EARSHOT_SRC/tests/soak
: >"$out_dir/commands.log"
: >"$out_dir/readers.err"
ln -sf "$out_dir/daemon.log" "$work/daemon.1.log"

# --- the world

cat >"$work/silent.kinds" <<'END'
koi       file=well.xml charset=koi8-r
utf16     file=well.xml charset=utf-16
unknown   file=well.xml charset=x-nobody-knows
busy      429 retry-after=20
gone      404
slow      endless=200/s
END

start_world() {
	hostile_world
	cat "$work/silent.kinds" >>"$work/kinds"
	sed 's|^|/|' "$work/kinds" >"$work/script"
	serve <"$work/script"
	python3 "$here/world.py" "$work" "$EARSHOT_SRC/rules" \
	    2>"$out_dir/world.err" &
	world=$!
	pids="$pids $world"
	wait_for 20 test -s "$work/ports" || {
		echo "Bail out! no world: $(cat "$out_dir/world.err")"
		exit 99
	}
	. "$work/ports"
}

# Every feed is on a host of its own, or shares it with two others.
soak_conf() {
	cat >"$conf" <<END
[feeds]
path = feeds
[rules]
shipped = $EARSHOT_SRC/rules
path = rules
[store]
url = ${db#"$work/"}
keep_visits = 1d
[fetch]
contact = https://stories.example/
allow_private = 127.0.0.0/8
min_interval = 5s
max_interval = 60s
host_gap = 0.2
connect_timeout = 5s
timeout = $timeout
resolve =$(awk '{ printf(" %s.hostile.example:'"$port"'=127.0.0.1", $1) }' \
    "$work/kinds")
[control]
path =
[web]
listen = 127.0.0.1:0
END
}

# steady_feeds: what is listed all the time.
steady_feeds() {
	awk -v port="$well" -v hosts="$hosts" 'BEGIN {
		print "[source \"Well\" kind=community]"
		for (n = 0; n < 40; n++)
			printf("http://127.2.0.%d:%d/%s%d every=20s%s%s\n",
			    n % hosts + 1, port, n % 10 == 9 ? "old/" : "", n,
			    n % 5 == 1 ? " role=comments" : "",
			    n == 7 ? " keep=1h" : "")
		for (n = 40; n < 60; n++)
			printf("http://127.2.0.%d:%d/%d\n", n % hosts + 1,
			    port, n)
	}'
	awk -v port="$well" -v n="$flapping" 'BEGIN {
		print "[source \"Flapping\"]"
		for (i = 0; i < n; i++)
			printf("http://127.2.1.%d:%d/%d every=10s\n", i + 1,
			    port, 500 + i)
	}'
	awk -v refused="$refused" -v hole="$hole" 'BEGIN {
		print "[source \"Dead\"]"
		for (i = 1; i <= 10; i++) {
			printf("http://127.3.0.%d:%d/\n", i, refused)
			printf("http://127.4.0.%d:%d/\n", i, hole)
		}
		print "http://nobody.invalid/feed"
	}'
	awk -v port="$port" 'BEGIN { print "[source \"Hostile\"]" }
	    { printf("http://%s.hostile.example:%d/%s\n", $1, port, $1) }' \
	    "$work/kinds"
}

# passing_feeds MINUTE: who comes and goes, and one that was never seen before
# and stays for five minutes.
passing_feeds() {
	awk -v port="$well" -v hosts="$hosts" -v m="$1" 'BEGIN {
		print "[source \"Passing\"]"
		for (n = 60; n < 80; n++)
			if ((n + m) % 4)
				printf("http://127.2.0.%d:%d/%d every=15s\n",
				    n % hosts + 1, port, n)
		for (n = m < 5 ? 0 : m - 4; n <= m; n++)
			printf("http://127.2.0.%d:%d/%d every=15s\n",
			    n % hosts + 1, port, 1000 + n)
	}'
}

# --- what people do

# ask WANTED COMMAND...: a command whose exit status is known.
ask() {
	wanted=$1
	shift
	timeout 120 "$earshot" "$@" --config "$conf" >"$work/ask.out" \
	    2>"$work/ask.err" </dev/null
	code=$?
	case " $wanted " in
	*" $code "*) return 0 ;;
	esac
	echo "$(date +%T) earshot $*: exit $code, wanted $wanted: $(head -c 300 \
	    "$work/ask.out" "$work/ask.err" | tr '\n' ' ')" \
	    >>"$out_dir/commands.log"
}

# Every minute the lists change; now and then a rule does, or there is a fault.
reload_one() { # MINUTE
	passing_feeds "$1" | feeds passing.feeds
	story_rules
	[ $(($1 % 5)) != 1 ] || printf '%s\n' "rule  changing" \
	    "  about   A wish of minute $1" "  signal  idea" "  facet   want" \
	    "  target  product" "  say     \"minute $1 of the wish\"" \
	    "  weight  sure" "  yes     In minute $1 of the wish." \
	    "  no      Nothing." >>"$work/rules/story.rules"
	cp "$work/conf.good" "$conf.new"
	fault=yes
	case $(($1 % 12)) in
	3) bad_rules ;;
	6) echo 'http://not a feed/ evry=1' | feeds passing.feeds ;;
	9) sed -i 's/^host_gap = .*/host_gap = wide/' "$conf.new" ;;
	*) fault=no ;;
	esac
	if [ "$fault" = yes ]; then
		mv "$conf.new" "$conf"
		# A conf with a fault stops the command before it asks.
		if [ $(($1 % 12)) = 9 ]; then
			kill -HUP "$(cat "$work/pid")"
			sleep 3
			cp "$work/conf.good" "$conf"
		else
			ask 1 reload
		fi
		echo >>"$work/refused"
	else
		mv "$conf.new" "$conf"
		ask 0 reload
		echo >>"$work/reloaded"
	fi
}

look() { # PATH
	curl -sS -m 10 -o "$work/page" "http://127.0.0.1:$web$1" \
	    2>>"$out_dir/commands.log"
}

# life: every ten seconds something, until it is killed.
life() {
	web=$(sed -n 's/^web_listens port=//p' "$log")
	tick=0
	while :; do
		sleep 10
		tick=$((tick + 1))
		[ $((tick % 6)) != 0 ] || reload_one $((tick / 6))
		[ $((tick % 3)) != 1 ] || ask '0 1' status --json
		[ $((tick % 6)) != 2 ] || look /metrics
		[ $((tick % 6)) != 4 ] || look /readyz
		[ $((tick % 12)) != 5 ] ||
		    ask 0 poll "http://127.2.0.5:$well/4"
		[ $((tick % 18)) != 7 ] || ask 0 insights --limit 20
		[ $((tick % 30)) != 9 ] || ask 0 db check
		[ $((tick % 30)) != 19 ] || ask 0 db prune
		[ $((tick % 30)) != 25 ] || ask '0 1' feeds retry --all
		[ $((tick % 60)) != 13 ] || ask 0 feeds list --limit 1000
		[ $((tick % 90)) != 35 ] || {
			rm -f "$work/copy.db"
			ask 0 db snapshot "$work/copy.db"
		}
		[ $((tick % 120)) != 41 ] || ask 0 reclassify
	done
}

# --- the figures

lines() { # FILE
	if [ -f "$1" ]; then wc -l <"$1"; else echo 0; fi
}

size_of() {
	stat -c %s "$1" 2>/dev/null || echo 0
}

tally='select (select count(*) from post), (select sum(visits) from feed)'
restarts=0
# sample: one line of the CSV; who died is started again, and counted.
sample() {
	running "$daemon" || {
		restarts=$((restarts + 1))
		note "the daemon ended after $1 s: $(tail -n 3 "$log")"
		"$earshotd" --config "$work/conf.good" >>"$work/daemon.out" \
		    2>>"$log" &
		daemon=$!
		pids="$pids $daemon"
		echo "$daemon" >"$work/pid"
		sleep 3
	}
	kb=$(awk '$1 == "Rss:" { r = $2 } $1 == "Anonymous:" { a = $2 }
	    $1 == "Pss:" { p = $2 } END { printf("%d,%d,%d", r, a, p) }' \
	    "/proc/$daemon/smaps_rollup")
	cpu=$(awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, "")
	    printf("%.2f", ($12 + $13) / hz) }' "/proc/$daemon/stat")
	fds=$(ls "/proc/$daemon/fd" | wc -l)
	threads=$(ls "/proc/$daemon/task" | wc -l)
	counted=$(sql "$tally" | tr '|' ,)
	wal=$(size_of "$db-wal")
	reloads=$(lines "$work/reloaded") refusals=$(lines "$work/refused")
	echo "$1,$kb,$fds,$threads,$wal,$(size_of "$db"),$counted,$cpu,\
$daemon,$restarts,$reloads,$refusals" >>"$csv"
	[ ! -t 1 ] || printf '\r%s of %s s, kB rss,anon,pss %s, %s fds, %s MB wal,
 posts,visits %s, %s CPU s, reloads %s+%s \033[K' "$1" "$seconds" "$kb" \
	    "$fds" $((wal >> 20)) "$counted" "$cpu" "$reloads" "$refusals" |
	    tr -d '\n'
}

# --- the run

start_world
soak_conf
cp "$conf" "$work/conf.good"
steady_feeds | feeds
passing_feeds 0 | feeds passing.feeds
year=${EARSHOT_YEAR:-50000}
[ "$year" = 0 ] || {
	python3 "$here/year.py" "$EARSHOT_SRC/rules" "$year" >"$work/year.jsonl"
	es import --source Year "$work/year.jsonl"
	same 'what a year has brought is there' \
	    "$status $(sql 'select count(*) from post')" "0 $year"
	rm -f "$work/year.jsonl"
}
start_daemon
running "$daemon" || finish
echo "$daemon" >"$work/pid"
wait_for 20 has_posts $((year + 1))
python3 "$here/readers.py" "$db" 4 >"$out_dir/readers.out" \
    2>"$out_dir/readers.err" &
readers=$!
pids="$pids $readers"
life &
living=$!
pids="$pids $living"

echo 'seconds,rss_kb,anon_kb,pss_kb,fds,threads,wal_bytes,db_bytes,posts,visits,cpu_s,pid,restarts,reloads,refused' >"$csv"
began_ms=$(now_ms)
at=0
while [ $at -le "$seconds" ]; do
	sample $at
	at=$((at + every_s))
	wait_ms=$((began_ms + at * 1000 - $(now_ms)))
	[ $wait_ms -le 0 ] || sleep "$(awk -v ms=$wait_ms \
	    'BEGIN { print ms / 1000 }')"
done
[ ! -t 1 ] || echo

end "$living" KILL
end "$readers"
# The command that life had begun.
sleep 2
[ ! -s "$work/conf.good" ] || cp "$work/conf.good" "$conf"
es status
stop_daemon
same 'it stops cleanly' "$ended" 0
check 'in five seconds' test "$ended_ms" -lt 5000
end "$world"

# --- what came of it

# Numbers begin at 1 and have no gap, up to what was acknowledged, at least.
sqlite3 -readonly -batch "$db" >"$out_dir/posts.txt" 2>&1 <<END
create temp table acked(n integer primary key, k integer);
create temp table got as select cast(substr(url, 10, instr(url, '.ex') - 10)
    as integer) n, cast(substr(url, instr(url, '/p/') + 3) as integer) k,
    count(*) c from post_feed where url like 'https://w%.example/p/%'
    group by 1, 2;
.import $work/acked acked
select 'lost', a.n, a.k, count(g.k), max(g.k)
    from acked a left join got g using(n) where a.n <> 7 group by a.n
    having count(g.k) <> coalesce(max(g.k), 0) or coalesce(max(g.k), 0) < a.k;
select 'doubled', n, k, c from got where c > 1;
select 'posts', count(*), count(distinct n) from got;
END
note "$(tail -n 1 "$out_dir/posts.txt")"
check 'posts were heard' test "$(sed -n 's/^posts|\([0-9]*\)|.*/\1/p' \
    "$out_dir/posts.txt")" -gt 100
same 'no post is lost or doubled' \
    "$(grep -v '^posts|' "$out_dir/posts.txt")" ''
same 'analysts were never refused' "$(cat "$out_dir/readers.err")" ''
note "$(cat "$out_dir/readers.out")"
same 'commands were answered as they should be' \
    "$(cat "$out_dir/commands.log")" ''
same 'the world stood' "$(cat "$out_dir/world.err")" ''
note 'the log by words:'
note "$(awk '{ n[$1]++ } END { for (w in n) print n[w], w }' "$log" |
    sort -rn)"
same 'nothing in the log that speaks of a fault of ours' "$(grep -E \
    '^(batch_lost|commit_failed|control_failed|keeper_|reader_failed|upkeep_failed|visit_lost|visits_paused|writer_hangs|web_failed|event_lost|[^ ]*[sS]anitizer|outage)' \
    "$log" | sort | uniq -c)" ''
same 'each reload was answered, and those with a fault refused' \
    "$(grep -c '^reload answer=accepted' "$log") $(grep -c \
	'^reload answer=refused' "$log")" \
    "$(lines "$work/reloaded") $(lines "$work/refused")"
promises 'after the soak'
note "$(python3 "$here/verdict.py" "$csv")"
python3 "$here/verdict.py" "$csv" >"$out_dir/verdict.txt"
same 'nothing grows' "$?" 0
# Not in a subshell, which has used nothing.
times >"$work/times"
note "CPU of all: $(tail -n 1 "$work/times")"
finish
