#!/bin/sh
# The past of a feed is followed page by page: once, only so far back, from
# where it was after an interruption, and without a trace in the feed's facts.
. "$EARSHOT_SRC/tests/story/lib.sh"

# page NAME LINK FIRST [LAST]: RSS with posts that are so many days old, and
# LINK, such as 'rel="next" href="…"'.
page() {
	{
		echo '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom">'
		echo '<channel><title>A blog</title>'
		[ -z "$2" ] || echo "<a:link $2/>"
		day=$3
		while [ "$day" -le "${4:-$3}" ]; do
			echo "<item><guid isPermaLink=\"false\">$1-$day</guid>"
			when=$(date -u -R -d "$day days ago 1 hour ago")
			echo "<pubDate>$when</pubDate>"
			echo "<description>I wish you had tank $day.</description>"
			echo '</item>'
			day=$((day + 1))
		done
		echo '</channel></rss>'
	} >"$work/www/$1"
}

# Each page has ten days; the fourth and what follows is too old for 35 days.
mkdir -p "$work/www/f"
page f/1.xml 'rel="next" href="/f/2.xml?a=1&amp;b=2#top"' 1 9
page f/2.xml 'rel="next" href="3.xml"' 10 19
page f/3.xml 'rel="next" href="4.xml"' 20 29
page f/4.xml 'rel="next" href="5.xml"' 30 49
page f/5.xml '' 50 59
page arch.xml 'rel="prev-archive" href="/arch/9.xml"' 1
page arch9.xml 'rel="prev-archive" href="/arch/8.xml"' 3
page arch8.xml 'rel="prev-archive" href="/arch/9.xml"' 5
page plain.xml '' 1
page away.xml 'rel="next" href="http://blog.example/2.xml"' 1
page broken.xml 'rel="next" href="/broken/2.xml"' 1
page same.xml 'rel="next" href="/same.xml?page={n}"' 1
page late.xml 'rel="next" href="/late/2.xml"' 1
page late2.xml 'rel="next" href="/late/3.xml"' 3
page late3.xml 'rel="next" href="/late/4.xml"' 5
page late4.xml '' 7
page busy.xml 'rel="next" href="/busy/2.xml"' 1
cat >"$work/www/json" <<'END'
{"version": "https://jsonfeed.org/version/1.1", "title": "J",
"next_url": "{base}/json/2", "items": [{"id": "j1", "content_text": "Rain."}]}
END
cat >"$work/www/json2" <<'END'
{"version": "https://jsonfeed.org/version/1.1", "title": "J",
"items": [{"id": "j2", "content_text": "I wish you offered a net."}]}
END

# open_server LATE: how the third page of late.xml is answered.
open_server() {
	cat >"$work/script" <<END
/f/1.xml   file=f/1.xml etag=one
/f/2.xml?a=1&b=2 file=f/2.xml
/f/...     folder=.
/arch.xml  file=arch.xml
/arch/9.xml file=arch9.xml
/arch/8.xml file=arch8.xml
/plain     file=plain.xml
/away.xml  file=away.xml
/broken.xml file=broken.xml etag=b
/broken/2.xml 404
/same.xml  file=same.xml fill
/late.xml  file=late.xml
/late/2.xml file=late2.xml
/late/3.xml $1
/late/4.xml file=late4.xml
/json      file=json fill type=application/feed+json
/json/2    file=json2 type=application/feed+json
/busy.xml  file=busy.xml
/busy/2.xml 503 retry-after=3600
END
	serve <"$work/script"
}
open_server file=late3.xml
list=$work/feeds/all.feeds
: >"$list"
add() {
	es feeds add "$base$1" --feeds "$list" --backfill "${2:-35d}"
}

add /f/1.xml
same 'a past is followed: exit 0' "$status" 0
like 'what came is said' "$out" \
    "f/1.xml: 3 pages, 25 new posts, back to *: that is as far as was asked"
same 'each page was asked once' \
    "$(hits /f/2.xml) $(hits /f/3.xml) $(hits /f/4.xml)" '1 1 1'
