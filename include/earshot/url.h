/*
 * URLs over libcurl's URL API: resolving, a canonical form for identity, and
 * masking what must not be shown.
 */
#ifndef EARSHOT_URL_H
#define EARSHOT_URL_H

#include "earshot/arena.h"

enum { URL_MAX = 8192 }; /* longer ones are not URLs */

/* url_resolve: ${ref} against ${base} (may be {NULL,0}), absolute, white space
 * trimmed; {NULL,0} when that is impossible. Any scheme.  An absolute ${ref}
 * stays as written, but for spaces inside. */
struct str url_resolve(struct arena *a, struct str base, struct str ref);
/* url_absolute: has a scheme and, for http(s), a host. */
bool url_absolute(struct str url);
/* url_http: http or https with a host. */
bool url_http(struct str url);

/*
 * url_canonical: the form by which posts are told apart: scheme and host
 * folded, http and https alike, default ports and tracking parameters (utm_*,
 * fbclid, gclid …) dropped, an empty path is "/", the fragment kept only when
 * it names a comment.  {NULL,0}: not http(s).
 */
struct str url_canonical(struct arena *a, struct str url);

/* url_host: host as written, lower case; {NULL,0}. */
struct str url_host(struct arena *a, struct str url);
/* url_mask: for logs and pages: the password and values of parameters that
 * look like secrets (token, key, user …) become "***". */
struct str url_mask(struct arena *a, struct str url);
/* url_hide: the same in place, in any text with URLs or what was meant to be
 * one, with a "*" for each byte; rather too much than too little. */
void url_hide(char *text, size_t n);

#endif
