/*
 * A visit: the first hop, the hops that redirects ask for, and what all that
 * means for the batch.  Secrets go out with the request and into nothing else.
 */
#include "earshot/fetch.h"

#include <stdlib.h>

#include <event2/event.h>

#include "earshot/backfill.h"
#include "earshot/clock.h"
#include "earshot/url.h"

#include "address.h"
#include "hop.h"
#include "inside.h"

struct visit {
	TAILQ_ENTRY(visit) link;
	struct http *http;
	struct batch *batch;
	fetch_done *done;
	void *arg;
	struct hop hop;
	struct address first, at;  /* where it began, where it is */
	struct str secret;         /* its value; {NULL,0} */
	struct str user, password; /* for the first origin only */
	struct str moved; /* where permanent redirects alone have led */
	bool permanent;   /* none but these so far */
	int64_t started_ms, left_ms;
};

static const struct {
	int status;
	bool permanent;
} redirects[] = { { 301, true }, { 302, false }, { 303, false }, { 307, false },
	{ 308, true } };

static const struct {
	int status;
	const char *words;
} known_statuses[] = {
	{ 401, "it wants a password or a token" },
	{ 403, "forbidden" },
	{ 404, "not found" },
	{ 406, "not acceptable" },
	{ 407, "the proxy wants a password" },
	{ 410, "gone for good" },
	{ 429, "too many requests" },
	{ 500, "internal error" },
	{ 502, "bad gateway" },
	{ 503, "unavailable for now" },
	{ 504, "gateway timeout" },
};

/* For people: no secret, no password, nothing that breaks a line. */
static struct str
shown(struct visit *v, struct str url)
{
	struct arena *a = v->batch->arena;
	struct str s = address_replace(a, url, v->secret, STR("***"));
	struct str masked = url_mask(a, s);

	return (address_line(a, masked.p != NULL ? masked : s));
}

static void
trace(struct visit *v, char mark, struct str line)
{
	struct arena *a = v->batch->arena;
	struct str s;

	if (v->http->options.trace == NULL)
		return;
	s = address_replace(a, line, v->secret, STR("***"));
	s = address_line(a, s);
	s = arena_printf(a, "%c %.*s", mark, STR_ARG(s));
	if (s.p != NULL)
		v->http->options.trace(v->http->options.arg, s.p);
}

static void
trace_address(struct visit *v, char mark, const char *words, struct str url)
{

	if (v->http->options.trace != NULL)
		trace(v, mark,
		    arena_printf(v->batch->arena, "%s %.*s", words,
			STR_ARG(shown(v, url))));
}

static void
on_trace(struct hop *hop, char mark, struct str line, void *arg)
{
	struct visit *v = arg;

	/* Where it leads is told when it is followed. */
	if (str_istarts(line, STR("location:")))
		return;
	if (mark == '*')
		line = arena_printf(hop->arena, "connected to %.*s",
		    STR_ARG(line));
	trace(v, mark, line);
}

static void
end(struct visit *v)
{
	struct batch *b = v->batch;
	struct http *h = v->http;

	hop_cancel(&v->hop);
	b->ms = clock_mono_ms() - v->started_ms;
	b->bytes = b->body.n;
	if (arena_failed(b->arena))
		batch_fail(b, E_MEMORY, "out of memory");
	if (b->outcome != OUTCOME_NEW)
		buf_free(&b->body);
	TAILQ_REMOVE(&h->visits, v, link);
	TAILQ_INSERT_TAIL(&h->finished, v, link);
	event_active(h->deliver, EV_TIMEOUT, 0);
}

/* At most ${n} bytes, and no half of a character. */
static struct str
cut(struct str s, size_t n)
{

	if (s.n <= n)
		return (s);
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return (str_sub(s, 0, n));
}

/* One sentence that names the address, and the one it was sent on to. */
static void
fail(struct visit *v, enum status st, const char *words)
{
	struct batch *b = v->batch;
	struct str listed =
	    shown(v, b->backfill != NULL ? b->backfill->page : b->spec.url);
	struct str at = v->at.url.p != NULL ? shown(v, v->at.url) : v->at.url;

	if (b->redirects > 0 && at.p != NULL)
		batch_fail(b, st, "%.*s: sent on to %.*s: %s",
		    STR_ARG(cut(listed, 150)), STR_ARG(cut(at, 150)), words);
	else
		batch_fail(b, st, "%.*s: %s", STR_ARG(cut(listed, 300)), words);
	end(v);
}

static void
start_hop(struct visit *v)
{
	struct hop *hop = &v->hop;
	bool home = address_same_origin(&v->first, &v->at);

	trace_address(v, '>', "GET", v->at.url);
	hop->url = v->at.url.p;
	hop->host = v->at.host;
	hop->port = v->at.port;
	hop->user = home && v->user.n > 0 ? v->user.p : NULL;
	hop->password = hop->user != NULL ? v->password.p : NULL;
	hop->timeout_ms = v->left_ms;
	buf_clear(&v->batch->body);
	hop_start(v->http, hop);
}