same 'and no page that is too old' "$(hits /f/5.xml)" 0
same 'the query is kept, the fragment not' "$(hits '/f/2.xml?a=1&b=2 ')" 1
same 'what is too old is left out' "$(posts)" 34
same 'all of it is backlog' "$(sql "select count(*) from v_post
    where backlog and feed_url like '%/f/1.xml'")" 33
same 'what the pages say is heard' \
    "$(sql "select count(*) from v_insight where signal = 'idea'")" 34
same "the feed's own validators stay" "$(sql "select etag from feed")" '"one"'
# The first request was a look whether it is a feed.
same 'visits were counted for the feed alone' "$(sql \
    'select visits, failures, status from feed')" \
    "$(($(hits /f/1.xml) - 1))|0|active"
same 'its end is an event' "$(sql "select count(*) from v_event
    where kind = 'backfill' and what like '%/f/1.xml: 3 pages, 25 new%'")" 1

add /f/1.xml 70d
like 'a longer past goes on to it' "$out" 'listed already'
like 'over pages that are known' "$out" '4 pages, 25 new posts'
same 'until it is reached' "$(hits /f/5.xml)" 1

add /arch.xml
like 'archives are followed, and no page twice' "$out" \
    '2 pages, 2 new posts, * lead back to one another'
same 'not even a known one' "$(hits /arch/9.xml)" 1

add /json
like "JSON Feed's next page is one, too" "$out" '1 page, 1 new post: the last'
same 'without a date it is backlog all the same' \
    "$(sql "select backlog from v_post where text like '%a net%'")" 1

add /plain
same 'no older page: exit 0' "$status" 0
like 'and that is said' "$out" 'the feed names no older page'
add /away.xml
like "other hosts' pages are not followed" "$out" "feed's own host"
same 'nothing was asked for' "$(sql "select count(*) from backfill b join feed f
    on f.id = b.feed_id where f.url like '%away%'")" 0

add /same.xml
like 'a page that is the same again ends it' "$out" 'brought nothing new'
same 'after a second look' "$(hits '/same.xml?page=')" 2

add /broken.xml
same 'a page that is not there: exit 1' "$status" 1
like 'is told with its address' "$err" '/broken/2.xml: answered 404'
like 'and ends it' "$out" '0 pages, * cannot be had'
same 'but the feed has not failed' "$(sql "select failures, status, etag,
    cause from feed where url like '%broken%'")" '0|active|"b"|'
like 'its event says why' \
    "$(sql "select what from v_event where what like '%broken.xml: 0%'")" '404'

add /busy.xml
same 'a server that asks to wait is left alone: exit 1' "$status" 1
like 'it is not over' "$err" '1 not over yet: earshotd, or the same command'
same 'the wait is kept' "$(sql "select ended is null and b.tries = 1 and
    b.not_before_ts > unixepoch() + 3500 from backfill b join feed f
    on f.id = b.feed_id where f.url like '%busy%'")" 1

es feeds add "$base/plain" --feeds "$list" --backfill soon
same 'no span: exit 2' "$status" 2
like 'it says what would be right' "$err" 'such as 90d'

# The daemon does it, and goes on where it was after a kill in mid-page.
open_server hang
start_daemon
add /late.xml
same 'the daemon is asked: exit 0' "$status" 0
like 'it says how far back' "$out" \
    "the past of $base/late.xml is followed, back to "
check 'it comes to the page that hangs' wait_for 20 hit /late/3.xml
end "$daemon" KILL
open_server file=late3.xml
before=$(hits /late/2.xml)
start_daemon
late_over() {
	[ "$(sql "select count(*) from v_event where kind = 'backfill'
	    and what like '%late.xml: 3 pages, 3 new posts%'")" = 1 ]
}
check 'after a restart it goes on to the end' wait_for 20 late_over
same 'without a page that had come' "$before $(hits /late/2.xml)" '1 1'
check 'it logs each page' said '^page feed=.* outcome=new'
check 'and the end' said '^backfill feed=.* end=last'
same 'the feed goes on as ever' "$(sql "select failures, status from feed
    where url like '%late.xml'")" '0|active'
same 'what waits is still waiting' \
    "$(sql "select count(*) from backfill where ended is null")" 1
es poll --all
same 'a poll counts feeds, not pages' "$status" 0
stop_daemon
same 'it stops cleanly' "$ended" 0

promises 'after all that'
finish
