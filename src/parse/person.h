/*
 * A person as feeds write one in a single string: "mail (Name)",
 * "Name (mail)", "Name <mail>", a mail address, a name.
 */
#ifndef EARSHOT_PARSE_PERSON_H
#define EARSHOT_PARSE_PERSON_H

#include "earshot/parse.h"

/* person_read: name and email are slices of ${s}, trimmed; a name may still
 * carry HTML.  What is not there is {NULL,0}. */
struct person person_read(struct str s);

/* person_mail: ${s} as a whole is a mail address ("mailto:" is taken off);
 * {NULL,0}: it is none. */
struct str person_mail(struct str s);

#endif
