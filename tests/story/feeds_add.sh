#!/bin/sh
# A page is given, its feeds are found; the chosen ones are listed and heard.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items posts.xml 3
some_items remarks.xml 2
cat >"$work/www/page.html" <<'END'
<html><head><base href="/blog/">
<link rel="alternate" type="application/rss+xml" title="Posts" href="posts.xml">
<link rel="alternate" type="application/rss+xml" title="Acme Comments Feed"
 href="comments/feed/">
</head><body>A page.</body></html>
END
printf '<html><head><link rel="alternate" type="application/rss+xml"
 title="He said &quot;C:\\&quot;&#10;and &#27;[31m\\" href="/hard.xml">
<link rel="alternate" type="application/rss+xml" title="%s" href="/long.xml">
</head></html>' "$(printf 'long%.0s' $(seq 9000))" >"$work/www/hard.html"
serve <<'END'
/                     file=page.html type=text/html
/blog/posts.xml       file=posts.xml
/blog/comments/feed/  file=remarks.xml
/hard                 file=hard.html type=text/html
/hard.xml             file=remarks.xml
/long.xml             file=remarks.xml
/plain                body="<html><body>no feed</body></html>" type=text/html
END
list=$work/new.feeds

es feeds add "$base/" --feeds "$list"
same 'without a choice nothing is added: exit 1' "$status" 1
like 'it says how to choose' "$err" '--pick'
like 'the feeds are shown' "$out" "$base/blog/posts.xml"
like 'comments are labelled' "$out" 'Acme Comments Feed  \[comments]'
check 'and no list is made' test ! -e "$list"

es feeds add "$base/" --pick all --feeds "$list"
same 'all are chosen: exit 0' "$status" 0
same 'two lines are added' "$(grep -c "^$base" "$list")" 2
like 'the comments with their role' "$(cat "$list")" \
    "$base/blog/comments/feed/  role=comments"

es feeds add "$base/blog/posts.xml" --feeds "$list"
same 'what is listed already stays once' "$(grep -c posts.xml "$list")" 1
like 'and that is said' "$out" 'listed already'

es feeds add "$base/plain" --feeds "$list"
same 'a page without feeds: exit 1' "$status" 1
like 'in a sentence' "$err" 'is no feed and names none'
es feeds add 'not an address' --feeds "$list"
same 'what is no address: exit 2' "$status" 2

# What pages say does not break a list, nor a header above it count.
printf '[source "Other" need=brand.acme]\n%s/other.xml' "$base" >"$list.old"
chmod 664 "$list.old"
es feeds add "$base/hard" --pick all --feeds "$list.old"
same 'hard titles: exit 0' "$status" 0
es check --feeds "$list.old"
same 'the list has no fault' "$status" 0
same 'its mode is what it was' "$(stat -c %a "$list.old")" 664
unlike 'no terminal is told anything' "$(od -c "$list.old")" ' 033 '
"$earshot" feeds export --config "$conf" --feeds "$list.old" >"$work/export"
like 'what stands above is another source' "$(cat "$work/export")" \
    "$base/hard.xml *\[source \"Other\"]
$base/other.xml need=brand.acme"
same 'a new list can be read by the daemon' "$(stat -c %a "$list")" 644

es poll --all --feeds "$list"
same 'the new list is heard' "$(posts)" 5

# OPML is no place for a line.
echo '<opml version="2.0"><body></body></opml>' >"$work/x.opml"
es feeds add "$base/blog/posts.xml" --feeds "$work/x.opml"
like 'nothing is added to OPML' "$status $err" '2 *x.opml is OPML'
same 'not a byte' "$(wc -l <"$work/x.opml")" 1

# One that moved there for good is the same feed.
serve <<'END'
/old.xml   redirect=301:{base}/new.xml
/...       file=remarks.xml
END
echo "$base/old.xml" >"$list"
es poll --feeds "$list"
es poll --all --feeds "$list"
es poll --all --feeds "$list"
es feeds add "$base/new.xml" --feeds "$list"
like 'where a listed feed moved is listed already' "$status $out" \
    "0 *listed already: $base/old.xml"
same 'and is not added' "$(cat "$list")" "$base/old.xml"

finish
