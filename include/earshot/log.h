/*
 * One event a line on standard error: a stable word, then key=value.  Under
 * systemd each line starts with its priority (<3> … <7>).  Control characters
 * in values are escaped here, once: whatever a feed sends cannot forge a line.
 * Thread-safe.
 */
#ifndef EARSHOT_LOG_H
#define EARSHOT_LOG_H

#include "earshot/status.h"
#include "earshot/str.h"

enum log_level {
	LOG_ERROR = 3,
	LOG_WARN = 4,
	LOG_NOTICE = 5,
	LOG_INFO = 6,
	LOG_DEBUG = 7
};

/* log_set: lines up to ${most} are written; ${priorities}: with "<6>". */
void log_set(enum log_level most, bool priorities);
enum log_level log_get(void);

/* log_line: ${fmt} gives the whole line: log_line(LOG_INFO,
 * "visit feed=%lld status=%d", …).  Cut at 2,000 bytes. */
void log_line(enum log_level level, const char *fmt, ...) PRINTF(2, 3);

/* log_text: lines that a person reads, of any number and length, such as faults
 * with the lines they are in: whatever the level is, and as they are but for
 * the priority that each gets where there are priorities. */
void log_text(enum log_level level, struct str text);

#endif
