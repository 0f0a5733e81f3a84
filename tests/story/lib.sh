# What the stories share: a folder of their own, the feed server, the daemon,
# commands, and TAP.  Sourced; nothing here waits without a deadline, and
# nothing outlives the story.
set -u
umask 022

: "${EARSHOT_SRC:?the source tree}" "${EARSHOT_BUILD:?the build tree}"
earshot=$EARSHOT_BUILD/src/earshot
earshotd=$EARSHOT_BUILD/src/earshotd
feedserver=$EARSHOT_BUILD/tests/support/feedserver
quick=${EARSHOT_QUICK:-}

tests=0
failed=0
pids=
daemon=
server=
port=0
starts=0
timeout=5s

note() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

# skip_all REASON: a story that cannot be told here.
skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}

# good NAME, bad NAME [DIAGNOSTIC]: one line of TAP.
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

# skip NAME REASON
skip() {
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

# check NAME COMMAND...: good if it succeeds.
check() {
	name=$1
	shift
	if "$@"; then
		good "$name"
	else
		bad "$name" "failed: $*"
	fi
}

# same NAME GOT WANTED
same() {
	if [ "$2" = "$3" ]; then
		good "$1"
	else
		bad "$1" "got:    $2
wanted: $3"
	fi
}

# like NAME TEXT PATTERN: a shell pattern, somewhere in the text.
like() {
	# shellcheck disable=SC2254 # it is a pattern
	case $2 in
	*$3*) good "$1" ;;
	*) bad "$1" "got:    $2
wanted: $3" ;;
	esac
}

# unlike NAME TEXT PATTERN
unlike() {
	# shellcheck disable=SC2254
	case $2 in
	*$3*) bad "$1" "got:      $2
unwanted: $3" ;;
	*) good "$1" ;;
	esac
}

# finish: the plan; on a failure also what the daemon and the server said.
finish() {
	if [ $failed -gt 0 ]; then
		for f in "$work"/daemon.*.log "$work"/served "$work"/out \
		    "$work"/err; do
			[ -s "$f" ] || continue
			note "--- ${f##*/}"
			tail -n 20 "$f" | cut -c 1-200 | sed 's/^/# /'
		done
	fi
	echo "1..$tests"
	exit $((failed > 0))
}

now_ms() {
	echo $(($(date +%s%N) / 1000000))
}

# wait_for SECONDS COMMAND...: until it succeeds; false when the time is up.
wait_for() {
	until_ms=$(($(now_ms) + $1 * 1000))
	shift
	while ! "$@"; do
		[ "$(now_ms)" -lt $until_ms ] || return 1
		sleep 0.05
	done
}

# running PID: alive, and not a zombie that waits for us.
running() {
	state=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null)
	[ -n "$state" ] && [ "${state%% *}" != Z ]
}

gone() {
	! running "$1"
}

# --- the world

work=$(mktemp -d "${TMPDIR:-/tmp}/earshot-story.XXXXXX") || exit 99

leave() {
	trap '' INT TERM HUP
	for pid in $pids; do
		# Only our own children, which nobody else can reuse.
		kill -9 "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	rm -rf "$work"
}
trap leave EXIT
trap 'exit 99' INT TERM HUP

for program in "$earshot" "$earshotd" "$feedserver"; do
	[ -x "$program" ] || {
		echo "Bail out! $program is not built"
		exit 99
	}
done
command -v sqlite3 >/dev/null ||
    skip_all 'sqlite3 is not installed: nobody reads the database'

mkdir -p "$work/www" "$work/feeds" "$work/rules" "$work/home"
# Neither the machine's configuration nor a person's.
HOME=$work/home
export HOME
unset EARSHOT_CONFIG NOTIFY_SOCKET WATCHDOG_USEC JOURNAL_STREAM

conf=$work/earshot.conf
db=$work/store/earshot.db
served=$work/served
: >"$served"

