/*
 * A voice: who is who among authors.  One person may be heard at several
 * places; a name that stands for nobody in particular is nobody's.
 */
#ifndef EARSHOT_VOICE_H
#define EARSHOT_VOICE_H

#include <stdbool.h>

#include "earshot/str.h"

/* What post.staff holds. */
enum voice_side { VOICE_OTHERS, VOICE_STAFF, VOICE_PARTNER };

/*
 * voice_key: the same for whatever names the same person:
 * - a URI of its own (a profile): that URI, whatever the name and the place;
 * - a URI that is a whole site (its first page, or "about"): its host and the
 *   name, for several people may write for one site;
 * - no URI: the name, at this place only.
 * Letter case, white space, the scheme, "www." and a slash at the end do not
 * count.  Never 0, but for no name and no URI.  The keys are stored: they must
 * not change from one version to the next.
 */
int64_t voice_key(int64_t source_id, struct str name, struct str uri);

/* voice_nobody: "Anonymous", "Guest", "admin", "[deleted]" and their like, in
 * English, Spanish, French and German, without a URI. */
bool voice_nobody(struct str name, struct str uri);

/* What an author is called whose name is not kept (names.c): this and sixteen
 * hex digits.  voice_is_sign: is it one of those?  No list names it. */
#define VOICE_SIGN "voice-"
bool voice_is_sign(struct str name, struct str uri);

/* voice_listed: is the name or the URI one of ${list}, comma-separated, as a
 * feed list has it? */
bool voice_listed(struct str list, struct str name, struct str uri);
/* voice_side: by the two lists; who is in both is a partner. */
enum voice_side voice_side(struct str staff, struct str partner,
    struct str name, struct str uri);

#endif
