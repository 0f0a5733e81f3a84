/*
 * What somebody at the control socket may ask for.
 */
#ifndef DAEMON_RIGHTS_H
#define DAEMON_RIGHTS_H

#include <sys/types.h>

#include <stdbool.h>

/* Its members may edit feeds and rules, and so have them loaded; judge, mark,
 * reclassify and import. */
#define RIGHTS_GROUP "earshot-edit"

struct rights {
	uid_t uid; /* who asks */
	bool edit; /* feeds and rules: root, our own user, the group */
	bool keep; /* prune, forget, restore: root and our own user */
};

/* rights_of: the peer behind a Unix socket, by its credentials; none when they
 * cannot be told. */
struct rights rights_of(int fd);

#endif