# write_conf: what all stories run with; relative paths are the folder's.
write_conf() {
	cat >"$conf" <<END
[feeds]
path = feeds
[rules]
shipped =
path = rules
[store]
url = ${db#"$work/"}
commit_ms = 20ms
[fetch]
contact = https://stories.example/
allow_private = 127.0.0.1:$port
min_interval = 1s
max_interval = 1s
host_gap = 0
timeout = $timeout
[control]
path =
[web]
listen =
END
}

# serve: the script on standard input answers from now on; the port stays the
# same over all calls.  Names in it are those of files in www.
serve() {
	[ -z "$server" ] || end "$server"
	cat >"$work/www/script"
	rm -f "$work/port"
	"$feedserver" -l "$served" -P "$work/port" -p "$port" \
	    "$work/www/script" 2>"$work/server.err" &
	server=$!
	pids="$pids $server"
	if ! wait_for 10 test -s "$work/port"; then
		echo "Bail out! no feed server: $(cat "$work/server.err")"
		exit 99
	fi
	port=$(cat "$work/port")
	base=http://127.0.0.1:$port
	write_conf
}

# end PID [SIGNAL]: stops a child of ours; its status in ${ended}, how long it
# took in ${ended_ms}.
end() {
	since=$(now_ms)
	kill "-${2:-TERM}" "$1" 2>/dev/null
	if ! wait_for 30 gone "$1"; then
		note "pid $1 did not end"
		kill -9 "$1" 2>/dev/null
	fi
	ended_ms=$(($(now_ms) - since))
	wait "$1" 2>/dev/null
	ended=$?
	left=
	for pid in $pids; do
		[ "$pid" = "$1" ] || left="$left $pid"
	done
	pids=$left
}

# hits WORDS: how many requests the server's log has that begin so.
hits() {
	grep -c "^GET $1" "$served"
}

hit() { # WORDS [TIMES]
	[ "$(hits "$1")" -ge "${2:-1}" ]
}

# feeds: the list on standard input, {base} replaced; named whole at once, so
# that nobody reads half of it.
feeds() {
	sed "s|{base}|$base|g" >"$work/list.new"
	mv "$work/list.new" "$work/feeds/${1:-all.feeds}"
}

# items NAME: lines "ID|TITLE|TEXT" become an RSS feed in www.
items() {
	{
		echo '<?xml version="1.0" encoding="UTF-8"?>'
		echo '<rss version="2.0"><channel><title>A blog</title>'
		echo '<link>https://blog.example/</link><language>en</language>'
		while IFS='|' read -r id title text; do
			echo "<item><guid isPermaLink=\"false\">$id</guid>"
			echo "<title>$title</title>"
			echo "<link>https://blog.example/$1/$id</link>"
			echo '<pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate>'
			echo "<description>$text</description></item>"
		done
		echo '</channel></rss>'
	} >"$work/www/$1.new"
	mv "$work/www/$1.new" "$work/www/$1"
}

# some_items NAME COUNT: so many posts, every third with a wish.
some_items() {
	awk -v n="$2" -v name="$1" 'BEGIN {
		for (i = 1; i <= n; i++) {
			printf("%s-%d|Day %d|", name, i, i)
			if (i % 3 == 0)
				printf("I wish you offered a bigger tank, ")
			else
				printf("Nothing happened at the harbour, ")
			print "number " i "."
		}
	}' | items "$1"
}

