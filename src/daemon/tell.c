/*
 * What systemd and the journal are told of the daemon.
 */
#include "tell.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "earshot/log.h"
#include "earshot/utf8.h"

#include "sd.h"
#include "webpages.h"

enum { EXTEND_S = 120 }; /* one step of the disk may take long, too */

void
tell_log(const struct setup *s, const struct setup_request *r)
{
	static const char *const words[] = { "error", "warn", "notice", "info",
		"debug" };
	enum log_level level = LOG_INFO;

	for (int i = 0; s != NULL && i < 5; i++)
		if (str_ieq(str_of(s->conf->log_level), str_of(words[i])))
			level = (enum log_level)(LOG_ERROR + i);
	if (r->quiet)
		level = LOG_WARN;
	if (r->verbose)
		level = LOG_DEBUG;
	log_set(level, sd_journal());
}

void
tell_fault(struct str why)
{
	struct buf b = BUF_INIT(1 << 16);

	buf_printf(&b, "earshotd: %.*s\n", STR_ARG(why));
	log_text(LOG_ERROR, buf_str(&b));
	buf_free(&b);
}

void
tell_faults(const struct faults *faults)
{
	struct buf b = BUF_INIT(4 << 20);

	faults_print(faults, &b, true);
	log_text(faults->errors > 0 ? LOG_ERROR : LOG_WARN, buf_str(&b));
	buf_free(&b);
}

/* What is worst hides the rest: it is one line, and cut at its end.  systemd
 * takes a second line for another assignment, and text that is not UTF-8 for
 * none; both can come from the name of a file. */
static void
status_line(struct daemon *d, char ret[STATUS_LINE_MAX])
{
	const char *stale = d->setup->stale_why;
	struct road_status rs;

	road_status(d->road, &rs);
	if (rs.ill[0] != '\0')
		snprintf(ret, STATUS_LINE_MAX, "nothing can be stored: %s",
		    rs.ill);
	else
		snprintf(ret, STATUS_LINE_MAX,
		    "listening to %zu feeds with %" PRIu64 " rules%s%s",
		    rs.feeds, rs.rules,
		    stale != NULL ? "; the last good set runs: " : "",
		    stale != NULL ? stale : "");
	ret[utf8_cut(str_of(ret), STATUS_LINE_MAX - 2).n] = '\0';
	for (char *p = ret; *p != '\0'; p++)
		if ((unsigned char)*p < ' ')
			*p = '?';
}

void
tell_status(struct daemon *d, const char *first)
{

	status_line(d, d->told);
	sd_tell("%sSTATUS=%s", first, d->told);
}

void
tell_changes(struct daemon *d)
{
	char now[STATUS_LINE_MAX];

	status_line(d, now);
	if (strcmp(now, d->told) != 0)
		tell_status(d, "");
}

void
tell_work(const struct daemon *d)
{

	/* The watchdog does not run at a start, and must not begin to. */
	sd_tell("EXTEND_TIMEOUT_USEC=%lld%s", EXTEND_S * 1000000LL,
	    d->has_been_ready ? "\nWATCHDOG=1" : "");
	webpages_work(d->webpages);
}
