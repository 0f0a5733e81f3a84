/*
 * Words of a command that has several, and operands and options that nobody
 * takes: ignoring them would answer another question.
 */
#include <stdio.h>

#include "earshot/named.h"

#include "cli.h"

/* Its names in a sentence: "list, add, remove". */
static void
print_names(const struct verb *verbs, const char *last, struct buf *out)
{

	for (size_t i = 0; verbs[i].name != NULL; i++)
		buf_printf(out, "%s%s",
		    i == 0                      ? ""
		    : verbs[i + 1].name == NULL ? last
						: ", ",
		    verbs[i].name);
}

static int
say_unknown(const struct cli *c, const struct verb *verbs, const char *word)
{
	const char *names[VERBS_MAX + 1], *near = NULL;
	struct buf all = BUF_INIT(2000);
	size_t n = 0;

	for (; n < VERBS_MAX && verbs[n].name != NULL; n++)
		names[n] = verbs[n].name;
	names[n] = NULL;
	print_names(verbs, word == NULL ? " or " : " and ", &all);
	if (word != NULL)
		near = str_near(str_of(word), names);
	if (word == NULL)
		cli_usage(c, "%s?", buf_str(&all).p);
	else if (near != NULL)
		cli_usage(c, "no '%s %s'; did you mean '%s %s'?",
		    c->command->name, word, c->command->name, near);
	else
		cli_usage(c, "no '%s %s'; there are %s", c->command->name, word,
		    buf_str(&all).p);
	buf_free(&all);
	return (2);
}

static void
say_whose(const struct cli *c, const struct verb *verbs, const struct verb *v,
    const struct argument_row *own)
{
	struct buf whose = BUF_INIT(2000);

	for (const struct verb *w = verbs; w->name != NULL; w++)
		if (w->options >> (own->id - CLI_OWN) & 1)
			buf_printf(&whose, "%s'%s %s'", whose.n > 0 ? ", " : "",
			    c->command->name, w->name);
	cli_usage(c, "--%s belongs to %s, not to '%s %s'", own->name,
	    buf_str(&whose).p, c->command->name, v->name);
	buf_free(&whose);
}

/* An option of another word would be ignored: better said. */
static bool
fits(const struct cli *c, const struct verb *verbs, const struct verb *v)
{
	const struct argument_row *own = c->command->options;

	for (; own != NULL && own->name != NULL; own++) {
		unsigned bit = 1u << (own->id - CLI_OWN);

		if (c->own[own->id - CLI_OWN] == NULL || v->options & bit)
			continue;
		say_whose(c, verbs, v, own);
		return (false);
	}
	return (true);
}

static int
run(struct cli *c, const struct verb *verbs, const struct verb *v)
{
	struct buf what = BUF_INIT(200);
	bool good = fits(c, verbs, v);

	buf_printf(&what, "%s %s", c->command->name, v->name);
	if (good && v->shared != NULL)
		good = cli_takes(c, buf_str(&what).p, v->shared);
	if (good && c->argc < v->least) {
		cli_usage(c, "%s%s", buf_str(&what).p, v->operands);
		good = false;
	} else if (good && c->argc > v->most) {
		cli_usage(c, "what is '%s'? %s%s", c->argv[v->most],
		    v->hint != NULL ? v->hint : buf_str(&what).p,
		    v->hint != NULL ? ""
		    : v->most == 0  ? " takes no operands"
				    : v->operands);
		good = false;
	}
	buf_free(&what);
	return (good ? v->run(c) : 2);
}

int
cli_verb(struct cli *c, const struct verb *verbs)
{
	const char *word = c->argc > 0 ? *c->argv : NULL;

	for (const struct verb *v = verbs; word != NULL && v->name != NULL;
	     v++) {
		if (strcmp(word, v->name) != 0)
			continue;
		c->argc--;
		c->argv++;
		return (run(c, verbs, v));
	}
	return (say_unknown(c, verbs, word));
}

bool
cli_named(const struct cli *c)
{

	for (int i = 0; i < c->argc; i++)
		if (str_trim(str_of(c->argv[i])).n == 0) {
			cli_usage(c, NAMED_EMPTY);
			return (false);
		}
	return (true);
}

bool
cli_bare(const struct cli *c, const char *hint)
{

	if (c->argc == 0)
		return (true);
	cli_usage(c, "what is '%s'? %s", c->argv[0],
	    hint != NULL ? hint : "nothing more is needed");
	return (false);
}
