/*
 * What the loop published last, and what follows from it.
 */
#include "earshot/health.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/metrics.h"

enum { ROOM_LEAST = 1 << 20 }; /* bytes; less, and the next commit fails */

struct health_board {
	pthread_mutex_t lock;
	struct health last;
	int64_t last_ms; /* -1: nothing was published yet */
};

struct health_board *
health_new(void)
{
	struct health_board *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return (NULL);
	pthread_mutex_init(&b->lock, NULL);
	b->last_ms = -1;
	return (b);
}

void
health_free(struct health_board *b)
{

	if (b == NULL)
		return;
	pthread_mutex_destroy(&b->lock);
	free(b);
}

void
health_publish(struct health_board *b, const struct health *h)
{

	pthread_mutex_lock(&b->lock);
	b->last = *h;
	b->last_ms = clock_mono_ms();
	pthread_mutex_unlock(&b->lock);
}

void
health_works(struct health_board *b)
{

	pthread_mutex_lock(&b->lock);
	if (b->last_ms >= 0)
		b->last_ms = b->last.writer_beat_ms = clock_mono_ms();
	pthread_mutex_unlock(&b->lock);
}

/* How long ago that was; -1: never. */
static int64_t
look(struct health_board *b, struct health *ret)
{
	int64_t ms;

	pthread_mutex_lock(&b->lock);
	*ret = b->last;
	ms = b->last_ms < 0 ? -1 : clock_mono_ms() - b->last_ms;
	pthread_mutex_unlock(&b->lock);
	return (ms);
}

static bool
alive(const struct health *h, int64_t age_ms, struct buf *out)
{
	int64_t writer_ms = clock_mono_ms() - h->writer_beat_ms;
	bool good = true;

	if (age_ms < 0) {
		buf_adds(out, "starting\n");
		return (false);
	}
	if (age_ms > HEALTH_HANGS_MS) {
		buf_printf(out, "the loop has hung for %" PRId64 " s\n",
		    age_ms / 1000);
		good = false;
	} else if (writer_ms > HEALTH_HANGS_MS) {
		buf_printf(out, "the writer has hung for %" PRId64 " s\n",
		    writer_ms / 1000);
		good = false;
	}
	return (good);
}

bool
health_alive(struct health_board *b, struct buf *out)
{
	struct health h;
	bool good = alive(&h, look(b, &h), out);

	if (good)
		buf_adds(out, "ok\n");
	return (good);
}

/* The folder that holds ${path}. */
static void
folder_of(const char *path, char ret[4096])
{
	const char *slash = strrchr(path, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);

	snprintf(ret, 4096, "%.*s", (int)(n > 0 ? n : 1),
	    slash == NULL ? "." : path);
}

static bool
writable(const struct health *h, struct buf *out)
{
	char folder[4096];
	struct statvfs fs;

	folder_of(h->store, folder);
	if (access(folder, W_OK) != 0 || access(h->store, W_OK) != 0) {
		buf_printf(out, "%s cannot be written\n", h->store);
		return (false);
	}
	if (statvfs(folder, &fs) == 0 &&
	    (uint64_t)fs.f_bavail * fs.f_frsize < ROOM_LEAST) {
		buf_printf(out, "%s: the disk is full\n", folder);
		return (false);
	}
	return (true);
}

bool
health_ready(struct health_board *b, struct buf *out)
{
	struct health h;
	bool good = alive(&h, look(b, &h), out);

	if (good && h.ill[0] != '\0') {
		buf_printf(out, "nothing is stored: %s\n", h.ill);
		good = false;
	}
	good = good && writable(&h, out);
	if (good)
		buf_adds(out, "ok\n");
	/* Not a reason to take it out of service, but one to look. */
	if (h.stale[0] != '\0')
		buf_printf(out, "the last good set runs: %s\n", h.stale);
	return (good);
}

static void
gauge(struct buf *out, const char *name, const char *help, double value)
{

	buf_printf(out,
	    "# HELP earshot_%s %s\n# TYPE earshot_%s gauge\n"
	    "earshot_%s %.15g\n",
	    name, help, name, name, value);
}

static int64_t
file_bytes(const char *path, const char *suffix)
{
	char name[4200];
	struct stat sb;

	snprintf(name, sizeof(name), "%s%s", path, suffix);
	return (stat(name, &sb) == 0 ? (int64_t)sb.st_size : 0);
}

/* What every exporter tells of its process. */
static void
process(struct buf *out)
{
	FILE *f = fopen("/proc/self/statm", "r");
	unsigned long pages = 0;

	if (f != NULL && fscanf(f, "%*u %lu", &pages) == 1)
		buf_printf(out,
		    "# HELP process_resident_memory_bytes Resident memory\n"
		    "# TYPE process_resident_memory_bytes gauge\n"
		    "process_resident_memory_bytes %llu\n",
		    (unsigned long long)pages *
			(unsigned long long)sysconf(_SC_PAGESIZE));
	if (f != NULL)
		fclose(f);
}

void
health_metrics(struct health_board *b, struct buf *out)
{
	struct health h;
	struct buf why = BUF_INIT(1000);
	int64_t age_ms = look(b, &h);

	buf_printf(out,
	    "# HELP earshot_build_info Always 1\n"
	    "# TYPE earshot_build_info gauge\n"
	    "earshot_build_info{version=\"%s\"} 1\n",
	    PACKAGE_VERSION);
	metrics_text(out);
	process(out);
	if (age_ms < 0)
		return;
	buf_adds(out, "# HELP earshot_feeds Feeds by status\n"
		      "# TYPE earshot_feeds gauge\n");
	for (int s = 0; s < FEED_STATUSES; s++)
		buf_printf(out, "earshot_feeds{status=\"%s\"} %zu\n",
		    feed_status_word((enum feed_status)s), h.feeds[s]);
	gauge(out, "comment_feeds", "Comment feeds that posts led to, visited",
	    (double)h.found);
	buf_printf(out,
	    "# HELP earshot_queue_depth Visits that wait for a thread\n"
	    "# TYPE earshot_queue_depth gauge\n"
	    "earshot_queue_depth{queue=\"work\"} %zu\n"
	    "earshot_queue_depth{queue=\"write\"} %zu\n",
	    h.waiting_work, h.waiting_write);
	gauge(out, "visiting", "Visits under way", (double)h.visiting);
	gauge(out, "lag_seconds", "How late the latest visit is",
	    (double)h.lag_s);
	gauge(out, "writer_beat_age_seconds", "Since the writer last turned",
	    (double)(clock_mono_ms() - h.writer_beat_ms) / 1000);
	gauge(out, "loop_age_seconds", "Since the loop last turned",
	    (double)age_ms / 1000);
	gauge(out, "wal_bytes", "Size of the write-ahead log",
	    (double)file_bytes(h.store, "-wal"));
	gauge(out, "database_bytes", "Size of the database",
	    (double)file_bytes(h.store, ""));
	gauge(out, "rules", "Rules in force", (double)h.rules);
	gauge(out, "jit", "1: patterns are compiled", h.jit);
	gauge(out, "configuration_stale", "1: the last good feeds or rules run",
	    h.stale[0] != '\0');
	gauge(out, "start_time_seconds", "When it was started",
	    (double)h.started_ts);
	gauge(out, "configuration_loaded_seconds", "When it was last loaded",
	    (double)h.loaded_ts);
	gauge(out, "ready", "1: as /readyz", health_ready(b, &why));
	buf_free(&why);
}
