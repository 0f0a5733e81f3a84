#!/bin/sh
# store.names: what is kept of authors, as a choice of the house.
. "$EARSHOT_SRC/tests/story/lib.sh"

entries() {
	cat >"$work/www/a.xml" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>
<entry><id>urn:1</id><title>One</title><link href="https://blog.example/1"/>
<author><name>Wilhelmina Voss</name><uri>https://people.example/voss</uri></author>
<updated>2026-11-20T10:00:00Z</updated><content>The lid leaks.</content></entry>
<entry><id>urn:2</id><title>Two</title><link href="https://blog.example/2"/>
<author><name>Wilhelmina Voss</name><uri>https://people.example/voss</uri></author>
<updated>2026-11-20T11:00:00Z</updated><content>The cup leaks.</content></entry>
<entry><id>urn:3</id><title>Three</title><link href="https://blog.example/3"/>
<author><name>Paula Partner</name></author>
<updated>2026-11-20T12:00:00Z</updated><content>Nothing.</content></entry>
</feed>
END
}
entries
serve <<'END'
/a.xml  file=a.xml
END
feeds <<'END'
[source "Blog" kind=own partner="Paula Partner"]
{base}/a.xml lang=en
END

for names in plain hash none; do
	db=$work/$names/earshot.db
	es poll --db "$db" --set store.names=$names
	same "$names: polled" "$status $out" \
	    '0 visited 1 new 1 unchanged 0 failed 0 insights 2'
	es poll --all --db "$db" --set store.names=$names
	same "$names: nothing twice" "$(posts)" 3
	es db check --db "$db"
	same "$names: the database is sound" "$status" 0
done

db=$work/plain/earshot.db
same 'plain: names as they are' "$(sql "select group_concat(name)
    from (select name from v_voice order by name)")" \
    'Paula Partner,Wilhelmina Voss'
db=$work/hash/earshot.db
same 'hash: two voices' "$(sql 'select count(*) from v_voice')" 2
same 'hash: one of them said two things' "$(sql "select count(*) from v_post
    where author glob 'voice-[0-9a-f]*' group by voice_id
    order by 1 desc limit 1")" 2
same 'hash: a partner is still a partner' "$(sql "select count(*) from v_voice
    where kind = 'partner'")" 1
same 'hash: no byte of a name' \
    "$(grep -l -i -e wilhelmina -e people.example "$db" "$db-wal")" ''
same 'hash: the key is for its owner only' \
    "$(stat -c %a "$db.names-key")" 600
key=$(cksum <"$db.names-key")
es poll --all --db "$db" --set store.names=hash
same 'hash: and stays the same' "$(cksum <"$db.names-key")" "$key"
rm "$db.names-key"
mkdir "$db.names-key"
sed 's/urn:2/urn:4/; s|/2|/4|; s/Two/Four/' "$work/www/a.xml" >"$work/new"
mv "$work/new" "$work/www/a.xml"
es poll --all --db "$db" --set store.names=hash
same 'hash: without a key names are left out' "$(sql "select count(*)
    from v_post where title = 'Four' and author is null")" 1
like 'and it says so' "$err" 'names_left_out'
db=$work/none/earshot.db
same 'none: no voices' "$(sql 'select count(*) from v_voice')" 0
same 'none: no authors' "$(sql "select count(*) from v_post
    where author is not null")" 0
same 'none: no byte of a name' \
    "$(grep -l -i -e wilhelmina -e people.example "$db" "$db-wal")" ''
es poll --all --db "$db" --set store.names=hidden
same 'another word: exit 78' "$status" 78
finish