/* Where the learned address may come from: permanent redirects up to the first
 * temporary one, never from https to http. */
static void
note_moved(struct visit *v, const struct address *to, bool permanent)
{

	if (!permanent || (str_eq(v->at.scheme, STR("https")) &&
			      !str_eq(to->scheme, STR("https"))))
		v->permanent = false;
	if (v->permanent)
		v->moved = to->url;
}

static void
follow(struct visit *v, bool permanent)
{
	struct str location = v->hop.head.location;
	struct batch *b = v->batch;
	struct address to;
	enum status st;

	if (location.p == NULL) {
		fail(v, E_REDIRECT, "a redirect without a target");
		return;
	}
	if (b->redirects >= v->http->options.max_redirects) {
		fail(v, E_REDIRECT, "too many redirects");
		return;
	}
	st = address_read(b->arena, v->at.url, location, &to);
	if (st == E_REFUSED) {
		fail(v, st, "a redirect to neither http nor https");
		return;
	}
	if (st != OK) {
		fail(v, st == E_SYNTAX ? E_REDIRECT : st,
		    "a redirect to what is no address");
		return;
	}
	note_moved(v, &to, permanent);
	b->redirects++;
	v->at = to;
	trace_address(v, '*',
	    permanent ? "moved for good to" : "sent on for now to", to.url);
	if (v->left_ms <= 0)
		fail(v, E_TIMEOUT, "the redirects took too long");
	else
		start_hop(v);
}

static void
refused_by_status(struct visit *v, int status)
{
	const char *words = NULL;
	struct str text;

	for (size_t i = 0;
	     i < sizeof(known_statuses) / sizeof(known_statuses[0]); i++)
		if (known_statuses[i].status == status)
			words = known_statuses[i].words;
	text = arena_printf(v->batch->arena, "answered %d%s%s%s", status,
	    words != NULL ? " (" : "", words != NULL ? words : "",
	    words != NULL ? ")" : "");
	if (v->batch->retry_after_s > 0)
		text = arena_printf(v->batch->arena,
		    "%.*s and asks to wait %lld s", STR_ARG(text),
		    (long long)v->batch->retry_after_s);
	/* Gone for good, and all the way there was for good, too. */
	if (status == 410 && v->permanent)
		v->batch->moved_url = v->moved;
	fail(v, E_STATUS, text.p != NULL ? text.p : "out of memory");
}

static void
take_answer(struct visit *v)
{
	const struct headers *head = &v->hop.head;
	struct batch *b = v->batch;
	struct arena *a = b->arena;

	b->http_status = head->status;
	b->retry_after_s = headers_wait_s(head, clock_now());
	for (size_t i = 0; i < sizeof(redirects) / sizeof(redirects[0]); i++)
		if (redirects[i].status == head->status) {
			follow(v, redirects[i].permanent);
			return;
		}
	if (head->status != 304 && (head->status < 200 || head->status > 299)) {
		refused_by_status(v, head->status);
		return;
	}
	if (head->status == 304 && !b->conditional) {
		fail(v, E_HTTP, "answered 304 to an unconditional request");
		return;
	}
	if (head->status != 304 && b->body.n == 0) {
		fail(v, E_HTTP, "the answer is empty");
		return;
	}
	b->outcome = head->status == 304 ? OUTCOME_UNCHANGED : OUTCOME_NEW;
	b->max_age_s = headers_fresh_s(head, clock_now());
	b->etag = head->etag;
	b->last_modified = head->last_modified;
	b->content_type = head->content_type;
	b->final_url =
	    address_replace(a, v->at.url, v->secret, STR("{secret}"));
	if (v->secret.p == NULL && v->user.n == 0)
		b->moved_url = v->moved;
	end(v);
}

static void
on_hop(struct hop *hop, void *arg)
{
	struct visit *v = arg;

	v->left_ms -= hop->ms;
	if (hop->status == OK) {
		take_answer(v);
		return;
	}
	/* Some servers claim an encoding that they do not use: once more, and
	 * the parser sees for itself what came. */
	if (!hop->raw && hop->status == E_HTTP && v->left_ms > 0 &&
	    (hop->code == CURLE_BAD_CONTENT_ENCODING ||
		hop->code == CURLE_WRITE_ERROR)) {
		hop->raw = true;
		trace(v, '*', STR("wrong content encoding, asking again"));
		start_hop(v);
		return;
	}
	/* An answer began: their network and ours are well. */
	if (hop->head.status != 0)
		v->batch->http_status = hop->head.status;
	fail(v, hop->status, hop->words);
}

