#!/bin/sh
# earshot try: every hop, the headers, and what would be decided; nothing is
# written.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items a.xml 3
serve <<'END'
/a.xml      file=a.xml etag=W/x1
/moved      redirect=301:/a.xml
/later      redirect=302:/a.xml
/busy       429 retry-after=7200
/gone       410
END
feeds <<'END'
{base}/a.xml
END

es try "$base/moved"
same 'a feed that moved: exit 0' "$status" 0
like 'the first hop' "$out" "> GET $base/moved"
like 'its answer' "$out" '301'
like 'where that leads' "$out" "> GET $base/a.xml"
like 'headers' "$out" 'ETag: W/"x1"'
like 'the posts' "$out" 'Day 3'
like 'what would be stored' "$out" 'would store 3 posts'
like 'when it would come again, and why' "$out" 'would next visit in * because'
like 'the validators' "$out" 'next time: ETag W/"x1", Last-Modified none'
like 'and where it would go' "$out" "would go to $base/a.xml"
check 'nothing is written' test ! -e "$db"
es try "$base/later"
unlike 'a temporary redirect is not learned' "$out" 'would go to'
es try "$base/busy"
same 'a server that asks for rest: exit 1' "$status" 1
like 'why' "$err" 429
like 'and how long that is' "$out" 'as its server asks'
es try "$base/gone"
like 'gone for good' "$status $out" '1 *would not visit again*410'

# A stranger's words tell the terminal nothing: neither here nor in a list.
items rude.xml <<'END'
1|red &#x1b;[31m &#x9b;2J &#x202e;turned|I wish you had a tank. &#x1b;]0;title&#x7;
END
serve <<'END'
/rude.xml file=rude.xml
END
feeds <<'END'
{base}/rude.xml
END
obeyed() {
	LC_ALL=C grep -c "$(printf '[\001-\010\013-\037]\|\302\233\|\342\200\256')" \
	    "$work/out" "$work/err" | sed 's/.*://' | paste -sd+ -
}
es try "$base/rude.xml"
like 'a title with escapes is shown' "$status $out" '0 *red *turned'
same 'but not obeyed' "$(obeyed)" 0+0
es poll
es insights
like 'nor is it in a list' "$status $out" '0 *red *turned'
same 'nor obeyed' "$(obeyed)" 0+0
finish
