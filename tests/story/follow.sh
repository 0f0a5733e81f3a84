#!/bin/sh
# Comment feeds are followed where people talk: when a count grew, never when it
# did not, the newest first and only so many, and never where they do not belong.
. "$EARSHOT_SRC/tests/story/lib.sh"

# blog NAME LINES: "ID|COUNT|COMMENT FEED|DAYS OLD|TEXT" on standard input
# become an RSS feed; every answer differs ({n}), as if the page was alive.
blog() {
	{
		echo '<rss version="2.0"'
		echo ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
		echo ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
		echo '<channel><title>A blog</title><language>en</language>'
		echo '<link>{base}/</link><description>{n}</description>'
		while IFS='|' read -r id count feed days text; do
			when=$(date -u -R -d "$days days ago 1 hour ago")
			echo "<item><guid isPermaLink=\"false\">$1-$id</guid>"
			echo "<title>Post $id</title>"
			echo "<link>{base}/$1/$id</link>"
			echo "<pubDate>$when</pubDate>"
			[ -z "$feed" ] ||
			    echo "<wfw:commentRss>$feed</wfw:commentRss>"
			[ -z "$count" ] ||
			    echo "<slash:comments>$count</slash:comments>"
			echo "<description>$text</description></item>"
		done
		echo '</channel></rss>'
	} >"$work/www/$1"
}

# comments NAME POST COUNT AGO: so many comments, the newest so old.
comments() {
	{
		echo '<rss version="2.0"><channel><title>Comments on it</title>'
		i=1
		while [ $i -le "$3" ]; do
			when=$(date -u -R -d "$4 ago")
			echo "<item><guid isPermaLink=\"false\">$2-c$i</guid>"
			echo "<title>By reader $i</title>"
			echo "<link>{base}/$2#comment-$i</link>"
			echo "<pubDate>$when</pubDate>"
			echo '<description>I wish you offered a bigger tank,'
			echo "said number $i.</description></item>"
			i=$((i + 1))
		done
		echo '</channel></rss>'
	} >"$work/www/$1"
}

one_post() { # COUNT
	echo "1|$1|{base}/blog/1/feed/|2|Rain."
}
one_post 0 | blog blog0
one_post 3 | blog blog3
one_post 4 | blog blog4
for n in 0 3 4; do
	sed -i "s|blog$n|blog|g" "$work/www/blog$n"
done
comments talk3 blog/1 3 '1 day'
comments talk4 blog/1 4 '1 hour'

serve <<'END'
/blog         file=blog0 fill times=1
/blog         file=blog3 fill
/blog/1/feed/ file=talk3 fill etag=auto
END
feeds <<'END'
[source "Blog"]
{base}/blog
END
asked() { # PATH: how many requests for exactly that
	grep -c "^GET $1 " "$served"
}

es poll
same 'a count of 0 is not followed' "$status $(asked /blog/1/feed/)" '0 0'
for _ in 2 3 4 5 6 7 8 9 10; do
	es poll --all
done
same 'ten polls' "$(asked /blog)" 10
same 'counts 0, 3, 3, 3 …: exactly one request' "$(asked /blog/1/feed/)" 1
same 'three comments are stored' "$(sql "select count(*) from v_post
    where kind = 'comment'")" 3
same 'under their post' "$(sql "select distinct p.title from v_post c
    join v_post p on p.post_id = c.parent_id where c.kind = 'comment'")" \
    'Post 1'
same 'and their wishes are heard' "$(sql "select count(*) from v_insight
    where signal = 'idea' and post_kind = 'comment'")" 3
es feeds list --csv
unlike 'the list shows what people listed' "$out" /feed/
es feeds list --found --csv
like 'and what was found, on wish' "$out" /blog/1/feed/
like 'that waits for its count' "$out" 'until the count of its post moves'
promises 'ten polls'

# The count moves: woken, once.
serve <<'END'
/blog         file=blog4 fill
/blog/1/feed/ file=talk4 fill etag=auto
END
for _ in 1 2 3; do
	es poll --all
done
same 'one more comment: one more request' "$(asked /blog/1/feed/)" 2
same 'and it is stored' "$(sql "select count(*) from v_post
    where kind = 'comment'")" 4

