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

# comments NAME POST COUNT DAYS: so many comments, the newest DAYS days old.
comments() {
	{
		echo '<rss version="2.0"><channel><title>Comments on it</title>'
		i=1
		while [ $i -le "$3" ]; do
			when=$(date -u -R -d "$4 days ago $i minutes ago")
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
comments talk3 blog/1 3 1
comments talk4 blog/1 4 0

# ten_polls_server: the counts 0, 3, 3, 3 …
counts() {
	serve <<'END'
/blog         file=blog0 fill times=1
/blog         file=blog3 fill
/blog/1/feed/ file=talk3 fill etag=auto
END
}
counts
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

finish
