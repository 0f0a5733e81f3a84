#!/bin/sh
# The first run: from nothing but a feed list to insights with their evidence.
. "$EARSHOT_SRC/tests/story/lib.sh"

items blog.xml <<'END'
1|Waiting for oats|I wish you offered oat milk refills. The queue was short.
2|A lid|The new lid does not work, it leaks.
3|Harbour walk|We walked along the harbour and had lunch.
END
cat >"$work/www/forum.atom" <<'END'
<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Forum</title><id>tag:forum.example,2026:f</id>
<updated>2026-11-21T10:00:00Z</updated>
<entry><id>tag:forum.example,2026:1</id><title>Sizes</title>
<link href="https://forum.example/1"/><updated>2026-11-20T09:30:00Z</updated>
<author><name>Ines &amp; Tom</name></author>
<content type="html">&lt;p&gt;I wish you &lt;b&gt;made&lt;/b&gt; a bigger one, caf&#233; size.&lt;/p&gt;</content>
</entry></feed>
END
cat >"$work/www/feed.json" <<'END'
{"version": "https://jsonfeed.org/version/1.1", "title": "J", "language": "en",
 "items": [{"id": "j1", "url": "https://j.example/1", "title": "One",
 "content_text": "It rained.", "date_published": "2026-11-19T08:00:00+02:00",
 "authors": [{"name": "Jo"}]}]}
END
serve <<'END'
/blog.xml    file=blog.xml etag=auto
/forum.atom  file=forum.atom etag=auto
/feed.json   file=feed.json etag=auto
END
feeds <<'END'
[source "Blog" kind=customer lang=en]
{base}/blog.xml
[source "Forum" kind=community]
{base}/forum.atom
[source "Jay" kind=press]
{base}/feed.json
END

es insights
same 'before the first run: a sentence, and exit 2' "$status" 2
like 'it says what makes the database' "$err" 'earshotd makes it'

start_daemon
check 'it listens' running "$daemon"
check 'all posts of all three feeds arrive' wait_for 20 has_posts 5
same 'as many as were served' "$(posts)" 5
same 'with author, date and address' "$(sql "select author, published_at, url
    from v_post where source = 'Forum'")" \
    'Ines & Tom|2026-11-20T09:30:00Z|https://forum.example/1'
same 'dates are in UTC' "$(sql "select published_at from v_post
    where source = 'Jay'")" '2026-11-19T06:00:00Z'
same 'insights say what was heard' "$(sql 'select signal, source from v_insight
    order by source, signal')" 'complaint|Blog
idea|Blog
idea|Forum'
same 'evidence is the words of the text' "$(sql "select rule, text
    from v_evidence where ref = (select ref from v_insight
    where source = 'Forum')")" 'story.wish|I wish you made'
promises 'first run'

es insights
same 'earshot insights: exit 0' "$status" 0
same 'a heading and a line each' "$(wc -l <"$work/out")" 4
ref=$(sql "select ref from v_insight where source = 'Forum'")
like 'the reference stands in the list' "$out" "$ref"
es explain "$ref"
same 'earshot explain: exit 0' "$status" 0
like 'it names the rule' "$out" 'story.wish'
like 'it says what the rule is about' "$out" 'A wish for something'
like 'it marks the words' "$out" '\[I wish you made\]'
like 'it shows the points' "$out" '+4.00  story.wish'
es explain "$(echo "$ref" | tr 'A-Z' 'a-z' | tr -d -)"
same 'a reference as people type it' "$status" 0

es status
same 'status: well' "$status" 0
like 'it names the daemon' "$out" "pid $daemon"
es feeds list
like 'feeds list: each feed' "$out" "$base/forum.atom"

same 'the folder: 2750' "$(stat -c %a "$work/store")" 2750
same 'the database: 0640' "$(stat -c %a "$db")" 640
same 'all that lies beside it is 0640, but for the socket' \
    "$(find "$work/store" -type f ! -perm 0640)" ''
same 'the socket: for the group' "$(stat -c %a "$db.control")" 660

stop_daemon
same 'SIGTERM: exit 0' "$ended" 0
check 'and it says so' said '^stopped'
check 'the socket is gone' test ! -e "$db.control"
same 'nothing was lost' "$(posts)" 5
finish
