#!/bin/sh
# Bad input is an ordinary day: each fault is one clear sentence with the right
# exit code, nothing is lost, and the rest goes on.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items good.xml 3
some_items late.xml 3
echo '<!DOCTYPE html><html><head><title>A page</title></head><body><p>Hello</p></body></html>' \
    >"$work/www/page.html"
echo 'just some words, no feed at all' >"$work/www/words.txt"
: >"$work/www/empty.xml"
{
	printf '<?xml version="1.0"?><rss version="2.0"><channel>'
	printf '<title>Broken</title><item><guid>x1</guid><title>Tom & Jo</title>'
	printf '<description>I wish you had <b>bold words</description></item>'
	printf '<item><guid>x2</guid><title>Cut o'
} >"$work/www/broken.xml"
serve <<'END'
/good.xml     file=good.xml etag=auto
/broken.xml   file=broken.xml
/page.html    file=page.html
/words.txt    file=words.txt
/empty.xml    file=empty.xml
/none.xml     404
/gone.xml     410
/error.xml    500
/closed.xml   close
/half.xml     file=good.xml cut=50%
/hang.xml     hang
/round.xml    redirect=302:{base}/round.xml
/inside.xml   redirect=302:http://127.0.0.1:1/x
/flood.xml    endless=8M/s
/late.xml     429 retry-after=1
/late.xml     file=late.xml etag=auto
END
feeds <<'END'
{base}/page.html
{base}/words.txt
{base}/empty.xml
{base}/none.xml
{base}/gone.xml
{base}/error.xml
{base}/closed.xml
{base}/half.xml
{base}/hang.xml
{base}/round.xml
{base}/inside.xml
{base}/flood.xml
http://127.0.0.1:1/nobody.xml
http://nobody.invalid/feed.xml
{base}/good.xml lang=en
{base}/broken.xml lang=en
{base}/late.xml lang=en
END
faulty=14

# --- a round of visits by hand
es poll --all --set fetch.timeout=3 --set fetch.max_bytes=100K
same 'earshot poll: some feeds failed, exit 1' "$status" 1
like 'the last line counts them' "$(echo "$out" | tail -n 1)" \
    "visited 17 new 2 unchanged 0 failed $((faulty + 1)) "
# each one sentence that names the address and the reason
sentence() { # NAME ADDRESS WORDS
	line=$(grep -F -e "$2" "$work/err" | head -n 1)
	like "$1" "$line" "$3"
}
sentence 'an HTML page is no feed' /page.html 'not a feed'
sentence 'nor are words' /words.txt 'not a feed'
sentence 'nor is nothing' /empty.xml 'is empty'
sentence '404' /none.xml 'answered 404'
sentence '410' /gone.xml 'answered 410'
sentence '500' /error.xml 'answered 500'
sentence 'a closed connection' /closed.xml 'closed without an answer'
sentence 'half a body' /half.xml 'cut short'
sentence 'a server that hangs' /hang.xml 'no answer after 3'
sentence 'a redirect in a circle' /round.xml 'too many redirects'
sentence 'a redirect to a private address' /inside.xml \
    '127.0.0.1:1 is not a public address'
sentence 'a body without an end' /flood.xml 'larger than 102400 bytes'
sentence 'a private address' 127.0.0.1:1/nobody.xml 'not a public address'
sentence 'no such host' nobody.invalid 'not found'
sentence 'asked to wait' /late.xml '429*wait 1 s'
same 'one line a failure' "$(grep -c . "$work/err")" $((faulty + 1))
same 'the good ones are stored' "$(sql "select count(*) from v_post
    where feed_url like '%/good.xml'")" 3
same 'broken XML is repaired, not refused' "$(sql "select title, recovered
    from v_post where feed_url like '%/broken.xml' order by 1 desc
    limit 1")" 'Tom & Jo|1'
same 'health: each is known by its cause' "$(sql "select count(*)
    from v_feed_health where failures > 0")" $((faulty + 1))
es feeds list
like 'and shown with it' "$out" 'not a feed: an HTML page'

# --- the daemon
rm -rf "$work/store"
timeout=3s
write_conf
start_daemon --set fetch.max_bytes=100K
check 'the daemon goes on with the others' running "$daemon"
check 'and hears them' wait_for 40 has_posts 7
check 'a failure is one line of the log' \
    wait_for 20 said '^visit feed=.* outcome=failed .*page.html'
some_items good.xml 5
check 'what is new still comes' wait_for 20 has_posts 9
es status
same 'failing feeds are no illness of ours: exit 0' "$status" 0
stop_daemon
same 'exit 0' "$ended" 0
promises 'with bad feeds'

# --- one at a time: try, parse
es try "$base/page.html"
same 'try: no feed, exit 1' "$status" 1
like 'says so' "$err" 'not a feed'
es try "$base/good.xml"
same 'try: a feed, exit 0' "$status" 0
like 'and writes nothing' "$out" 'nothing was written'
es try "$base/none.xml"
same 'try: 404, exit 1' "$status" 1
es try "$work/no-such-file"
same 'try: no file, exit 2' "$status" 2
es parse "$work/www/page.html"
same 'parse: no feed, exit 1' "$status" 1
like 'says so' "$err" 'page.html: no feed'
es parse "$work/no-such-file"
same 'parse: no file, exit 2' "$status" 2
like 'names it' "$err" no-such-file
es parse "$work/www/good.xml" "$work/www/page.html" "$work/www/broken.xml"
same 'parse: one of three is none, exit 1' "$status" 1
same 'and a line each, null for it' "$(sed -n 2p "$work/out") $(wc -l \
    <"$work/out")" 'null 3'

