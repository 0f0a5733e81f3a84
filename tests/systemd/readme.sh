#!/bin/sh
# What README tells IT to do, line by line, in a bare Debian under a real
# systemd, as somebody does who has nothing but the package.  Run by "make
# check-service", as root.
. "$EARSHOT_SRC/tests/systemd/tree.sh"

# The lines of the part that begin with a command, without what is said of them.
sed -n '/^FOR IT/,/^Personal data/p' "$EARSHOT_SRC/README" |
    sed -n 's/^    \([a-z].*\)/\1/p' | sed 's/   *.*//' >"$tree.lines"
same 'every part has its commands' "$(($(wc -l <"$tree.lines") >= 18))" 1

start_tree
mkdir -p "$tree/root/deb"
cp "$deb" "$tree/root/deb/"
in_tree useradd -m alice
# As somebody who says yes.
echo 'APT::Get::Assume-Yes "true";' >"$tree/root/apt.conf"
cp "$EARSHOT_BUILD/tests/support/feedserver" "$tree/root/"
cat >"$tree/root/a.xml" <<'END'
<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>
<link>https://blog.example/</link><language>en</language>
<item><guid isPermaLink="false">1</guid><link>https://blog.example/1</link>
<title>The machine</title><description>I wish you offered a bigger water tank,
and the lid has been broken for weeks.</description></item></channel></rss>
END
echo '/a.xml  file=a.xml etag=auto' >"$tree/root/script"
in_tree sh -c 'cd /root && ./feedserver -p 8100 -P port script \
    >server.err 2>&1 </dev/null & '

# What had to be there before a line can be tried.
prepare() { # LINE
	case $1 in
	'earshot check')
		# Alice, who belongs to earshot-edit by now, has a list.
		in_tree runuser -u alice -- sh -c \
		    'echo http://127.0.0.1:8100/a.xml \
		    >>/etc/earshot/feeds/local.feeds'
		same 'alice may edit a list' "$?" 0
		in_tree useradd bob
		like 'others are told that they may not ask' "$(in_tree \
		    runuser -u bob -- earshot reload 2>&1)" 'no permission'
		mkdir -p "$tree/etc/earshot/earshot.conf.d"
		printf '[fetch]\nallow_private = 127.0.0.1:8100\n' \
		    >"$tree/etc/earshot/earshot.conf.d/acme.conf"
		in_tree systemctl restart earshotd
		;;
	'earshot status')
		wait_for 20 heard 2
		same 'what was said is heard' "$(insights)" 2
		;;
	'earshot db restore /var/lib/earshot/'*)
		# What an upgrade leaves.
		in_tree earshot db snapshot "${1##* }" >/dev/null
		;;
	*allow-downgrades*)
		other_version 0.0.9-1 "$tree/root/earshot_0.0.9-1_amd64.deb"
		;;
	esac
}
# What a line is to leave behind.
follow() { # LINE OUTPUT
	case $1 in
	'apt install ./deb'*)
		like 'what it needs comes with it' "$2" 'Setting up libcurl'
		like 'it says what to do' "$2" '/etc/earshot/feeds/local.feeds'
		same 'it runs' "$(property ActiveState)" active
		;;
	*' doctor') like 'the database is fit' "$2" 'can be written' ;;
	'earshot config')
		like 'where a value comes from' "$2" 'log.level * default'
		;;
	'earshot config help'*) like 'one is explained' "$2" 'fetch.proxy' ;;
	'systemctl reload'*) same 'it goes on' "$(property ActiveState)" active ;;
	'earshot feeds list')
		like 'the feed is well' "$2" active
		said=$(in_tree runuser -u alice -- earshot reload 2>&1)
		same "alice may reload: $said" "$?" 0
		;;
	'earshot feeds hosts') like 'the host is named' "$2" 127.0.0.1:8100 ;;
	'earshot db restore /var/backups'*)
		like 'the old one lies aside' "$2" before-restore
		wait_for 20 active
		same 'it goes on with it' "$(property ActiveState) $(insights)" \
		    'active 2'
		;;
	*allow-downgrades*)
		same 'the older one is there' "$(in_tree dpkg-query -f \
		    '${Version}' -W earshot)" 0.0.9-1
		wait_for 20 active
		same 'and listens, with what was heard' \
		    "$(property ActiveState) $(insights)" 'active 2'
		;;
	'apt remove'*)
		same 'what was heard stays' "$(in_tree sh -c \
		    'ls /var/lib/earshot/earshot.db')" \
		    /var/lib/earshot/earshot.db
		;;
	'apt purge'*)
		same 'nothing is left' "$(in_tree sh -c 'ls -d /etc/earshot \
		    /var/lib/earshot /usr/share/earshot 2>/dev/null')" ''
		;;
	esac
}

while read -r line; do
	prepare "$line"
	# doctor: no name server and no time in here; it says so, and how.
	wanted=0
	case $line in *doctor) wanted='0 or 1' ;; esac
	in_tree env DEBIAN_FRONTEND=noninteractive APT_CONFIG=/root/apt.conf \
	    sh -c "cd /root && $line" >"$tree.out" 2>&1 </dev/null
	got=$?
	case $wanted in
	"$got" | "$got or"* | *"or $got") good "$line" ;;
	*) bad "$line" "exit $got: $(tail -n 5 "$tree.out")" ;;
	esac
	follow "$line" "$(cat "$tree.out")"
done <"$tree.lines"
rm -f "$tree.lines" "$tree.out"
finish
