# What hostile servers send, for the stories that need them all; sourced after
# lib.sh.  Knows nothing of who asks for it.

rep() { # HEAD UNIT TIMES TAIL
	printf '%s' "$1"
	yes "$2" | head -n "$3"
	printf '%s' "$4"
}

# hostile_world: the documents in www, well.xml among them, and ${work}/kinds:
# one line a kind, its path's name and what comes.
hostile_world() {
	some_items well.xml 5
	head -c 200000000 /dev/zero | gzip -9 >"$work/www/bomb.gz"
	gzip -9 <"$work/www/bomb.gz" >"$work/www/chain.gz"
	head -c 300000 /dev/urandom >"$work/www/noise"
	rss='<rss version="2.0"><channel>'
	rep "$rss" '<item><title>I wish you had a net</title></item>' 300000 \
	    '</channel></rss>' >"$work/www/items.xml"
	rep "$rss<item><description>" 'plain words and more of them' 540000 \
	    '</description></item></channel></rss>' >"$work/www/text.xml"
	rep "$rss<item><description>" '&lt;div>&lt;b>&lt;table x=1>' 300000 \
	    '</description></item></channel></rss>' >"$work/www/nest.xml"
	rep "$rss" '<a><b>' 400000 '' >"$work/www/deep.xml"
	rep '<rss' ' a="1"' 500000 '>' >"$work/www/tag.xml"
	rep '{"version":"https://jsonfeed.org/version/1.1","items":' '[' 5000000 '' \
	    >"$work/www/deep.json"
	{
		echo '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">'
		for i in 1 2 3 4 5 6 7 8 9; do
			echo "<!ENTITY a$i \"&a$((i - 1));&a$((i - 1));&a$((i - 1));\">"
		done
		echo '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
		echo "$rss<item><title>&a9;&f;</title></item></channel></rss>"
	} >"$work/www/laughs.xml"

	# One line a kind: its path's name and what comes.
	cat >"$work/kinds" <<'END'
endless   endless=40M/s
chunks    endless=40M/s chunked
feedless  file=well.xml endless=40M/s chunked
bomb      file=bomb.gz encoding=gzip
chain     file=chain.gz encoding="gzip, gzip"
lie       file=well.xml encoding=gzip
noise     file=noise
items     file=items.xml
text      file=text.xml
nest      file=nest.xml
deep      file=deep.xml
tag       file=tag.xml
json      file=deep.json
laughs    file=laughs.xml
drip      file=well.xml drip=5b/100ms
late      file=well.xml delay=20s
hang      hang
close     close
reset     file=well.xml cut=10 reset
cut       file=well.xml cut=50%
length    file=well.xml length=99999999
heads     file=well.xml header-flood=5000
round     redirect=302:/round
away      redirect=302:http://169.254.169.254/latest/
nothing   304
html      body="<html><body>no feed</body></html>"
error     500
END
}
