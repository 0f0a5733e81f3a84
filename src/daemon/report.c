/*
 * What a running daemon says of itself.
 */
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/jsonw.h"
#include "earshot/metrics.h"

#include "daemon.h"
#include "webpages.h"

/* Why /readyz would say no; null when it would not. */
static void
unready(struct daemon *d, struct jsonw *j)
{
	struct buf text = BUF_INIT(8192);
	struct str rest, why = { NULL, 0 };

	if (d->webpages != NULL && !webpages_ready(d->webpages, &text)) {
		rest = buf_str(&text);
		why = str_cut(&rest, '\n');
	}
	jsonw_kstr(j, "unready", why);
	buf_free(&text);
}

void
daemon_status(struct daemon *d, struct buf *out)
{
	struct road_status rs;
	struct jsonw j;

	road_status(d->road, &rs);
	jsonw_init(&j, out);
	jsonw_object(&j);
	jsonw_kint(&j, "pid", getpid());
	jsonw_kstr(&j, "version", str_of(PACKAGE_VERSION));
	jsonw_kstr(&j, "store", str_of(d->setup->store_path));
	jsonw_kint(&j, "started_ts", d->started_ts);
	jsonw_kint(&j, "loaded_ts", d->loaded_ts);
	jsonw_kint(&j, "feeds", (int64_t)rs.feeds);
	jsonw_kint(&j, "found", (int64_t)rs.found);
	jsonw_kint(&j, "visiting", (int64_t)rs.visiting);
	jsonw_kint(&j, "fetching", (int64_t)rs.fetching);
	jsonw_kint(&j, "waiting_work", (int64_t)rs.waiting_work);
	jsonw_kint(&j, "waiting_write", (int64_t)rs.waiting_write);
	jsonw_kint(&j, "lag_s", rs.lag_s);
	jsonw_kint(&j, "writer_beat_ms",
	    clock_mono_ms() - daemon_writer_beat_ms(d));
	jsonw_kint(&j, "rules", (int64_t)rs.rules);
	jsonw_kstr(&j, "ruleset", str_of(rs.ruleset));
	jsonw_kbool(&j, "jit", ruleset_jit(d->setup->rules));
	jsonw_kint(&j, "visited", (int64_t)d->visited);
	jsonw_kint(&j, "failed", (int64_t)d->failed);
	jsonw_kint(&j, "followed", (int64_t)d->followed);
	jsonw_kint(&j, "posts_new", (int64_t)metrics_get(M_POSTS_NEW));
	jsonw_kint(&j, "insights_new", (int64_t)metrics_get(M_INSIGHTS_NEW));
	jsonw_kint(&j, "rule_limits", (int64_t)metrics_get(M_RULE_LIMITS));
	jsonw_kint(&j, "reloads", (int64_t)d->reloads);
	jsonw_kint(&j, "reloads_refused", (int64_t)d->refused);
	jsonw_kstr(&j, "refused",
	    d->refused_why[0] != '\0' ? str_of(d->refused_why) : str_of(NULL));
	jsonw_kstr(&j, "stale", str_of(d->setup->stale_why));
	jsonw_kbool(&j, "paused", rs.paused);
	jsonw_kstr(&j, "ill",
	    rs.ill[0] != '\0' ? str_of(rs.ill) : str_of(NULL));
	unready(d, &j);
	jsonw_end_object(&j);
	buf_addc(out, '\n');
}
