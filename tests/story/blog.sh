#!/bin/sh
# The small blog again, as a reader finds it: only its articles and the mirror
# are listed; the comments are where the articles say that they are.
. "$EARSHOT_SRC/tests/story/lib.sh"

data=${EARSHOT_SHARED:-}/data/blog
[ -n "${EARSHOT_SHARED:-}" ] && [ -d "$data" ] ||
    skip_all 'EARSHOT_SHARED names no samples'
ls "$EARSHOT_SRC"/rules/*.rules >/dev/null 2>&1 ||
    skip_all 'no shipped rules in the source tree'

serve <<END
/posts.xml       host=blog.example.com file=$data/posts.xml etag=auto
/new-era/feed/   host=blog.example.com file=$data/new-era-comments.xml etag=auto
/pact/feed/      host=blog.example.com file=$data/pact-comments.xml last-modified=auto
/pact-mirror.xml host=mirror.example.net file=$data/pact-mirror.xml
END
awk -v shipped="$EARSHOT_SRC/rules" -v port="$port" '
	/^shipped =/ { $0 = "shipped = " shipped }
	/^path = rules$/ { $0 = "path =" }
	{ print }
	/^\[fetch\]$/ {
		printf("resolve = blog.example.com:80=127.0.0.1:%s", port)
		printf(" mirror.example.net:80=127.0.0.1:%s\n", port)
	}' "$conf" >"$conf.new"
mv "$conf.new" "$conf"
feeds <<'END'
[source "Blog" kind=own staff="author"]
http://blog.example.com/posts.xml
[source "Mirror" kind=press]
http://mirror.example.net/pact-mirror.xml
END

# What is so of a database, whoever filled it.
holds() { # NAME
	same "$1: 14 posts, nine of them comments" "$(sql "select count(*),
	    sum(kind = 'comment') from v_post")" '14|9'
	same "$1: the nine sit under their posts" "$(sql "select t.url,
	    t.posts - 1, t.depth from v_thread t where t.posts > 1 order by 1")" \
	    'http://blog.example.com/new-era|4|1
http://blog.example.com/pact|5|1'
	same "$1: each under its own" "$(sql "select count(*) from v_post c
	    join v_post p on p.post_id = c.parent_id where c.kind = 'comment'
	    and substr(c.url, 1, instr(c.url, '#') - 1) = p.url")" 9
	same "$1: the author's replies are staff" "$(sql "select
	    author_kind = 'staff', count(*) from v_post
	    where kind = 'comment' and author = 'author' group by 1")" \
	    "1|$(grep -h '<dc:creator>author<' "$data"/*-comments.xml |
	        wc -l | tr -d ' ')"
	same "$1: and no customer's signal" "$(sql "select count(*)
	    from v_insight where author = 'author'")" 0
	same "$1: who asked was answered" "$(sql "select count(*) from v_thread
	    where posts > 1 and reply_wait_s > 0")" 2
	same "$1: the mirror is a duplicate" "$(sql "select d.url, p.url
	    from v_duplicates d join v_post p
	    on p.post_id = d.first_post_id")" \
	    'http://mirror.example.net/pact|http://blog.example.com/pact'
	same "$1: a removal marker is noted and not heard" "$(sql "select
	    moderated, instr(text, 'emoved'), (select count(*) from v_evidence
	    where text like '%emoved%') from v_post
	    where url like '%/pact#comment-5'")" '1|0|0'
	same "$1: mis-decoded characters read right" "$(sql "select
	    instr(text, 'I’m sure you understand') > 0,
	    instr(text, 'So how about you – how does') > 0, repaired,
	    (select count(*) from v_post where text like '%â€%')
	    from v_post where url like '%/pact#comment-4'")" '1|1|1|0'
	same "$1: the closed thread is closed, and no other" \
	    "$(sql 'select url from v_thread where not open')" \
	    'http://blog.example.com/releasing'
	same "$1: what a careful reader hears, and nothing else" "$(unheard)" ''
	promises "$1"
}

# Each signal that ${data}/expected.jsonl names and that is heard otherwise.
unheard() {
	json "select line.value ->> 'file', line.value ->> 'post', label.key,
	    label.value
	    from line, json_each(line.value, '\$.labels') label" \
	    "$data/expected.jsonl" | tee "$work/expected" |
	    while IFS='|' read -r file post signal fires; do
		case $file in
		*-comments.xml) at="%/${file%-comments.xml}#comment-$post" ;;
		pact-mirror.xml) at='%mirror.example.net/pact' ;;
		*) at="%blog.example.com/$post" ;;
		esac
		heard=$(sql "select count(distinct p.post_id), (select count(*)
		    from v_insight_all i join v_post o using(post_id)
		    where o.url like '$at' and i.signal = '$signal')
		    from v_post p where p.url like '$at'")
		[ "$heard" = "1|$fires" ] ||
		    echo "$file $post: $signal should be $fires, is $heard"
	done
}

# asked: how often each comment feed was asked for.
asked() {
	for name in new-era pact facilitate releasing; do
		printf '%s ' "$(hits "/$name/feed/")"
	done
}

# Who mirrors whom is told by who came first.
es poll http://blog.example.com/posts.xml
like 'the articles are read, and the comments they lead to' \
    "$status $out" '0 read 2 comment feeds*visited 1 new 1 '
es poll --all
same 'and the mirror' "$status" 0
same 'a feed of comments is asked for once, of none or closed ones never' \
    "$(asked)" '1 1 0 0 '
holds 'earshot poll'
check 'the careful reader has an opinion' test -s "$work/expected"

before=$(sql 'select max(changed_seq), count(*) from v_insight_all')
es poll --all
es poll --all
same 'a second and a third poll ask for no comments' "$status $(asked)" \
    '0 1 1 0 0 '
same 'but for the articles' "$(hits /posts.xml)" 4
same 'and change nothing' "$(posts) $(sql 'select max(changed_seq), count(*)
    from v_insight_all')" "14 $before"
es feeds list --found --csv
like 'what was found can be seen' "$out" \
    'http://blog.example.com/new-era/feed/'
es thread http://blog.example.com/pact
same 'a conversation can be read' \
    "$status $(grep -c '  post [0-9]*\(  <-\)*$' "$work/out")" '0 6'

# The daemon, by itself, from nothing.
: >"$served"
db=$work/daemon/earshot.db
sed -i "s|^url = .*|url = daemon/earshot.db|" "$conf"
feeds <<'END'
[source "Blog" kind=own staff="author"]
http://blog.example.com/posts.xml
END
start_daemon
heard_all() {
	[ "$(posts)" = 13 ] 2>/dev/null
}
check 'the daemon reads articles and comments' wait_for 30 heard_all
feeds <<'END'
[source "Blog" kind=own staff="author"]
http://blog.example.com/posts.xml
[source "Mirror" kind=press]
http://mirror.example.net/pact-mirror.xml
END
es reload
same 'and a mirror that is listed later' "$status" 0
check 'round after round' wait_for 30 hit /pact-mirror.xml 3
check 'of all that is listed' wait_for 30 hit /posts.xml 4
same 'and asks for comments once, of none or closed ones never' \
    "$(asked)" '1 1 0 0 '
stop_daemon
same 'it stops well' "$ended" 0
holds 'earshotd'
finish
