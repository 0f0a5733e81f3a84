/*
 * Requests about what is stored: judgements, marks, and other rules for it.
 */
#include <inttypes.h>
#include <pwd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>

#include "earshot/judgement.h"

#include "control_impl.h"

struct judge_job {
	const struct judgement *judgement;
	struct buf *said;
};

static enum status
judge_stored(struct store *s, void *arg)
{
	const struct judge_job *job = arg;

	return (store_judge(s, job->judgement, job->said));
}

void
control_judge(struct peer *p, struct str line, bool mark)
{
	struct buf b = BUF_INIT(ANSWER_MAX);
	struct judgement j;
	struct judge_job job = { &j, &b };
	struct passwd *pw = getpwuid(p->rights.uid);
	enum status st = judgement_read(line, mark, &j, &b);

	j.by = str_of(pw != NULL ? pw->pw_name : NULL);
	if (st == OK)
		st = road_run(p->control->daemon->road, judge_stored, &job);
	if (buf_str(&b).n == 0)
		buf_adds(&b, status_word(st));
	control_answer(p, st == OK, buf_str(&b));
	buf_free(&b);
}

/* The answer is yes and its progress, line by line, or what it waits for; the
 * last line says what came of it, or "failed" and why. */
static void
on_rescored(void *arg, const struct rescore_state *state)
{
	struct peer *p = arg;
	struct evbuffer *out = bufferevent_get_output(p->bev);
	struct buf b = BUF_INIT(ANSWER_MAX);

	/* Who does not read gets no longer an answer for it. */
	if (!state->over && evbuffer_get_length(out) > 0)
		return;
	if (!state->over && state->waits != NULL)
		buf_printf(&b, "waits %s\n", state->waits);
	else if (!state->over)
		buf_printf(&b, "at %" PRId64 " %" PRId64 "\n", state->done,
		    state->all);
	else if (state->error != NULL)
		buf_printf(&b, "failed %s\n", state->error);
	else
		setup_rescored(state, &b);
	evbuffer_add(out, buf_str(&b).p, buf_str(&b).n);
	buf_free(&b);
	if (state->over) {
		p->rescoring = false;
		p->closing = true;
	}
}

void
control_rescore(struct peer *p, struct str line)
{
	struct buf b = BUF_INIT(ANSWER_MAX);
	struct stale what;
	enum status st = setup_rescore_read(line, &what, &b);

	if (st == OK)
		st = road_rescore(p->control->daemon->road, &what, on_rescored,
		    p, &b);
	if (st != OK)
		control_answer(p, false, buf_str(&b));
	else {
		p->rescoring = true;
		/* As long as it takes; but who stops reading is cut off. */
		bufferevent_set_timeouts(p->bev, NULL,
		    &(struct timeval){ 60, 0 });
		evbuffer_add_printf(bufferevent_get_output(p->bev), "%s\n",
		    CONTROL_OK);
	}
	buf_free(&b);
}