# --- the database
mkdir "$work/shop"
sqlite3 "$work/shop/shop.db" 'create table shop(id); insert into shop
    values(1)'
sum=$(cksum <"$work/shop/shop.db")
once --db "$work/shop/shop.db"
same "another program's database: exit 2" "$status" 2
like 'a sentence that names it' "$err" "$work/shop/shop.db"
same 'and it is left alone' "$(cksum <"$work/shop/shop.db")" "$sum"
es insights --db "$work/shop/shop.db"
same 'for readers too: exit 2' "$status" 2
like 'named' "$err" "$work/shop/shop.db"
echo 'Dear diary' >"$work/shop/diary.txt"
once --db "$work/shop/diary.txt"
same 'a file that is no database: exit 2' "$status" 2
like 'a sentence' "$err" 'not a database'
same 'and it is left alone' "$(cat "$work/shop/diary.txt")" 'Dear diary'
once --db "$work/www"
same 'a folder: exit 2' "$status" 2
like 'a sentence' "$err" "$work/www"
once --db postgresql://user:geheim@db.example/x
same 'a store that is not there yet: exit 2' "$status" 2
unlike 'without its password' "$err" geheim
once --db /proc/earshot/earshot.db
same 'a folder that cannot be made: exit 2' "$status" 2
like 'names it' "$err" /proc/earshot
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	mkdir "$work/locked"
	chmod 755 "$work" "$work/locked"
	mkdir "$work/bin"
	cp "$earshotd" "$work/bin/"
	chmod -R a+rX "$work/feeds" "$work/rules" "$conf" "$work/bin"
	setpriv --reuid=54320 --regid=54320 --clear-groups -- \
	    "$work/bin/earshotd" --config "$conf" --db "$work/locked/e.db" \
	    >"$work/out" 2>"$work/err"
	same 'a folder that is not ours to write: exit 2' "$?" 2
	like 'a sentence that names it' "$(cat "$work/err")" "$work/locked/e.db"
	like 'and the reason' "$(cat "$work/err")" 'ermission'
else
	skip 'a folder that is not ours to write: exit 2' 'needs root'
fi

# --- words and files of ours
once --onse
same 'an unknown option: exit 2' "$status" 2
like 'and what was meant' "$err" 'did you mean --once'
once visit
same 'an operand that is none: exit 2' "$status" 2
es insights --limmit 3
same 'an unknown option of a command: exit 2' "$status" 2
like 'and what was meant' "$err" 'did you mean --limit'
like 'and the usage' "$err" 'usage: earshot insights'
"$earshot" insigths >"$work/out" 2>"$work/err"
same 'an unknown command: exit 2' "$?" 2
like 'and what was meant' "$(cat "$work/err")" "did you mean 'insights'"
once --set fetch.timout=3
same 'an unknown key: exit 78' "$status" 78
like 'and what was meant' "$err" 'fetch.timeout'
once --set fetch.timeout=soon
same 'a bad value: exit 78' "$status" 78
like 'and what would be right' "$err" 'fetch.timeout'
once --set 'fetch.allow_private=here and there'
same 'an address that is none: exit 78' "$status" 78
like 'a sentence' "$err" 'here'
once --check --set 'fetch.allow_private=here and there'
same 'and --check finds it before the start: exit 1' "$status" 1
once --set fetch.timeout
same 'no value at all: exit 2' "$status" 2

cp "$conf" "$conf.good"
sed -i 's/^timeout = .*/timeout = never/' "$conf"
line=$(grep -n '^timeout' "$conf" | cut -d: -f1)
once
same 'a fault in the configuration: exit 78' "$status" 78
like 'file:line:column' "$err" "earshot.conf:$line:"
once --check
same 'earshotd --check: exit 1' "$status" 1
es insights
same 'a command: exit 78' "$status" 78
mv "$conf.good" "$conf"
once --config "$work/nowhere.conf"
same 'a configuration that is not there: exit 78' "$status" 78
like 'names it' "$err" "$work/nowhere.conf"

rm -rf "$work/store"
bad_rules
once
same 'a broken rule file: exit 78' "$status" 78
like 'file:line:column' "$err" 'story.rules:5:3: '
es classify 'I wish you had tea'
same 'a command that needs it: exit 78' "$status" 78
like 'file:line:column' "$err" 'story.rules:5:3: '
es rules check
same 'rules check: exit 1' "$status" 1
story_rules
printf 'http://x.example/ every=never\n' >"$work/feeds/all.feeds"
once
same 'a broken feed list: exit 78' "$status" 78
like 'file:line:column' "$err" 'all.feeds:1:'
es feeds export
same 'a command that needs it: exit 78' "$status" 78
once --rules "$work/no-such.rules"
same 'rules that are not there: exit 78' "$status" 78
like 'names them' "$err" "$work/no-such.rules"
finish
