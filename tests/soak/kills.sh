#!/bin/sh
# kill -9 at random moments, over feeds whose server drops what was
# acknowledged: each entry is stored once, scored, and nothing points nowhere.
#	EARSHOT_SRC=. EARSHOT_BUILD=BUILD tests/soak/kills.sh
# EARSHOT_KILLS (1000), EARSHOT_KILL_FEEDS (50) and EARSHOT_SEED change what it
# does; `make check` runs a short one (tests/story/kill_minus_nine.sh).
. "$EARSHOT_SRC/tests/story/lib.sh"

kills=${EARSHOT_KILLS:-1000}
nfeeds=${EARSHOT_KILL_FEEDS:-50}
seed=${EARSHOT_SEED:-$(date +%s)}
note "EARSHOT_SEED=$seed"
# Small databases are checked fast, and each new one is killed in its making.
per_database=50
[ "$kills" -ge $per_database ] || per_database=$kills

# delay ROUND: to 0.8 s, every fourth to 0.06 s, which is still in the start;
# the same for the same seed.
delay() {
	awk -v s="$seed" -v r="$1" 'BEGIN {
		srand(s + r * 7919); rand()
		printf("%.4f", rand() * (r % 4 == 0 ? .06 : .8))
	}'
}

# A tenth of the feeds comes slowly, so that fetching is hit, too; every third
# has comments on the one before, in any order; the first entry of the first
# leads to a comment feed that is nowhere listed.
ledgers() { # MOST: entries of each feed
	i=1
	while [ $i -le "$nfeeds" ]; do
		more=
		[ $((i % 10)) != 0 ] || more=' drip=300b/50ms'
		[ $((i % 3)) != 0 ] || more="$more answers=/f$((i - 1)).xml"
		[ $i != 1 ] || more="$more talk=/talk.xml"
		echo "/f$i.xml ledger=3/$1$more"
		i=$((i + 1))
	done
	echo "/talk.xml ledger=3/$1 answers=/f1.xml"
}

# The list of what there is, but for what has to be found.
listed() {
	while read -r path rest; do
		case $path:$rest in
		/talk.xml:*) ;;
		*answers=*) echo "$base$path lang=en role=comments" ;;
		*) echo "$base$path lang=en" ;;
		esac
	done <"$work/ledgers"
}

# What the tables say of broken promises, in one line.
broken() {
	sql "select
	    (select count(*) from (select 1 from post_feed
		group by feed_id, guid having count(*) > 1)),
	    (select count(*) from post where id not in
		(select post_id from post_feed))
	    + (select count(*) from insight where post_id not in
		(select id from post))
	    + (select count(*) from evidence where insight_id not in
		(select id from insight))
	    + (select count(*) from pragma_foreign_key_check),
	    (select count(*) from post where ruleset_id is null)"
}

lost=0 doubled=0 orphans=0 unscored=0 unsound=0 ended_early=0
unanswering=0 unthemed=0
killed=0 reached=0 entries=0 torn=0

add_broken() {
	[ -s "$db" ] || return 0
	[ "$(sql "select count(*) from sqlite_schema where name = 'v_post'")" \
	    = 1 ] || return 0
	IFS='|' read -r a b c <<END2
$(broken)
END2
	case $a$b$c in
	*[!0-9]* | '') unsound=$((unsound + 1)) note "round $killed: $a $b $c" ;;
	*)
		doubled=$((doubled + a)) orphans=$((orphans + b))
		unscored=$((unscored + c))
		;;
	esac
}

one_kill() {
	launch
	sleep "$(delay $killed)"
	kill -9 "$daemon" 2>/dev/null
	wait "$daemon" 2>/dev/null
	[ $? = 137 ] || {
		ended_early=$((ended_early + 1))
		note "round $killed ended by itself: $(tail -n 3 "$log")"
	}
	pids=$server
	killed=$((killed + 1))
	! said '^listening ' || reached=$((reached + 1))
	rm -f "$log"
	[ -s "$db" ] || return 0
	torn=$((torn + 1))
	# Killed while it was made: the next start rolls that back, a reader
	# may not.
	[ ! -s "$db-journal" ] || return 0
	sound=$(sql 'pragma integrity_check')
	[ "$sound" = ok ] || {
		unsound=$((unsound + 1))
		note "round $killed: $sound"
	}
	add_broken
}

# Nobody has anything that the server would still tell.
all_told() {
	[ "$(grep ' 304 ' "$served" | cut -d ' ' -f 2 | sort -u | wc -l)" = \
	    $((nfeeds + 1)) ]
}

# One conversation's feed is visited as often as all that.
printf '[follow]\nper_site_day = 100000\n' >>"$conf"

one_database() { # KILLS
	rm -rf "$work/store"
	: >"$served"
	most=$(($1 * 2))
	# Not through a pipe: what it starts would belong to a subshell.
	ledgers $most >"$work/ledgers"
	serve <"$work/ledgers"
	listed >"$work/feeds/all.feeds"
	round=0
	while [ $round -lt "$1" ]; do
		one_kill
		round=$((round + 1))
	done
	start_daemon
	running "$daemon" || ended_early=$((ended_early + 1))
	wait_for $((120 + most)) all_told ||
	    note "the feeds were not heard to their end: $(posts)"
	stop_daemon
	[ "$ended" = 0 ] || ended_early=$((ended_early + 1))
	entries=$((entries + (nfeeds + 1) * most))
	lost=$((lost + (nfeeds + 1) * most - \
	    $(sql 'select count(distinct guid) from post_feed')))
	doubled=$((doubled + $(posts) - \
	    $(sql 'select count(distinct guid) from post_feed')))
	unscored=$((unscored + (nfeeds + 1) * (most / 3) - \
	    $(sql 'select count(*) from v_insight')))
	unanswering=$((unanswering + $(sql "select count(*) from post where
	    kind = 'comment' and parent_id is null
	    and title not like 'Day 1 of %'")))
	unthemed=$((unthemed + $(sql 'select count(*) from insight
	    where theme_id is null') + $(sql 'select count(*) from theme t
	    where t.merged_into is null and t.insights <> (select count(*)
	    from insight i where i.theme_id = t.id)')))
	add_broken
	es db check
	[ $status = 0 ] || {
		unsound=$((unsound + 1))
		note "$err"
	}
}

began=$(now_ms)
while [ $killed -lt "$kills" ]; do
	left=$((kills - killed))
	one_database $((left < per_database ? left : per_database))
done

same "$kills kills over $nfeeds feeds: lost" "$lost" 0
same 'doubled' "$doubled" 0
same 'orphans' "$orphans" 0
same 'unscored' "$unscored" 0
same 'comments that answer nobody' "$unanswering" 0
same 'insights without theme, and themes miscounted' "$unthemed" 0
same 'files that were not sound' "$unsound" 0
same 'starts that did not succeed' "$ended_early" 0
check 'and some were killed while listening' test $reached -gt 0
note "kills $killed listening $reached with_a_database $torn feeds $nfeeds \
entries $entries lost $lost doubled $doubled orphans $orphans \
unscored $unscored unsound $unsound failed_starts $ended_early \
seconds $((($(now_ms) - began) / 1000))"
finish
