#!/bin/sh
# Conversations as people read them: sixty comments below what they answer,
# nothing that a terminal would obey, and words that say what is off.
. "$EARSHOT_SRC/tests/story/lib.sh"

# Each third answers the one before, the others the article; the author speaks
# in every tenth.  Bytes that would move, colour or turn round a terminal.
{
	cat <<'END'
<feed xmlns="http://www.w3.org/2005/Atom"
  xmlns:thr="http://purl.org/syndication/thread/1.0">
<title>Kettles</title><id>urn:k</id><updated>2026-03-01T00:00:00Z</updated>
<entry><id>urn:k:0</id><title>A new kettle</title>
<link href="https://k.example/kettle"/><updated>2026-03-01T10:00:00Z</updated>
<author><name>Ann</name></author>
<content>The lid of the new kettle opens by itself when the water boils.</content></entry>
END
	i=1
	while [ $i -le 60 ]; do
		to=0 who=Customer-$i text="Comment number $i. The handle does not work."
		[ $((i % 3)) -ne 0 ] || to=$((i - 1))
		[ $((i % 10)) -ne 0 ] || who=Ann text="We look at it, number $i."
		[ $i -ne 7 ] || who='Eve&#x9b;31m&#x202e;'
		[ $i -ne 8 ] || text='You write: "opens by itself when the water boils" &#x2066; I wish you had &#x85; a lock for it.'
		printf '<entry><id>urn:k:%d</id><title>Re: A new kettle</title><link href="https://k.example/kettle#c%d"/><updated>2026-03-01T%02d:%02d:00Z</updated><author><name>%s</name></author><thr:in-reply-to ref="urn:k:%d"/><content>%s</content></entry>\n' \
		    $i $i $((10 + i / 10)) $((i % 10 * 6)) "$who" $to "$text"
		i=$((i + 1))
	done
	echo '</feed>'
} >"$work/www/kettle.xml"
serve <<'END'
/kettle.xml file=kettle.xml
END
feeds <<'END'
[source "Kettles" staff="Ann"]
{base}/kettle.xml
END
es poll --all
same 'a conversation of sixty-one is polled' "$status $(posts)" '0 61'
es thread https://k.example/kettle
head=$(head -n 1 "$work/out")
same 'its first line sums it up' "$status $head" \
    '0 61 posts, 55 voices, open, staff answered after 54 min'
same 'every post is told' "$(grep -c '  post [0-9]*$' "$work/out")" 61
same 'answers stand below what they answer' \
    "$(awk '/  post [0-9]*$/ { match($0, /^ */); n[RLENGTH]++ }
	END { print n[0], n[2], n[4] }' "$work/out")" '1 40 20'
same 'in lines that fit' "$(sed 's/…/./g' "$work/out" |
    awk 'length($0) > 80')" ''
same 'staff is staff, six times and the root' \
    "$(grep -c 'Ann (staff)  post' "$work/out")" 7
same 'each complaint once, with its words' \
    "$(grep -c '^ *\* complaint 0\.[0-9]* ....-....: The handle \[does not work\]\.$' \
	"$work/out")" 53
same 'nothing that a terminal would obey' \
    "$(LC_ALL=C tr -d '\n\40-\176\200-\377' <"$work/out" | wc -c)" 0
unlike 'nor in two bytes' "$(cat "$work/out")" "$(printf '\302\233')"
unlike 'nor what turns lines round' "$(cat "$work/out")" "$(printf '\342\200\256')"
same "what is repeated of the article is nobody's" \
    "$(sql "select group_concat(text, '|') from v_evidence
    where signal = 'idea'")" 'I wish you had'
like 'where the words go on' "$out" '* idea'

ref=$(sql "select ref from v_insight where signal = 'idea'")
es thread "$ref"
same 'the post of an insight is marked' "$status $(grep -c ' <-$' "$work/out")" \
    '0 1'
like 'as the one that was asked for' "$(grep ' <-$' "$work/out")" 'Customer-8'
es thread "$(sql "select post_id from v_post where author = 'Customer-9'")"
like 'a number will do' "$status $out" '0 61 posts'
es thread --json "$ref"
same 'an object a post for machines' "$status $(json "select count(*),
    max(value ->> 'depth') from line")" '0 61|2'
es thread --csv "$ref"
same 'a line a post for tables' "$status $(head -n 1 "$work/out" |
    cut -d , -f 1-4)" '0 post_id,parent_id,depth,kind'
es thread --full "$ref"
like 'whole texts on request' "$status $out" '0 61 posts'

es thread K7QX-2MPD
same 'what is not there' "$status" 1
like 'is told with what would be right' "$(cat "$work/err")" \
    "a post's number or a post's address"
es thread
same 'as is what is missing' "$status" 2
es thread --csv=word "$ref"
like 'and an unknown form' "$status $(cat "$work/err")" '2 *--csv or --csv=excel'

es explain "$ref"
like 'explain says which title is not heard' "$out" 'its title is not heard'
es explain https://k.example/kettle
unlike "but an article's is" "$out" 'its title is not heard'

# Who is staff from now on was staff before.
sed -i 's|number 60.|number 60, again.|' "$work/www/kettle.xml"
feeds <<'END'
[source "Kettles" staff="Ann, Customer-2"]
{base}/kettle.xml
END
sed 's|</feed>|<entry><id>urn:k:61</id><title>x</title><updated>2026-03-02T10:00:00Z</updated><author><name>Customer-2</name></author><thr:in-reply-to ref="urn:k:5"/><content>Me again.</content></entry></feed>|' \
    "$work/www/kettle.xml" >"$work/www/next.xml"
mv "$work/www/next.xml" "$work/www/kettle.xml"
es poll --all
es thread "$ref"
same 'a customer who became staff answered first' "$(head -n 1 "$work/out")" \
    '62 posts, 55 voices, open, staff answered after 6 min'
es db check
same 'all of it holds' "$status $out" "0 $db: sound"

# A post that nobody answered is somebody's, if it says whose.
echo '{"text":"It leaks.","author":"Jo"}
{"text":"It rusts."}' >"$work/alone.jsonl"
es import "$work/alone.jsonl" --source Survey
es thread "$(sql "select post_id from v_post where text = 'It leaks.'")"
same 'one post, one voice' "$(head -n 1 "$work/out")" '1 post, 1 voice, open'
es thread "$(sql "select post_id from v_post where text = 'It rusts.'")"
same 'one post, nobody' "$(head -n 1 "$work/out")" '1 post, 0 voices, open'
finish
