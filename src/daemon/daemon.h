/*
 * The daemon: one loop over the road, signals, the watchdog and the control
 * socket.
 */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

#include "earshot/setup.h"

struct event_base;

enum { STATUS_LINE_MAX = 800 }; /* bytes, with its NUL */

struct daemon {
	const struct setup_request *request;
	struct event_base *base;
	struct setup *setup;
	struct road *road;
	struct control *control;
	struct webpages *webpages;
	struct keeper *keeper;
	struct event *signals[4], *watchdog;
	int64_t started_ts, loaded_ts; /* Unix seconds */
	uint64_t reloads, refused;
	char refused_why[500]; /* of the last reload that was refused; "" */
	char told[STATUS_LINE_MAX]; /* the line that systemd was told last */
	bool once, stopping;
	bool has_been_ready;
	bool restoring; /* another database is to take the place of this one */
	uint64_t visited, fresh, unchanged, failed, insights;
	uint64_t followed; /* visits to comment feeds, counted apart */
};

/* daemon_run: until it is told to stop, or done when ${once}.  The exit status
 * of the program; faults are on standard error. */
int daemon_run(const struct setup_request *request, bool once);
/* daemon_check: load everything, list every fault: 0, 1 or 2. */
int daemon_check(const struct setup_request *request);

/* daemon_reload: all or nothing; the verdict of this load in ${out}. */
bool daemon_reload(struct daemon *d, struct buf *out);
/* daemon_writer_beat_ms: monotonic, when the writer last turned; now, while it
 * is at one long step that may take its time. */
int64_t daemon_writer_beat_ms(const struct daemon *d);
/* daemon_status: one JSON object. */
void daemon_status(struct daemon *d, struct buf *out);

#endif
