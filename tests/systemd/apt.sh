#!/bin/sh
# What apt does with the package in a bare Debian under a real systemd, as on a
# machine that nobody looks at: what it needs comes with it, an upgrade asks
# nobody whatever was edited on either side, and nothing is left but what should
# be.  Run by "make check-service", as root.
. "$EARSHOT_SRC/tests/systemd/tree.sh"

start_tree

there() { # PACKAGE
	in_tree dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null
}

# --- installed, and what it needs

same 'nothing of what it needs is there' "$(there libcurl4)" ''
other_version 0.0.9-1 "$tree/root/older.deb"
out=$(by_apt install /root/older.deb)
same 'apt installs it' "$?: $(there earshot)" '0: installed'
same 'with what it needs' "$(there libcurl4) $(there libxml2)" \
    'installed installed'
like 'which says what to do' "$out" '/etc/earshot/feeds/local.feeds'
same 'it runs' "$(property ActiveState)" active
same 'its files are as packed' "$(in_tree dpkg -V earshot)" ''

# --- somebody edits what is there to be edited

cat >"$tree/root/a.xml" <<'END2'
<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>
<link>https://blog.example/</link><language>en</language>
<item><guid isPermaLink="false">1</guid><link>https://blog.example/1</link>
<title>The machine</title><description>I wish you offered a bigger water tank,
and the lid has been broken for weeks.</description></item></channel></rss>
END2
echo '/a.xml  file=a.xml etag=auto' >"$tree/root/script"
cp "$EARSHOT_BUILD/tests/support/feedserver" "$tree/root/"
in_tree sh -c 'cd /root && ./feedserver -p 8100 -P port script \
    >server.err 2>&1 </dev/null & '
etc=$tree/etc/earshot
mkdir -p "$etc/earshot.conf.d"
printf '[fetch]\nallow_private = 127.0.0.1:8100\n' \
    >"$etc/earshot.conf.d/acme.conf"
echo 'http://127.0.0.1:8100/a.xml' >>"$etc/feeds/local.feeds"
echo '# Ours will stand here.' >>"$etc/rules/local.rules"
edited=$(cat "$etc/feeds/local.feeds" "$etc/rules/local.rules")
in_tree systemctl restart earshotd
wait_for 20 heard 2
same 'what was said is heard' "$(insights)" 2

# --- upgraded

# The next one says other things in every file that it brings into etc/.
other_version 9.9-1 "$tree/root/newer.deb" \
    'find etc usr/share/earshot \( -name "local.*" -o -name earshot.conf \) \
	-exec sh -c "echo \"# A word more.\" >>\"\$1\"" sh {} \;'
pid=$(property MainPID)
by_apt install /root/newer.deb >"$tree/root/upgrade.log"
same 'an upgrade asks nobody' "$?: $(there earshot)" '0: installed'
same 'it is the newer one' "$(in_tree dpkg-query -W -f '${Version}' earshot)" \
    9.9-1
like 'with its own words where nobody had edited' \
    "$(cat "$etc/earshot.conf")" 'A word more'
same 'and ours where somebody had' \
    "$(cat "$etc/feeds/local.feeds" "$etc/rules/local.rules")" "$edited"
same 'nothing lies beside them' "$(in_tree find /etc/earshot -name '*dpkg*')" ''
wait_for 20 again
same 'another process runs' "$?" 0
same 'with what was heard' "$(insights)" 2

# --- removed, and back

by_apt remove earshot >/dev/null
same 'it is removed' "$?: $(there earshot)" '0: config-files'
same 'and stopped' "$(in_tree pgrep -c earshotd)" 0
same 'nobody starts it' "$(in_tree systemctl start earshotd 2>/dev/null ||
    echo refused)" refused
same 'what was edited stays' \
    "$(cat "$etc/feeds/local.feeds" "$etc/rules/local.rules")" "$edited"
by_apt install /root/newer.deb >/dev/null
same 'it comes back' "$?: $(there earshot)" '0: installed'
wait_for 20 active
same 'as it was' "$(property ActiveState) $(insights)" 'active 2'
same 'to who may edit' "$(in_tree stat -c '%a %G' /etc/earshot/feeds \
    /etc/earshot/feeds/local.feeds | paste -sd' ')" \
    '2775 earshot-edit 664 earshot-edit'

# --- purged

by_apt purge earshot >/dev/null
same 'it is purged' "$?: $(there earshot)" '0: '
by_apt autoremove >/dev/null
same 'and what only it needed goes, too' "$? $(there libcurl4)" '0 '
same 'nothing is left behind' "$(in_tree find / -xdev \
    -not -path '/proc/*' -not -path '/root/*' -not -path '/var/log/*' \
    -not -path '/sys/*' -name '*earshot*')" ''
finish
