#!/bin/sh
# Real feeds: a small blog with its comment threads and a mirror, end to end;
# and eight documents of the wild, counted.
. "$EARSHOT_SRC/tests/story/lib.sh"

data=${EARSHOT_SHARED:-}/data
[ -n "${EARSHOT_SHARED:-}" ] && [ -d "$data/blog" ] ||
    skip_all 'EARSHOT_SHARED names no samples'
ls "$EARSHOT_SRC"/rules/*.rules >/dev/null 2>&1 ||
    skip_all 'no shipped rules in the source tree'

# By the hosts that the feeds are of: split DNS leads to our server.
serve <<END
/posts.xml             host=blog.example.com file=$data/blog/posts.xml etag=auto
/new-era-comments.xml  host=blog.example.com file=$data/blog/new-era-comments.xml etag=auto
/pact-comments.xml     host=blog.example.com file=$data/blog/pact-comments.xml last-modified=auto
/pact-mirror.xml       host=mirror.example.net file=$data/blog/pact-mirror.xml
END
sed -i 's/^shipped =$/shipped = '"$(echo "$EARSHOT_SRC" | sed 's|/|\\/|g')"'\/rules/
	s/^path = rules$/path =/' "$conf"
cat >>"$conf" <<END
[fetch]
resolve = blog.example.com:80=127.0.0.1:$port mirror.example.net:80=127.0.0.1:$port
END
# One section, once: the resolve line belongs to the one above.
awk '/^\[fetch\]$/ && seen++ { next } { print }' "$conf" >"$conf.new"
grep '^resolve' "$conf.new" >"$work/resolve"
grep -v '^resolve' "$conf.new" |
    sed "/^\[fetch\]$/r $work/resolve" >"$conf"
feeds <<'END'
[source "Blog" kind=own staff="author"]
http://blog.example.com/posts.xml
http://blog.example.com/new-era-comments.xml  role=comments
http://blog.example.com/pact-comments.xml     role=comments
[source "Mirror" kind=press]
http://mirror.example.net/pact-mirror.xml
END

# What the documents say of each post, in our words: link|author|date.
# (date(1) would mind the weekdays, of which some are wrong.)
cat "$data"/blog/*.xml | awk 'BEGIN { RS = "</item>" }
	function field(name,   at, rest) {
		at = index($0, "<" name ">")
		if (at == 0)
			return ""
		rest = substr($0, at + length(name) + 2)
		return substr(rest, 1, index(rest, "</" name ">") - 1)
	}
	/<item>/ {
		sub(/^.*<item>/, "")
		print field("link") "|" field("dc:creator") "|" \
		    substr(field("pubDate"), 6)
	}' | while IFS='|' read -r link author date; do
	[ -z "$date" ] || date=$(date -u -d "$date" +%Y-%m-%dT%H:%M:%SZ)
	echo "$link|$author|$date"
done | sort >"$work/wanted"
same 'the samples hold 14 posts' "$(wc -l <"$work/wanted")" 14

# The articles first, so that who mirrors whom is told.
es poll http://blog.example.com/posts.xml
like 'the articles are polled' "$status $out" '0 *visited 1 new 1 unchanged 0'
es poll --all
same 'and all four feeds' "$status" 0
like 'the others are new' "$out" 'visited 4 new 3 unchanged 1 failed 0'
same 'all 14 posts are stored' "$(posts)" 14
sql "select url, coalesce(author, ''), iif(dated, published_at, '')
    from v_post" | sort >"$work/got"
same 'with links, authors and dates' "$(cat "$work/got")" \
    "$(cat "$work/wanted")"
check 'and their words' test "$(sql 'select min(length(text)) from v_post')" \
    -gt 20
same 'comments are comments' "$(sql "select kind, count(*) from v_post
    group by 1 order by 1")" 'article|5
comment|9'
same 'mis-decoded characters were repaired' "$(sql "select count(*) from v_post
    where text like '%â€%'")" 0
same 'and read right' "$(sql "select instr(text, 'I’m sure you understand') > 0,
    instr(text, 'So how about you – how does') > 0, repaired
    from v_post where url like '%/pact#comment-4'")" '1|1|1'
same 'a removal marker is gone from the words and noted' \
    "$(sql "select moderated, instr(text, 'emoved'), instr(text, 'reports')
    > 0 from v_post where url like '%/pact#comment-5'")" '1|0|1'
unlike "a moderator's marker is not the customer's word" \
    "$(sql "select group_concat(text) from v_evidence")" 'emoved'
same "staff's words are no customer's" "$(sql "select count(*) from v_insight
    where author = 'author'")" 0
same 'the nine comments sit under their posts' "$(sql "select t.url, t.posts - 1,
    t.depth from v_thread t where t.posts > 1 order by 1")" \
    'http://blog.example.com/new-era|4|1
http://blog.example.com/pact|5|1'
same 'each under its own' "$(sql "select count(*) from v_post c join v_post p
    on p.post_id = c.parent_id where c.kind = 'comment'
    and substr(c.url, 1, instr(c.url, '#') - 1) = p.url")" 9
same "the author's replies are staff" "$(sql "select author_kind, count(*)
    from v_post where kind = 'comment' and author = 'author' group by 1")" \
    "staff|$(grep -c '<dc:creator>author<' "$data"/blog/*-comments.xml |
        awk -F: '{ n += $2 } END { print n }')"
same 'the mirror is a duplicate' "$(sql "select d.url, p.url
    from v_duplicates d join v_post p on p.post_id = d.first_post_id")" \
    'http://mirror.example.net/pact|http://blog.example.com/pact'
same 'who had to wait for an answer' "$(sql "select count(*) from v_thread
    where posts > 1 and reply_wait_s > 0")" 2
same 'a closed thread is closed' "$(sql 'select url from v_thread
    where not open')" 'http://blog.example.com/releasing'
same 'nobody asks for its comments' "$(hits /releasing/feed/)" 0
same "nothing is proved by somebody else's title" "$(sql "select count(*)
    from v_evidence e join v_post p using(post_id) where e.field = 'title'
    and p.kind = 'comment' and p.title like 're:%'")" 0
es thread http://blog.example.com/pact
like 'earshot thread shows who and when' "$status $out" \
    '0 6 posts, * voices, open, staff answered after *(staff)*(customer)'
same 'and every post of it' "$(grep -c '  post [0-9]*$' "$work/out")" 6
like 'and what was heard in it' "$out" 'complaint 0.'
es thread --json "$(sql "select ref from v_insight
    where signal = 'complaint' limit 1")"
same 'by an insight, for machines' "$status $(json "select count(*),
    sum(value ->> 'depth'), sum(value ->> 'signals' is not null) > 0
    from line")" '0 6|5|1'
es thread nowhere
same 'what is not there' "$status" 1
promises 'show'
before=$(sql 'select max(changed_seq), count(*) from v_insight_all')

# Comments before what they answer, each feed by itself.
threads() {
	sql "select p.url, q.url, r.url, p.depth, t.posts, t.voices, t.ideas,
	    t.complaints, t.staff_replied_ts, t.reply_wait_s, t.last_ts, t.open
	    from v_post p left join v_post q on q.post_id = p.parent_id
	    left join v_post r on r.post_id = p.root_id
	    left join v_thread t on t.root_id = r.post_id order by p.url"
}
first=$(threads)
was=$db
db=$work/turned/earshot.db
for feed in http://blog.example.com/pact-comments.xml \
    http://blog.example.com/new-era-comments.xml \
    http://blog.example.com/posts.xml http://mirror.example.net/pact-mirror.xml
do
	es poll --db "$db" $feed
done
same 'in the other order it is the same' "$(threads)" "$first"
promises 'the other order'
db=$was

es poll --all
same 'a second poll' "$status $(echo "$out" | tail -n 1)" \
    '0 visited 4 new 0 unchanged 4 failed 0 insights 0'
same 'stores nothing' "$(posts) $(sql 'select max(changed_seq), count(*)
    from v_insight_all')" "14 $before"
start_daemon
rounds() {
	[ "$(hits /pact-mirror.xml)" -ge 4 ]
}
check 'nor does the daemon' wait_for 30 rounds
stop_daemon
same 'as before' "$(posts) $(sql 'select max(changed_seq), count(*)
    from v_insight_all')" "14 $before"

refs=$(sql 'select ref from v_insight')
check 'something was heard' test -n "$refs"
unexplained=
for ref in $refs; do
	es explain "$ref"
	[ $status = 0 ] || unexplained="$unexplained $ref: exit $status;"
	for part in rule text points; do
		sql "select $part from v_evidence where ref = '$ref'
		    and points <> 0 and text is not null
		    and instr(text, char(10)) = 0" >"$work/parts"
		# As C prints it; SQLite rounds halves otherwise.
		[ $part != points ] || awk '{ printf("%+.2f\n", $1) }' \
		    "$work/parts" >"$work/printed"
		[ $part != points ] || mv "$work/printed" "$work/parts"
		[ -s "$work/parts" ] ||
		    unexplained="$unexplained $ref has no $part;"
		while read -r words; do
			grep -q -F -e "$words" "$work/out" ||
			    unexplained="$unexplained $ref: no '$words';"
		done <"$work/parts"
	done
done
same 'explain shows rule, words and points of each insight' "$unexplained" ''

# What a careful reader hears: these signals must fire, those must not.
json "select line.value ->> 'file', line.value ->> 'post', label.key,
    label.value
    from line, json_each(line.value, '\$.labels') label" \
    "$data/blog/expected.jsonl" >"$work/expected"
wrong=
while IFS='|' read -r file post signal fires; do
	case $post in
	[0-9]*) url="%#comment-$post" ;;
	m-1) url='%mirror.example.net/pact' ;;
	*) url="%/$post" ;;
	esac
	heard=$(sql "select count(*) from v_insight_all i
	    join v_post p using(post_id) where p.url like '$url'
	    and p.feed_url like '%/$file' and i.signal = '$signal'")
	[ "$heard" = "$fires" ] ||
	    wrong="$wrong$file $post: $signal should be $fires
"
done <"$work/expected"
check 'the careful reader has an opinion' test -s "$work/expected"
same 'what a careful reader hears is heard, and nothing else' "$wrong" ''

# The wild ones.
while read -r name count; do
	es parse "$data/feeds/$name.xml"
	same "$name: $count entries" "$status $(json "select
	    json_array_length(value, '\$.entries') from line")" "0 $count"
done <<'END'
encoding_ISO-8859-1 40
encoding_WINDOWS-1251 50
large_atom 25
large_rss 25
no_encoding_ISO-8859-1 10
rdf_UTF8 60
small_atom 20
urdu_UTF8 26
END

# And end to end: every entry is stored, over both rounds.
serve <<END
/...  folder=$data/feeds etag=auto
END
for f in "$data"/feeds/*.xml; do
	echo "{base}/${f##*/}"
done | feeds
db=$work/wild/earshot.db
es poll --all --db "$db"
same 'all eight are visited' "$status $(echo "$out" | tail -n 1 |
    cut -d ' ' -f 1-8)" '0 visited 8 new 8 unchanged 0 failed 0'
same 'each entry is stored' "$(sql "select replace(replace(url,
    rtrim(url, replace(url, '/', '')), ''), '.xml', ''), (select count(*)
    from post_feed p where p.feed_id = f.id) from feed f order by 1")" \
    'encoding_ISO-8859-1|40
encoding_WINDOWS-1251|50
large_atom|25
large_rss|25
no_encoding_ISO-8859-1|10
rdf_UTF8|60
small_atom|20
urdu_UTF8|26'
promises 'the wild ones'
es poll --all --db "$db"
same 'a second poll' "$status" 0
# A feed whose ttl asks for rest is left in peace.
like 'stores nothing' "$(echo "$out" | tail -n 1)" \
    'visited [78] new 0 unchanged [78] failed 0 insights 0'
finish
