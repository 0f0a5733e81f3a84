/*
 * Feed lists as other programs write them.
 */
#ifndef CONF_OPML_H
#define CONF_OPML_H

#include "feedset.h"

#define OPML_NS "https://earshot.example/ns/opml"

/* opml_like: ${text} is OPML, whatever its file is called. */
bool opml_like(struct str text);
/* opml_read: like feedfile_read.  ${a}: memory for this file only. */
enum status opml_read(struct feedloader *loader, const char *path,
    struct str bytes, struct arena *a) MUST_USE;

#endif
