/*
 * systemd's notify protocol: one datagram, as sd_notify(3) describes it.
 */
#ifndef DAEMON_SD_H
#define DAEMON_SD_H

#include <stdbool.h>
#include <stdint.h>

#include "earshot/status.h"

/*
 * sd_tell: "READY=1\nSTATUS=…"; nothing happens without NOTIFY_SOCKET.  What
 * begins with READY=1 or RELOADING=1 waits up to 5 s for room in systemd's
 * queue, and says in the log that there was none; the rest is dropped then: it
 * comes again, or who asked for a stop knows of it.
 */
void sd_tell(const char *fmt, ...) PRINTF(1, 2);
/* sd_watchdog_ms: how often WATCHDOG=1 is due at the latest; 0: not asked. */
int64_t sd_watchdog_ms(void);
/* sd_journal: is standard error the journal (then lines carry priorities)? */
bool sd_journal(void);

#endif