# one_feed [COUNT]: a feed of so many posts, or a.xml as it is, is served and
# listed.
one_feed() {
	[ $# = 0 ] || some_items a.xml "$1"
	serve <<'END'
/a.xml  file=a.xml etag=auto
END
	feeds <<'END'
{base}/a.xml lang=en
END
}

# story_rules: the good ones, over what stands there.
story_rules() {
	cat >"$work/rules/story.rules" <<'END'
pack  story
lang  en
rule  wish
  about   A wish for something that is not there
  signal  idea
  facet   want
  target  product
  say     "I wish you (had|offered|made)"
  weight  sure
  yes     I wish you offered oat milk refills.
  no      I wish you a happy new year!
rule  broken
  about   Something does not work
  signal  complaint
  facet   lack
  say     "does not work" | leaks
  weight  sure
  yes     The lid does not work.
  no      The lid works.
END
}

# bad_rules: the fault is in line 5, column 3.
bad_rules() {
	cat >"$work/rules/story.rules" <<'END'
pack  story
lang  en
rule  wish
  signal  idea
  sai     "I wish you had"
  say     "I wish you had"
  weight  sure
END
}
story_rules

# --- the daemon and the commands

said() { # PATTERN: does the daemon's log have it?
	grep -q -e "$1" "$log"
}

listening() {
	said '^listening ' || gone "$daemon"
}

# launch [ARG...]: starts it and does not wait; its log is ${log}.
launch() {
	starts=$((starts + 1))
	log=$work/daemon.$starts.log
	: >"$log"
	"$earshotd" --config "$conf" "$@" >"$work/daemon.out" 2>>"$log" &
	daemon=$!
	pids="$pids $daemon"
}

start_daemon() {
	launch "$@"
	wait_for 30 listening
	running "$daemon" || note "the daemon ended: $(cat "$log")"
}

# stop_daemon [SIGNAL]: ${ended}, ${ended_ms}.
stop_daemon() {
	end "$daemon" "${1:-TERM}"
	daemon=
}

# es COMMAND [ARG...]: ${out}, ${err}, ${status}.
es() {
	command=$1
	shift
	"$earshot" "$command" --config "$conf" "$@" \
	    >"$work/out" 2>"$work/err" </dev/null
	status=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
	return $status
}

# once [ARG...]: earshotd in the foreground: ${out}, ${err}, ${status}.
once() {
	"$earshotd" --config "$conf" "$@" >"$work/out" 2>"$work/err" </dev/null
	status=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
	return $status
}

# sql QUERY: as an analyst asks; nothing while there is no database.
sql() {
	sqlite3 -readonly -batch -cmd '.timeout 5000' "$db" "$1" 2>&1
}

posts() {
	sql 'select count(*) from v_post'
}

# has_posts N: at least so many are stored.
has_posts() {
	n=$(posts)
	[ "$n" -ge "$1" ] 2>/dev/null
}

status_well() {
	es status
}

status_unwell() {
	es status
	[ $status -eq 1 ]
}

# json QUERY [FILE]: over the lines of a file of JSON Lines (${work}/out) as
# `line`, with its number.
json() {
	sed '1s/^/[/; $!s/$/,/; $s/$/]/' "${2:-$work/out}" >"$work/array"
	sqlite3 -batch :memory: "with line as (select key + 1 as number, value
	    from json_each(cast(readfile('$work/array') as text))) $1" 2>&1
}

# The promises of the SQL contract that one query each can break.
promises() { # NAME
	same "$1: the file is sound" "$(sql 'pragma integrity_check')" ok
	same "$1: no reference leads nowhere" \
	    "$(sql 'pragma foreign_key_check')" ''
	same "$1: each served entry is there once" "$(sql 'select feed_id, guid,
	    url, count(*) from post_feed group by 1, 2, 3
	    having count(*) > 1')" ''
	same "$1: no post without a feed that served it" "$(sql 'select id from
	    post where id not in (select post_id from post_feed)')" ''
	same "$1: every score follows from bias and points" "$(sql 'select
	    i.ref, i.score from v_insight_all i join v_evidence e
	    using(insight_id) group by i.insight_id having abs(i.score -
	    1 / (1 + exp(-(e.bias + sum(e.points))))) > 1e-6')" ''
	same "$1: evidence is a slice of the stored text" "$(sql "select e.ref,
	    e.text from v_evidence e join v_post p using(post_id)
	    where e.start_byte is not null and cast(substr(cast(case e.field
	    when 'title' then p.title when 'text' then p.text when 'author'
	    then p.author else e.text end as blob), case when e.field in
	    ('title', 'text', 'author') then e.start_byte else 0 end + 1,
	    e.end_byte - e.start_byte) as text) <> e.text")" ''
	es db check
	same "$1: earshot db check finds nothing" "$status $err" '0 '
}
