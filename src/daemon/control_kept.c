/*
 * Requests that take away what is stored, or put another database in its place.
 */
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "earshot/log.h"

#include "control_impl.h"

static void
on_kept(void *peer, bool yes, struct str text)
{
	struct peer *p = peer;

	p->keeping = false;
	control_answer(p, yes, text);
}

/* Removing what others stored is for those who could remove the file. */
void
control_keep(struct peer *p, struct str line)
{
	struct timeval day = { 86400, 0 };
	struct buf why = BUF_INIT(1000);

	if (!p->rights.keep)
		buf_adds(&why,
		    "only root and the daemon's own user may ask that");
	else
		p->keeping = keeper_ask(p->control->daemon->keeper, line,
		    on_kept, p, &why);
	if (p->keeping)
		bufferevent_set_timeouts(p->bev, &day, &day);
	else {
		buf_addc(&why, '\n');
		control_answer(p, false, buf_str(&why));
	}
	buf_free(&why);
}

/* What is ready beside the database takes its place: the road has to end, and
 * begins again. */
void
control_restore(struct peer *p)
{
	struct daemon *d = p->control->daemon;

	if (!p->rights.keep) {
		control_answer(p, false,
		    STR("only root and the daemon's own user may ask that\n"));
		return;
	}
	p->restoring = d->restoring = true;
	event_base_loopbreak(d->base);
}

void
control_restored(struct control *c, bool yes, struct str text)
{

	for (struct peer *p = c != NULL ? c->peers : NULL; p != NULL;
	     p = p->next) {
		struct evbuffer *out = bufferevent_get_output(p->bev);

		if (!p->restoring || p->closing)
			continue;
		control_answer(p, yes, text);
		/* The loop has ended: it fits into the socket's own buffer. */
		evbuffer_unfreeze(out, 1);
		if (evbuffer_write(out, bufferevent_getfd(p->bev)) < 0)
			log_line(LOG_DEBUG, "control_restored unheard");
	}
}
