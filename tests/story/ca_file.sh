#!/bin/sh
# With fetch.ca_file nobody else is believed, with no file those are that the
# machine trusts: by its file, and by its folder.

# A folder of the machine's of our own, in a mount namespace of our own.
. "$EARSHOT_SRC/tests/story/libmounts.sh"
. "$EARSHOT_SRC/tests/story/lib.sh"
[ "$EARSHOT_OWN_MOUNTS" = 1 ] || skip_all 'no mount namespace is allowed here'
command -v openssl >/dev/null || skip_all 'openssl is missing'
certs=/etc/ssl/certs
[ -d $certs ] && mount -t tmpfs none $certs 2>/dev/null ||
    skip_all "nothing may be mounted on $certs"
trap 'umount -l $certs 2>/dev/null; leave' EXIT

# make_ca NAME: who signs himself, of the host feeds.example.
make_ca() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" \
	    -addext subjectAltName=DNS:feeds.example -keyout "$work/$1.key" \
	    -out "$work/$1.pem" >"$work/openssl" 2>&1
}
check 'there are two authorities' make_ca ours
check 'who do not know each other' make_ca other
cp "$work/ours.pem" $certs/
cp "$work/other.pem" $certs/ca-certificates.crt
# The file is no part of the folder: only what is named by its hash is.
ln -s ours.pem "$certs/$(openssl x509 -hash -noout -in "$work/ours.pem").0"
same 'the machine trusts one of them, by its folder' \
    "$(find $certs -name '*.0' | wc -l)" 1

some_items a.xml 3
write_conf
tls_port=
for try in 1 2 3 4 5; do
	tls_port=$((20000 + ($$ * 7 + try * 1009) % 40000))
	(cd "$work/www" && exec openssl s_server -accept "127.0.0.1:$tls_port" \
	    -cert ../ours.pem -key ../ours.key -WWW -quiet \
	    >../s_server 2>&1) &
	server=$!
	pids="$pids $server"
	sleep 0.5
	running $server && break
done

# sees [ARG...]: is the feed read?
sees() {
	es try "https://feeds.example:$tls_port/a.xml" \
	    --set "fetch.resolve=feeds.example:$tls_port=127.0.0.1" \
	    --set "fetch.allow_private=127.0.0.1:$tls_port" "$@"
}
sees
same 'by that folder the feed is read' "$status" 0
[ "$status" = 0 ] || note "$out$err"
sees --set "fetch.ca_file=$work/other.pem"
same 'by a file that has another it is not' "$(($status > 0))" 1
like 'because of its certificate' "$out$err" certificate
sees --set "fetch.ca_file=$work/ours.pem"
same 'by a file that has it, it is' "$status" 0
finish
