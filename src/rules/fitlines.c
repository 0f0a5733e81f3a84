/*
 * Labelled posts as JSON Lines.
 */
#include <stdlib.h>

#include <jansson.h>

#include "earshot/fit.h"

static struct str
member(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_string(v))
		return ((struct str){ NULL, 0 });
	return ((struct str){ json_string_value(v), json_string_length(v) });
}

/* FNV-1a: which domains differ is all that is asked. */
static uint32_t
hash_word(struct str s)
{
	uint32_t h = s.n > 0 ? 2166136261u : 0;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return (h);
}

/* NULL, or what is wrong. */
static const char *
read_labels(const json_t *o, struct fit_labels *ret)
{
	const json_t *labels = json_object_get(o, "labels"), *value;
	const char *key;

	memset(ret->of, -1, sizeof(ret->of));
	ret->domain = hash_word(member(o, "domain"));
	if (labels == NULL)
		return (NULL);
	if (!json_is_object(labels))
		return ("\"labels\" is no object: write "
			"{\"idea\":1,\"complaint\":0}");
	/* jansson's iteration macro casts const away. */
	for (void *i = json_object_iter(json_object_get(o, "labels"));
	     i != NULL;
	     i = json_object_iter_next(json_object_get(o, "labels"), i)) {
		int at;

		key = json_object_iter_key(i);
		value = json_object_iter_value(i);
		at = strcmp(key, "suggestion") == 0 ? FIT_SUGGESTION
						    : signal_of(str_of(key));
		if (at < 0)
			return ("a label is no signal: idea, complaint, "
				"praise, question, advice, spam or "
				"suggestion");
		if (json_is_boolean(value))
			ret->of[at] = json_is_true(value);
		else if (json_is_integer(value) &&
			 (json_integer_value(value) == 0 ||
			     json_integer_value(value) == 1))
			ret->of[at] = (signed char)json_integer_value(value);
		else if (!json_is_null(value))
			return ("a label is 1 or 0 (or left out: not known)");
	}
	return (NULL);
}

static const char *
read_post(const json_t *o, struct classify_input *in, struct fit_labels *labels)
{
	const json_t *stars = json_object_get(o, "stars");
	double v = json_is_number(stars) ? json_number_value(stars) : 0;

	if (!json_is_object(o))
		return ("this is no object: write {\"text\":\"...\","
			"\"labels\":{\"idea\":1}}");
	*in = (struct classify_input){ .text = member(o, "text"),
		.title = member(o, "title"),
		.lang = member(o, "lang"),
		.reply = str_eq(member(o, "context"), STR("reply")) };
	if (in->text.p == NULL)
		return ("\"text\" is missing or no string");
	if (json_is_number(stars) && !(v >= 1 && v <= 5))
		return ("\"stars\" is not from 1 to 5");
	in->stars = (int)v;
	return (read_labels(o, labels));
}

enum status
fit_lines(struct fit *f, size_t set, const char *path, struct str bytes,
    struct faults *faults)
{
	enum status st = OK;
	unsigned number = 0;

	while (bytes.n > 0 && st == OK) {
		struct str line = str_trim(str_cut(&bytes, '\n'));
		struct classify_input in;
		struct fit_labels labels;
		json_error_t error;
		const char *why;
		json_t *o;

		number++;
		if (line.n == 0)
			continue;
		o = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &error);
		why = o != NULL ? read_post(o, &in, &labels) : error.text;
		if (why != NULL)
			faults_add(faults, false, path, number, 0,
			    (struct str){ NULL, 0 }, "%s", why);
		else
			st = fit_add(f, set, &in, &labels);
		json_decref(o);
	}
	return (st);
}
