/*
 * Whole documents, as parse_document() reads them.
 */
#ifndef TESTS_DOCUMENTS_H
#define TESTS_DOCUMENTS_H

#include "earshot/parse.h"

#include "arenabox.h"

static inline struct parsed *
parse(const char *body)
{
	struct parse_options o = { 0 };
	struct parsed *p = NULL;
	struct str why;

	assert_int_equal(parse_document(a, str_of(body), &o, &p, &why), OK);
	assert_non_null(p);
	return (p);
}

static inline void
refused(const char *body)
{
	struct parse_options o = { 0 };
	struct parsed *p = NULL;
	struct str why;

	assert_int_equal(parse_document(a, str_of(body), &o, &p, &why),
	    E_NOT_FEED);
	assert_str(why, "XML of another kind");
	assert_null(p);
}

#endif
