/*
 * Filters that nothing can meet: refused, by every list in the same words.
 */
#include "cli.h"

/* Does the rule set have the topic?  The filter takes any letter case. */
static bool
topic_there(const struct cli *c, const struct ruleset *rules, const char **near)
{

	return (ruleset_topic(rules, c->filter.topic, near));
}

/* "acme" is the list brand.acme. */
static bool
brand_there(const struct cli *c, const struct ruleset *rules, const char **near)
{
	struct buf name = BUF_INIT(1 << 16);
	const char *other = NULL;
	bool there;

	buf_printf(&name, "brand.%.*s", STR_ARG(c->filter.brand));
	there = ruleset_mentions(rules, c->filter.brand, near) ||
		ruleset_mentions(rules, buf_str(&name), &other);
	if (*near == NULL)
		*near = other;
	buf_free(&name);
	return (there);
}

static bool
refuse(const struct cli *c, const char *what, struct str word, const char *near)
{

	cli_fail(c, 2,
	    "no %s is called \"%.*s\", and none was heard that was%s%s%s", what,
	    STR_ARG(word), near != NULL ? "; did you mean " : "",
	    near != NULL ? near : "", near != NULL ? "?" : "");
	return (false);
}

/* What was never heard may be asked for as long as the rules listen for it; of
 * rules with a fault nobody knows. */
static bool
rules_know(struct cli *c, const struct query_heard *heard)
{
	const char *near = NULL;
	struct setup *s = NULL;
	struct faults faults;
	bool known = true;

	faults_init(&faults);
	if (setup_load(&c->request, SETUP_RULES, false, &faults, &s) != OK)
		s = NULL;
	faults_free(&faults);
	if (s != NULL && !heard->topic && !topic_there(c, s->rules, &near))
		known = refuse(c, "topic", c->filter.topic, near);
	if (s != NULL && known && !heard->brand &&
	    !brand_there(c, s->rules, &near))
		known = refuse(c, "list of a brand", c->filter.brand, near);
	setup_free(s);
	return (known);
}

bool
cli_known(struct cli *c, struct reader *r)
{
	struct buf why = BUF_INIT(1 << 16);
	struct query_heard heard;
	bool known = query_known(r, &c->filter, &heard, &why) == OK;

	if (!known)
		cli_fail(c, 2, "%s", buf_str(&why).p);
	else if (!heard.topic || !heard.brand)
		known = rules_know(c, &heard);
	buf_free(&why);
	return (known);
}

struct reader *
cli_reader_known(struct cli *c, const struct setup *s, int64_t deadline_ms,
    int *ret_status)
{
	struct reader *r = cli_reader(c, s, deadline_ms, ret_status);

	if (r == NULL || cli_known(c, r))
		return (r);
	reader_close(r);
	*ret_status = 2;
	return (NULL);
}
