# For stories of disks that fail: calls of the daemon under it do what `order`
# says.

preload=$EARSHOT_BUILD/tests/support/preload/faultcalls.so
[ -f "$preload" ] || skip_all 'no library to preload was built'
orders=$work/orders
: >"$orders"
# order WORDS: the faults from now on, named whole at once.
order() {
	echo "$*" >"$orders.new"
	mv "$orders.new" "$orders"
}
LD_PRELOAD=$preload EARSHOT_FAULTS=$orders true 2>/dev/null ||
    skip_all 'nothing can be preloaded here'
