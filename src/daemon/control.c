/*
 * Requests on a Unix socket: one line in, an answer out, the connection ends.
 * Slow or silent peers are cut off, and there are never many.
 */
#include <sys/socket.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "earshot/batch.h"
#include "earshot/log.h"
#include "earshot/map.h"
#include "earshot/named.h"

#include "control_impl.h"

enum { PEERS_MAX = 32, REQUEST_WAIT_S = 10 };

static void
peer_free(struct peer *p)
{
	struct peer **at = &p->control->peers;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	p->control->npeers--;
	keeper_left(p->control->daemon->keeper, p);
	/* Who hangs up wants no more of it; another goes on from there. */
	if (p->rescoring && p->control->daemon->road != NULL)
		road_rescore_stop(p->control->daemon->road);
	control_import_end(p);
	bufferevent_free(p->bev);
	map_free(p->by_id);
	free(p->seen);
	free(p->url);
	buf_free(&p->first);
	free(p);
}

static void
on_written(struct bufferevent *bev, void *arg)
{
	struct peer *p = arg;

	(void)bev;
	if (p->closing)
		peer_free(p);
}

static void
on_event(struct bufferevent *bev, short what, void *arg)
{

	(void)bev;
	(void)what; /* end, error and deadline are one: it is gone */
	peer_free(arg);
}

void
control_answer(struct peer *p, bool yes, struct str text)
{
	struct evbuffer *out = bufferevent_get_output(p->bev);

	p->closing = true;
	/* What was asked may have taken longer than a peer may: his time runs
	 * from now on, not from when the loop last looked. */
	event_base_update_cache_time(p->control->daemon->base);
	bufferevent_disable(p->bev, EV_READ);
	evbuffer_add_printf(out, "%s\n", yes ? CONTROL_OK : CONTROL_NO);
	evbuffer_add(out, text.p, text.n);
}

static void
answer_store(struct peer *p)
{
	struct evbuffer *out = bufferevent_get_output(p->bev);
	struct stat sb;

	if (stat(p->control->daemon->setup->store_path, &sb) != 0) {
		control_answer(p, false, STR("the database is gone\n"));
		return;
	}
	/* A greeting: the request follows on the same connection. */
	evbuffer_add_printf(out, CONTROL_OK " %llu:%llu\n",
	    (unsigned long long)sb.st_dev, (unsigned long long)sb.st_ino);
}

static void
answer_status(struct peer *p)
{
	struct buf b = BUF_INIT(ANSWER_MAX);

	daemon_status(p->control->daemon, &b);
	control_answer(p, !buf_failed(&b), buf_str(&b));
	buf_free(&b);
}

static void
answer_reload(struct peer *p)
{
	struct buf b = BUF_INIT(ANSWER_MAX);
	bool yes = daemon_reload(p->control->daemon, &b);

	control_answer(p, yes, buf_str(&b));
	buf_free(&b);
}

static void
finish_poll(struct peer *p)
{
	struct buf b = BUF_INIT(ANSWER_MAX);

	buf_add(&b, buf_str(&p->first));
	buf_printf(&b,
	    "visited %" PRId64 " new %" PRId64 " unchanged %" PRId64
	    " failed %" PRId64 " insights %" PRId64 "\n",
	    p->fresh + p->unchanged + p->failed, p->fresh, p->unchanged,
	    p->failed, p->insights);
	p->waiting = 0;
	control_answer(p, p->failed == 0, buf_str(&b));
	buf_free(&b);
}

/* One feed by its address; of all of them each visit counts that ends from now
 * on, also one that is under way, but each feed once. */
static bool
remember_poll(struct peer *p, struct str url)
{

	if (url.p != NULL)
		return ((p->url = str_dup(url)) != NULL);
	p->seen = calloc(p->waiting + 1, sizeof(*p->seen));
	p->by_id = map_new();
	return (p->seen != NULL && p->by_id != NULL);
}

static void
answer_paused(struct peer *p, const struct road_status *rs)
{
	struct buf b = BUF_INIT(ANSWER_MAX);

	buf_printf(&b, "nothing was visited: %s\n", rs->ill);
	control_answer(p, false, buf_str(&b));
	buf_free(&b);
}

/* Its address as listed; else {NULL,0}, and the answer is given. */
static struct str
named_url(struct peer *p, struct str word)
{
	struct buf b = BUF_INIT(ANSWER_MAX);
	struct str url = { NULL, 0 };
	const struct feed *feed;

	if (setup_named(p->control->daemon->road, word, &feed, &b))
		url = feed->spec.url;
	else
		control_answer(p, false, buf_str(&b));
	buf_free(&b);
	return (url);
}

