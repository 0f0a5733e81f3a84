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
serve <<'END'
/                     file=page.html type=text/html
/blog/posts.xml       file=posts.xml
/blog/comments/feed/  file=remarks.xml
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

es poll --all --feeds "$list"
same 'the new list is heard' "$(posts)" 5

finish
