#!/bin/sh
# kill -9 at any moment: started again, nothing is lost, nothing is doubled,
# and the file is sound.  The same for 1,000 times: tests/soak/kills.sh.
EARSHOT_KILLS=${EARSHOT_KILLS:-${EARSHOT_QUICK:+8}}
EARSHOT_KILLS=${EARSHOT_KILLS:-24}
EARSHOT_KILL_FEEDS=${EARSHOT_KILL_FEEDS:-12}
. "$EARSHOT_SRC/tests/soak/kills.sh"