/* Those that are due and those that are under way; all; what fails; or one. */
static void
answer_poll(struct peer *p, struct str url, bool failing)
{
	struct road *road = p->control->daemon->road;
	bool all = str_eq(url, STR("--all"));
	struct timeval hour = { 3600, 0 };
	struct road_status rs;

	road_status(road, &rs);
	if (rs.paused) {
		answer_paused(p, &rs);
		return;
	}
	if (url.n > 0 && !all) {
		url = named_url(p, url);
		if (url.p == NULL)
			return;
		p->waiting = road_poll(road, url);
	} else {
		url = str_of(NULL);
		if (all && !failing)
			setup_resting(road, &p->first);
		p->due = !all;
		p->waiting = !all ? road_due(road) + rs.visiting - rs.reading
			     : failing ? road_failing(road)
				       : road_poll(road, url);
	}
	if (!remember_poll(p, url)) {
		p->waiting = 0;
		control_answer(p, false, STR("out of memory\n"));
		return;
	}
	/* Visits take as long as they take. */
	bufferevent_set_timeouts(p->bev, &hour, &hour);
	if (p->waiting == 0)
		finish_poll(p);
}

static void
answer_wish(struct peer *p, enum feed_wish wish, struct str url)
{
	struct buf b = BUF_INIT(ANSWER_MAX);
	bool yes;

	if (keeper_is_heavy(p->control->daemon->keeper)) {
		control_answer(p, false,
		    STR("the database is written anew; try again later\n"));
		return;
	}
	if (str_eq(url, STR("--all")))
		url = str_of(NULL);
	else if (url.n == 0)
		url = STR("");
	yes = setup_wish(p->control->daemon->road, url, wish, &b);
	/* What somebody waits for may not come now. */
	if (yes)
		control_reloaded(p->control);
	control_answer(p, yes, buf_str(&b));
	buf_free(&b);
}

/* "SINCE URL [PAGE]", SINCE in Unix seconds. */
static void
answer_backfill(struct peer *p, struct str rest)
{
	struct buf b = BUF_INIT(ANSWER_MAX);
	struct str since = str_word(&rest), url = str_word(&rest);
	int64_t since_ts;
	bool yes = false;

	if (!str_to_i64(since, &since_ts) || url.n == 0)
		buf_adds(&b, "backfill SINCE URL [PAGE]?\n");
	else
		yes = setup_backfill(p->control->daemon->road, url, since_ts,
		    str_trim(rest), &b);
	control_answer(p, yes, buf_str(&b));
	buf_free(&b);
}

static void
request(struct peer *p, struct str line)
{
	struct str whole = line;
	struct str word = str_word(&line), rest = str_trim(line);

	if (str_eq(word, STR("store")))
		answer_store(p);
	else if (str_eq(word, STR("status")))
		answer_status(p);
	else if (str_eq(word, STR("prune")) || str_eq(word, STR("forget")))
		control_keep(p, whole);
	else if (str_eq(word, STR("restore")))
		control_restore(p);
	else if (!p->rights.edit)
		control_answer(p, false,
		    STR("only root, the daemon's own user and members of group "
			"earshot-edit may ask that\n"));
	else if (str_eq(word, STR("reload")))
		answer_reload(p);
	else if (str_eq(word, STR("poll")))
		answer_poll(p, rest, false);
	else if (str_eq(word, STR("retry")) && rest.n > 0)
		answer_poll(p, rest, true);
	else if (str_eq(word, STR("import")))
		control_import(p, rest);
	else if (str_eq(word, STR("reclassify")))
		control_rescore(p, rest);
	else if (str_eq(word, STR("judge")) || str_eq(word, STR("mark")))
		control_judge(p, rest, str_eq(word, STR("mark")));
	else if (str_eq(word, STR("backfill")))
		answer_backfill(p, rest);
	else if (setup_wish_of(word) >= 0)
		answer_wish(p, (enum feed_wish)setup_wish_of(word), rest);
	else
		control_answer(p, false, STR("unknown request\n"));
}

static void
on_readable(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	struct peer *p = arg;
	size_t n;
	char *line;

	if (p->importing != NULL) {
		control_document(p);
		return;
	}
	while (!p->closing && !p->keeping && !p->restoring && p->waiting == 0 &&
	       !p->rescoring && p->importing == NULL &&
	       (line = evbuffer_readln(in, &n, EVBUFFER_EOL_LF)) != NULL) {
		request(p, (struct str){ line, n });
		free(line);
	}
	if (!p->closing && evbuffer_get_length(in) > CONTROL_LINE_MAX)
		control_answer(p, false, STR("the request is too long\n"));
}

