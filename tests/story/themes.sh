#!/bin/sh
# Themes end to end: ten people who say the same outrank one who says it ten
# times; what people ask of themes, and what they get.
set -u
. "$EARSHOT_SRC/tests/story/lib.sh"
