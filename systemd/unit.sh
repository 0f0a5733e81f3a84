#!/bin/sh
# unit.sh FILE BINDIR SBINDIR SYSCONFDIR LOCALSTATEDIR RUNSTATEDIR: the unit on
# standard output.  Folders that are not below /etc, /var and /run systemd does
# not make by itself: lines that begin with @usual@ or @other@.
set -eu
file=$1 bindir=$2 sbindir=$3 localstatedir=$5 runstatedir=$6
drop=usual keep=other
[ "$4 $5 $6" != '/etc /var /run' ] || drop=other keep=usual
sed -e "/^@$drop@/d" -e "s/^@$keep@//" \
    -e "s|@bindir@|$bindir|g" -e "s|@sbindir@|$sbindir|g" \
    -e "s|@localstatedir@|$localstatedir|g" \
    -e "s|@runstatedir@|$runstatedir|g" "$file"