static void
on_connect(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *sa,
    int n, void *arg)
{
	struct control *c = arg;
	struct timeval wait = { REQUEST_WAIT_S, 0 };
	struct peer *p = c->npeers < PEERS_MAX ? calloc(1, sizeof(*p)) : NULL;

	(void)l;
	(void)sa;
	(void)n;
	if (p == NULL) {
		close(fd);
		return;
	}
	p->control = c;
	p->first = (struct buf)BUF_INIT(ANSWER_MAX);
	p->rights = rights_of(fd);
	p->bev =
	    bufferevent_socket_new(c->daemon->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (p->bev == NULL) {
		close(fd);
		free(p);
		return;
	}
	p->next = c->peers;
	c->peers = p;
	c->npeers++;
	bufferevent_setcb(p->bev, on_readable, on_written, on_event, p);
	bufferevent_set_timeouts(p->bev, &wait, &wait);
	bufferevent_setwatermark(p->bev, EV_READ, 0, CONTROL_LINE_MAX + 1);
	bufferevent_enable(p->bev, EV_READ | EV_WRITE);
}

/* A socket that nobody answers on was left by one that was killed. */
static bool
is_alive(const char *path)
{
	int fd = setup_dial(path);

	if (fd < 0)
		return (false);
	close(fd);
	return (true);
}

/* The folder's mode keeps strangers out; the socket is for the edit group. */
static void
open_to_group(const char *path)
{
	struct group *g = getgrnam(RIGHTS_GROUP);

	if (chmod(path, 0660) != 0 ||
	    (g != NULL && chown(path, (uid_t)-1, g->gr_gid) != 0))
		log_line(LOG_DEBUG, "control_group %s", strerror(errno));
}

enum status
control_new(struct daemon *d, const char *path, struct control **ret)
{
	struct control *c;
	struct stat sb;
	int fd;

	if (is_alive(path))
		return (E_BUSY);
	/* What is no socket is not ours to remove. */
	if (lstat(path, &sb) == 0 && !S_ISSOCK(sb.st_mode))
		return (E_CORRUPT);
	(void)unlink(path);
	fd = setup_bind(path);
	if (fd < 0)
		return (errno == EACCES || errno == EROFS ? E_DENIED : E_IO);
	open_to_group(path);
	c = calloc(1, sizeof(*c));
	if (c != NULL)
		c->path = str_dup(str_of(path));
	if (c == NULL || c->path == NULL || evutil_make_socket_nonblocking(fd))
		goto fail;
	c->daemon = d;
	c->listener = evconnlistener_new(d->base, on_connect, c,
	    LEV_OPT_CLOSE_ON_FREE, 16, fd);
	if (c->listener == NULL)
		goto fail;
	*ret = c;
	return (OK);
fail:
	close(fd);
	unlink(path);
	if (c != NULL)
		free(c->path);
	free(c);
	return (E_MEMORY);
}

/* Does ${p} wait for this one? */
static bool
counts(struct peer *p, const struct batch *b)
{
	int64_t *id;
	struct str key;

	if (p->waiting == 0 || p->closing)
		return (false);
	/* Conversations are nobody's wish, but for one that is named. */
	if (b->found_by != 0 && p->url == NULL)
		return (false);
	/* A page of a feed's past is nobody's visit, but it was under way. */
	if (b->backfill != NULL && !p->due)
		return (false);
	if (p->url != NULL)
		return (str_eq(str_of(p->url), b->spec.url));
	/* As many as it waited for at first fit in. */
	id = &p->seen[p->nseen];
	*id = b->feed_id;
	key = (struct str){ (const char *)id, sizeof(*id) };
	if (map_get(p->by_id, key) != NULL)
		return (false);
	p->nseen++;
	/* Out of memory: counted twice at worst, and the wait ends sooner. */
	if (map_put(p->by_id, key, id) != OK)
		log_line(LOG_DEBUG, "control_poll memory");
	return (true);
}

void
control_visited(struct control *c, const struct batch *b)
{

	for (struct peer *p = c->peers; p != NULL; p = p->next) {
		if (!counts(p, b))
			continue;
		if (b->backfill == NULL) {
			p->fresh += b->outcome == OUTCOME_NEW;
			p->unchanged += b->outcome == OUTCOME_UNCHANGED;
			p->failed += b->outcome == OUTCOME_FAILED;
			p->insights += b->new_insights;
		}
		if (--p->waiting == 0)
			finish_poll(p);
	}
}

void
control_reloaded(struct control *c)
{

	for (struct peer *p = c != NULL ? c->peers : NULL; p != NULL;
	     p = p->next)
		if (p->waiting > 0 && !p->closing)
			finish_poll(p);
}

void
control_free(struct control *c)
{

	if (c == NULL)
		return;
	while (c->peers != NULL)
		peer_free(c->peers);
	evconnlistener_free(c->listener);
	unlink(c->path);
	free(c->path);
	free(c);
}
