/*
 * libxml2 as the judge of our own XML reader: what each says of a document,
 * one event after another, in the same words.
 */
#ifndef TESTS_SUPPORT_XMLORACLE_H
#define TESTS_SUPPORT_XMLORACLE_H

#include "earshot/arena.h"
#include "earshot/buf.h"

/* xmloracle_ours: by xml_read.  ${out} is emptied first. */
enum status xmloracle_ours(struct arena *a, struct str doc, struct buf *out,
    bool *ret_malformed) MUST_USE;

/* xmloracle_theirs: by libxml2's SAX2.  ${doc} has no DOCTYPE.  False: libxml2
 * finds it not well-formed, or namespaces wrong; then ${out} says nothing. */
bool xmloracle_theirs(struct str doc, struct buf *out);

#endif
