#!/bin/sh
# Numbers that come with posts, from the feed to the analyst: one customer's
# stars move a rule, the mean of many does not; counts become a series, also
# those that a site writes into its texts; explain and v_engagement tell them.
. "$EARSHOT_SRC/tests/story/lib.sh"

# Slow alone is no complaint; slow with few stars is one.
cat >"$work/rules/story.rules" <<'END'
pack  story
lang  en
rule  slow
  signal  complaint
  say     "so slow"
  weight  hint
when stars <= 2 add sure to complaint
END
# review ID STARS
review() {
	echo "<entry><id>r$1</id><title>Slow</title><updated>2026-11-20T10:00:0$1Z
		</updated><content>The pump is so slow, number $1.</content>$2
		</entry>"
}
{
	echo '<feed xmlns="http://www.w3.org/2005/Atom"
		xmlns:im="http://itunes.apple.com/rss"
		xmlns:media="http://search.yahoo.com/mrss/"><title>Reviews</title>'
	review 1 '<im:rating>1</im:rating><im:voteSum>3</im:voteSum>
		<im:voteCount>4</im:voteCount>'
	review 2 '<im:rating>5</im:rating>'
	review 3 '<rating><value>3</value><max>10</max></rating>'
	review 4 '<rating><value>9</value><max>10</max></rating>'
	review 5 '<media:starRating average="2" min="1" max="5"/>'
	echo '</feed>'
} >"$work/www/reviews.xml"
# films VIEWS AVERAGE VOTES
films() {
	cat >"$work/www/films.xml" <<-END
	<feed xmlns="http://www.w3.org/2005/Atom"
	xmlns:media="http://search.yahoo.com/mrss/"><title>Films</title>
	<entry><id>f1</id><link href="http://film.example/1"/>
	<title>A film</title><updated>2026-11-20T10:00:00Z</updated>
	<media:group><media:description>The pump is so slow.</media:description>
	<media:community><media:starRating count="$3" average="$2" min="1"
	max="5"/><media:statistics views="$1"/></media:community></media:group>
	</entry></feed>
	END
}
# news POINTS COMMENTS
news() {
	cat >"$work/www/news.xml" <<-END
	<rss version="2.0"><channel><title>News</title>
	<link>http://news.example/</link>
	<item><guid>n1</guid><title>A pump</title>
	<link>http://pump.example/</link>
	<comments>https://news.ycombinator.com/item?id=1</comments>
	<description><![CDATA[<p>The pump is so slow that I left.</p>
	<p>Points: $1</p>
	<p># Comments: $2</p>]]></description></item>
	</channel></rss>
	END
}
films 100 1.2 200
news 45 12
serve <<'END'
/reviews.xml file=reviews.xml
/films.xml   file=films.xml
/news.xml    file=news.xml
END
feeds <<'END'
[source "Shop" kind=customer]
{base}/reviews.xml role=reviews
[source "Films" kind=community]
{base}/films.xml
[source "News" kind=community]
{base}/news.xml
END
es poll --all
same 'all is polled' "$status" 0

same 'stars of any scale are one to five' "$(sql "SELECT group_concat(
    coalesce(stars, '-'), ' ') FROM (SELECT * FROM v_post
    WHERE kind = 'review' ORDER BY published_ts)")" '1 5 2 5 2'
same 'few stars make a complaint of what is none without' \
    "$(sql "SELECT group_concat(stars, ' ') FROM (SELECT * FROM v_insight
    WHERE signal = 'complaint' ORDER BY published_ts)")" '1 2 2'
same 'and the evidence says that it was the stars' "$(sql "SELECT count(*)
    FROM v_evidence WHERE field = 'stars' AND points > 0")" 3
same 'the mean of two hundred is nobodys stars' "$(sql "SELECT p.stars IS NULL
    AND e.rating = 1.2 AND e.votes = 200 AND e.views = 100 FROM v_post p
    JOIN v_engagement e USING(post_id) WHERE p.title = 'A film'")" 1
same 'votes on a review are its numbers, not its rating' "$(sql "SELECT likes
    || ' ' || votes || ' ' || (rating IS NULL) FROM v_engagement e
    JOIN v_post p USING(post_id) WHERE p.stars = 1")" '3 4 1'
same 'points in a text are numbers' "$(sql "SELECT likes || ' ' || comments
    FROM v_engagement e JOIN v_post p USING(post_id)
    WHERE p.title = 'A pump'")" '45 12'
same 'and no words' "$(sql "SELECT text FROM v_post
    WHERE title = 'A pump'")" 'The pump is so slow that I left.'

sleep 2
films 500 1.4 210
news 60 9
es poll --all
same 'all is polled again' "$status" 0
same 'grown numbers edit no post' "$(sql 'SELECT count(*) FROM v_post
    WHERE edited_ts IS NOT NULL')" 0
same 'they are one more row each' "$(sql "SELECT group_concat(rows, ' ') FROM
    (SELECT p.title, count(*) AS rows FROM v_engagement JOIN v_post p
    USING(post_id) GROUP BY p.title ORDER BY p.title)")" '2 2 1'
same 'what fell is as served and has no speed' "$(sql "SELECT e.comments ||
    ' ' || (e.comments_per_h IS NULL) || ' ' || (e.likes_per_h > 0)
    FROM v_engagement e JOIN v_post p USING(post_id)
    WHERE p.title = 'A pump' ORDER BY taken_ts DESC LIMIT 1")" '9 1 1'
es poll --all
same 'nothing new, nothing more' "$(sql 'SELECT count(*)
    FROM v_engagement')" 5
same 'and a mean that grew made the entry no other' "$(sql "SELECT
    known_posts FROM (SELECT seen_posts AS known_posts FROM visit
    JOIN feed f ON f.id = feed_id WHERE f.url GLOB '*films.xml'
    ORDER BY visit.id DESC LIMIT 1)")" 1

es explain "$(sql "SELECT post_id FROM v_post WHERE title = 'A film'")"
like 'explain shows the numbers' "$(cat "$work/out")" \
    '500 views (* an hour), 210 votes (* an hour), rated 1.4 of 5, read '
es explain "$(sql "SELECT post_id FROM v_post WHERE stars = 5 LIMIT 1")"
unlike 'and none where none are known' "$(cat "$work/out")" ', read '
es db check
same 'the database is sound' "$status" 0
finish
