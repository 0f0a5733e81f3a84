# The story runs in a mount namespace of its own, where that is allowed:
# ${EARSHOT_OWN_MOUNTS} is 1 then, else no.  Before lib.sh.
if [ -z "${EARSHOT_OWN_MOUNTS:-}" ]; then
	EARSHOT_OWN_MOUNTS=1
	export EARSHOT_OWN_MOUNTS
	if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
		exec unshare -m "$0" "$@"
	elif unshare -rm true 2>/dev/null; then
		exec unshare -rm "$0" "$@"
	fi
	EARSHOT_OWN_MOUNTS=no
fi