# Each post of this one tries something else.
blog odd <<'END'
gone|2|{base}/odd/gone/feed|3|Its comment feed is not there.
shut|9|{base}/odd/shut/feed|3|Long ago. &lt;p&gt;Comments are closed.&lt;/p&gt;
end|1|{base}/odd/end/feed|3|The last word was said.
inside|1|http://127.0.0.1:1/feed|3|Whoever wrote that is curious.
html|1|{base}/odd/html/feed|3|A page, not a feed.
old||{base}/odd/old/feed|400|Nobody counts, and it is long ago.
new||{base}/odd/new/feed|1|Nobody counts, but it is new.
listed|5|{base}/blog|2|Its feed is listed.
one|5|{base}/odd/all/feed|2|The feed of all comments.
two|5|{base}/odd/all/feed|2|The feed of all comments.
END
comments end odd/end 1 '2 days'
sed 's|<description>I wish.*|<description>This topic is now closed to further replies.|
    s|^said.*|</description></item>|' "$work/www/end" >"$work/www/end2"
mv "$work/www/end2" "$work/www/end"
comments new odd/new 2 '4 days'
echo '<html><body>Hello.</body></html>' >"$work/www/page"
serve <<'END'
/blog          file=blog4 fill
/blog/1/feed/  file=talk4 fill etag=auto
/odd           file=odd fill
/odd/end/feed  file=end fill
/odd/new/feed  file=new fill
/odd/html/feed file=page type=text/html
END
feeds <<'END'
[source "Blog"]
{base}/blog
[source "Odd"]
{base}/odd
END
es poll --all
same 'what cannot be read is no failure of ours' "$status" 0
like 'how many were read' "$out" 'read 5 comment feeds'
for _ in 1 2; do
	es poll --all
done
same 'a feed that is not there is asked for once' "$(asked /odd/gone/feed)" 1
of() { # FEED COLUMN
	sql "select $2 from feed where url like '%$1'"
}
same 'and retired at once' "$(of /gone/feed 'status, retired_ts > 0')" \
    'closed|1'
like 'the cause in words' "$(of /gone/feed cause)" 404
same 'closed, says the post: never' "$(asked /odd/shut/feed)" 0
same 'closed, says the last comment: once' "$(asked /odd/end/feed)" 1
same 'and so says the row' "$(of /end/feed cause)" 'comments are closed'
same 'and the conversation' "$(sql "select group_concat(title, ', ') from
    (select title from v_thread where closed_ts is not null
    order by title)")" 'Post end, Post shut'
like 'never at an address of our own' "$(of 127.0.0.1:1/feed cause)" \
    'not a public address'
same 'nor again at a page that is no feed' "$(asked /odd/html/feed)" 1
same 'nobody counts, and it is old: never' "$(asked /odd/old/feed)" 0
same 'nobody counts, and it is young: once for now' "$(asked /odd/new/feed)" 1
same 'a listed feed is not found as well' "$(sql "select count(*) from feed
    where url = '$base/blog'")" 1
same 'nor is the feed of all comments that of one post' \
    "$(asked /odd/all/feed)" 0
same 'none of that is news' "$(sql "select count(*) from event
    where what like '%/feed%'")" 0

# A blog with ten thousand old posts, each with a comment or two.
{
	echo '<rss version="2.0"'
	echo ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
	echo ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
	echo '<channel><title>Many</title><description>{n}</description>'
	awk -v now="$(date +%s)" 'BEGIN { for (i = 1; i <= 10000; i++) {
		print "<item><guid isPermaLink=\"false\">many-" i "</guid>"
		print "<link>{base}/many/" i "</link><title>Post " i "</title>"
		print "<wfw:commentRss>{base}/many/" i \
		    "/feed</wfw:commentRss><slash:comments>2</slash:comments>"
		print "<pubDate>" strftime("%a, %d %b %Y %H:%M:%S GMT",
		    now - 86400 * 30 - i * 3600, 1) "</pubDate>"
		print "<description>Rain number " i ".</description></item>"
	} }'
	echo '</channel></rss>'
} >"$work/www/many"
comments talk many 2 '9 days'
serve <<'END'
/many     file=many fill
/many/... file=talk fill
END
feeds <<'END'
[source "Many"]
{base}/many
END
: >"$served"
es poll
same 'ten thousand posts are stored' "$(sql "select count(*) from v_post
    where source = 'Many' and kind = 'article'")" 10000
