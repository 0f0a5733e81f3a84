/*
 * Declarations as a stack, threaded through buckets by prefix: finding one
 * does not depend on how many there are, and nobody outside can aim at a
 * bucket.
 */
#include "xmlscope.h"

#include "earshot/hash.h"

enum { FEW = 12 };

#define XML_URI "http://www.w3.org/XML/1998/namespace"

void
xmlscope_init(struct xmlscope *s)
{

	s->n = 0;
	memset(s->first, 0, sizeof(s->first));
}

/* The default namespace has the first bucket for itself. */
static size_t
bucket_of(struct str prefix, uint64_t *ret_hash)
{

	*ret_hash = 0;
	if (prefix.n == 0)
		return (0);
	*ret_hash = hash_table(prefix);
	return (1 + *ret_hash % (XMLSCOPE_BUCKETS - 1));
}

bool
xmlscope_declare(struct xmlscope *s, struct str prefix, struct str uri)
{
	struct xmlscope_entry *e;

	if (str_eq(prefix, STR("xml")) || str_eq(prefix, STR("xmlns")) ||
	    str_eq(uri, STR(XML_URI)) || (prefix.n > 0 && uri.n == 0))
		return (true);
	if (s->n == XML_MAX_NAMESPACES)
		return (false);
	e = &s->at[s->n++];
	e->prefix = prefix;
	e->uri = uri;
	e->bucket = (uint16_t)bucket_of(prefix, &e->hash);
	e->outer = s->first[e->bucket];
	s->first[e->bucket] = (uint16_t)s->n;
	return (true);
}

void
xmlscope_leave(struct xmlscope *s, size_t n)
{
	const struct xmlscope_entry *e;

	while (s->n > n) {
		e = &s->at[--s->n];
		s->first[e->bucket] = e->outer;
	}
}

struct str
xmlscope_find(const struct xmlscope *s, struct str prefix)
{
	const struct xmlscope_entry *e;
	uint64_t hash;
	size_t i;

	if (str_eq(prefix, STR("xml")))
		return (STR(XML_URI));
	/* A few are looked through faster than hashed. */
	if (prefix.n > 0 && s->n <= FEW) {
		for (i = s->n; i > 0; i--)
			if (str_eq(s->at[i - 1].prefix, prefix))
				return (s->at[i - 1].uri);
		return ((struct str){ NULL, 0 });
	}
	for (i = s->first[bucket_of(prefix, &hash)]; i > 0; i = e->outer) {
		e = &s->at[i - 1];
		if (e->hash == hash && str_eq(e->prefix, prefix))
			return (
			    e->uri.n > 0 ? e->uri : (struct str){ NULL, 0 });
	}
	return ((struct str){ NULL, 0 });
}
