#!/bin/sh
# A poll by root before the first start, in the service's folder: the service
# can open what it made.
. "$EARSHOT_SRC/tests/story/lib.sh"
[ "$(id -u)" = 0 ] || skip_all 'only root can do what it undoes'
as='setpriv --reuid=65534 --regid=65534 --clear-groups'
chmod 755 "$work"
{ $as "$earshotd" --version && chown 65534:65534 "$work/www"; } \
    >"$work/out" 2>&1 || skip_all 'nobody else can run it here'

one_feed 3
chmod -R a+rX "$work"
mkdir "$work/store"
chown 65534:65534 "$work/store"
chmod 2750 "$work/store"
es poll
same 'root polls' "$status" 0
same 'what it made is his whose folder it is' \
    "$(stat -c %u:%g:%a "$db" "$db.lock")" '65534:65534:640
65534:65534:640'
same 'all of it' "$(find "$work/store" ! -user 65534)" ''
$as "$earshotd" --config "$conf" --once >"$work/out" 2>"$work/err"
same 'and he goes on with it' "$?" 0
same 'nothing was lost' "$(posts)" 3
# A copy is whose who asked for it.
mkdir "$work/theirs"
chown 65534 "$work/theirs"
es db snapshot "$work/theirs/copy.db"
same 'a copy stays with root' "$(stat -c %u "$work/theirs/copy.db")" 0
finish