same 'and ten conversations read' "$(hits /many/)" 10
same 'the newest' "$(sed -n 's|^GET /many/\([0-9]*\)/.*|\1|p' "$served" |
    sort -n | sed -n '$p')" 10
es poll --all
same 'ten more with the next visit' "$(hits /many/)" 20
es poll --all --set follow.per_site_day=20
same 'no more than its share of a day' "$(hits /many/)" 20
es poll --all --set follow.max_feeds=0
same 'none at all, if nobody wants that' "$(hits /many/)" 20

# The daemon does the same, and keeps what it found.
rm -rf "$work/store"
blog live <<'END'
1||{base}/live/1/feed|0|Nobody counts here.
END
blog0=$work/www/blog0
one_post 0 | blog blog0
one_post 3 | blog blog3
sed -i 's|blog[03]|blog|g' "$blog0" "$work/www/blog3"
comments young live/1 2 '2 seconds'
serve <<'END'
/blog         file=blog0 fill times=2
/blog         file=blog3 fill
/blog/1/feed/ file=talk3 fill
/live         file=live fill
/live/1/feed  file=young etag=one
END
feeds <<'END'
[source "Blog" staff="Jo"]
{base}/blog
[source "Live"]
{base}/live
END
: >"$served"
start_daemon
check 'the daemon reads where nobody counts, again and again' \
    wait_for 20 hit /live/1/feed 3
check 'and the blog' wait_for 20 hit '/blog ' 6
same 'whose counts go 0, 0, 3, 3, 3 …: one request' \
    "$(asked /blog/1/feed/)" 1
same 'five comments under their posts' "$(sql "select p.title, count(*)
    from v_post c join v_post p on p.post_id = c.parent_id
    where c.kind = 'comment' group by 1 order by 2")" "Post 1|5"
like 'asked with what it answered with' "$(grep '^GET /live/1/feed 304' \
    "$served" | head -n 1)" 304
es status --json
like 'counted apart' "$out" '"feeds":2,"found":1,'
es feeds list --found --csv
like 'shown on wish' "$out" 'found'

es feeds pause "$base/live"
same 'a pause of the feed is one of what it led to' "$(sql "select
    group_concat(status) from v_feed_health where source = 'Live'")" \
    'paused,paused'
n=$(asked /live/1/feed)
sleep 2.5
check 'and nobody asks' test "$(asked /live/1/feed)" -le $((n + 1))
es feeds resume "$base/live"
n=$(asked /live/1/feed)
check 'until it is resumed' wait_for 10 hit /live/1/feed $((n + 2))
es feeds pause "$base/live/1/feed"
same 'it can be paused alone' "$status $out" "0 paused $base/live/1/feed"
es feeds resume "#$(sql "select feed_id from v_feed_health
    where url = '$base/live/1/feed'")"
es poll "$base/live/1/feed"
like 'and asked for by name' "$status $out" '0 visited 1'
es poll "$base/blog/1/feed/"
like 'one that waits for its count says so' "$status $err" \
    '2 *is read when the count of its post moves'

stop_daemon KILL
n=$(asked /live/1/feed)
start_daemon
check 'after a restart it goes on' wait_for 20 hit /live/1/feed $((n + 2))
same 'and what sleeps sleeps' "$(asked /blog/1/feed/)" 1
same 'found once' "$(sql "select count(*) from feed
    where url like '%/live/1/feed'")" 1

feeds <<'END'
[source "Blog"]
{base}/blog
[source "Live"]
{base}/live follow=none
END
es reload
n=$(asked /live/1/feed)
sleep 2.5
check 'follow=none ends it' test "$(asked /live/1/feed)" -le $((n + 1))
same 'and says so' "$(sql "select retired_ts > 0 from feed
    where url like '%/live/1/feed'")" 1
feeds <<'END'
[source "Blog"]
{base}/blog
[source "Live"]
{base}/live follow=auto
END
es reload
check 'followed again' wait_for 20 hit /live/1/feed $((n + 3))
feeds <<'END'
[source "Blog"]
{base}/blog
END
es reload
same 'a feed that goes takes along what it led to' "$(sql "select count(*)
    from v_feed_health where source = 'Live'")" 0
stop_daemon
same 'it stops well' "$ended" 0
promises 'at last'

finish
