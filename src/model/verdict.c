/*
 * The words of signals, facets, targets and fields.
 */
#include "earshot/verdict.h"

static const char *const signals[SIGNALS + 1] = { "idea", "complaint", "praise",
	"question", "advice", "spam", NULL };
static const char *const facets[FACETS] = { NULL, "think", "feel", "want",
	"lack", "need" };
static const char *const targets[TARGETS] = { NULL, "product", "service",
	"process" };
static const char *const fields[FIELDS] = { "title", "text", "author", "url",
	"tags", "stars", "rule" };

static int
find_word(const char *const *words, int n, struct str word)
{

	for (int i = 0; i < n; i++)
		if (words[i] != NULL && str_ieq(word, str_of(words[i])))
			return (i);
	return (-1);
}

const char *
signal_word(enum signal s)
{

	return (signals[s]);
}

const char *
facet_word(enum facet f)
{

	return (facets[f]);
}

const char *
target_word(enum target t)
{

	return (targets[t]);
}

const char *
field_word(enum field f)
{

	return (fields[f]);
}

int
signal_of(struct str word)
{

	return (find_word(signals, SIGNALS, word));
}

int
facet_of(struct str word)
{

	return (find_word(facets, FACETS, word));
}

int
target_of(struct str word)
{

	return (find_word(targets, TARGETS, word));
}

int
field_of(struct str word)
{

	return (find_word(fields, FIELDS, word));
}