/* {secret} in the address, or else user:password. */
static enum status
fill_secret(struct visit *v, struct str *url, const char **ret_words)
{
	const struct http_options *o = &v->http->options;
	struct batch *b = v->batch;
	const struct feed_spec *spec = &b->spec;
	struct arena *a = b->arena;
	bool in_url = str_find(*url, STR("{secret}")) != SIZE_MAX;
	struct str value = { NULL, 0 };

	if (spec->secret == NULL) {
		*ret_words = "the address has {secret}, but the line names "
			     "none (secret=NAME)";
		return (in_url ? E_NOT_FOUND : OK);
	}
	if (o->secret != NULL)
		value = str_trim(o->secret(o->arg, a, str_of(spec->secret)));
	if (value.n == 0) {
		*ret_words =
		    arena_printf(a, "the secret %s was not found", spec->secret)
			.p;
		return (E_NOT_FOUND);
	}
	v->secret = b->secret = value;
	if (in_url) {
		*url = address_replace(a, *url, STR("{secret}"), value);
		return (OK);
	}
	v->password = value;
	v->user = arena_str(a, str_cut(&v->password, ':'));
	if (v->user.n == value.n) {
		*ret_words = arena_printf(a,
		    "the secret %s is not user:password, and the address "
		    "has no {secret}",
		    spec->secret)
				 .p;
		return (E_SYNTAX);
	}
	v->password = arena_str(a, v->password);
	return (OK);
}

/* What is the feed's own goes with a page of it to the same server only. */
static enum status
keep_home(struct visit *v, struct str url, const char **ret_words)
{
	struct address home, page;
	struct batch *b = v->batch;
	enum status st =
	    address_read(b->arena, (struct str){ NULL, 0 }, b->spec.url, &home);

	if (st == OK)
		st =
		    address_read(b->arena, (struct str){ NULL, 0 }, url, &page);
	*ret_words = "this is no address";
	if (st != OK || (b->spec.secret == NULL && home.user.n == 0) ||
	    address_same_origin(&home, &page)) {
		if (st == OK && v->user.p == NULL) {
			v->user = home.user;
			v->password = home.password;
		}
		return (st);
	}
	*ret_words = "a login goes to the feed's own server only";
	return (E_REFUSED);
}

static enum status
prepare(struct visit *v, bool unconditional, const char **ret_words)
{
	struct batch *b = v->batch;
	struct str url = b->backfill != NULL
			     ? b->backfill->page
			     : feed_address(&b->spec, &b->facts);
	enum status st = fill_secret(v, &url, ret_words);

	if (st == OK && b->backfill != NULL)
		st = keep_home(v, url, ret_words);
	if (st != OK)
		return (st);
	st = address_read(b->arena, (struct str){ NULL, 0 }, url, &v->first);
	*ret_words = st == E_REFUSED ? "only http and https are fetched"
				     : "this is no address";
	if (st != OK)
		return (st);
	v->at = v->first;
	if (v->user.p == NULL) {
		v->user = v->first.user;
		v->password = v->first.password;
	}
	v->permanent = true;
	if (!unconditional) {
		v->hop.etag = b->facts.etag;
		v->hop.last_modified = b->facts.last_modified;
	}
	b->conditional = v->hop.etag != NULL || v->hop.last_modified != NULL;
	return (OK);
}

enum status
fetch_start(struct http *h, struct batch *b, bool unconditional,
    fetch_done *done, void *arg)
{
	struct visit *v = calloc(1, sizeof(*v));
	const char *words = NULL;
	enum status st;

	if (v == NULL)
		return (E_MEMORY);
	v->http = h;
	v->batch = b;
	v->done = done;
	v->arg = arg;
	v->started_ms = clock_mono_ms();
	v->left_ms = h->options.timeout_ms;
	v->hop.arena = b->arena;
	v->hop.body = &b->body;
	v->hop.done = on_hop;
	v->hop.trace = h->options.trace != NULL ? on_trace : NULL;
	v->hop.arg = v;
	b->started_ts = clock_now();
	TAILQ_INSERT_TAIL(&h->visits, v, link);
	h->nvisits++;
	st = prepare(v, unconditional, &words);
	if (st != OK)
		fail(v, st, words != NULL ? words : "out of memory");
	else
		start_hop(v);
	return (OK);
}

void
fetch_deliver(struct http *h)
{
	struct visit *v;

	while ((v = TAILQ_FIRST(&h->finished)) != NULL) {
		struct batch *b = v->batch;
		fetch_done *done = v->done;
		void *arg = v->arg;

		TAILQ_REMOVE(&h->finished, v, link);
		h->nvisits--;
		free(v);
		done(b, arg);
	}
}

void
fetch_cancel_all(struct http *h)
{
	struct visit *v;

	while ((v = TAILQ_FIRST(&h->visits)) != NULL)
		fail(v, E_CANCELLED, "the visit was cancelled");
	fetch_deliver(h);
}

void
fetch_drop_all(struct http *h)
{
	struct visit *v;

	while ((v = TAILQ_FIRST(&h->visits)) != NULL) {
		hop_cancel(&v->hop);
		TAILQ_REMOVE(&h->visits, v, link);
		TAILQ_INSERT_TAIL(&h->finished, v, link);
	}
	while ((v = TAILQ_FIRST(&h->finished)) != NULL) {
		TAILQ_REMOVE(&h->finished, v, link);
		batch_free(v->batch);
		free(v);
	}
	h->nvisits = 0;
}
