/*
 * Rights by peer credentials.
 */
#include "rights.h"

#include <sys/socket.h>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

enum { GROUPS_MAX = 256 };

static bool
in_edit_group(uid_t uid, gid_t gid)
{
	struct group *g = getgrnam(RIGHTS_GROUP);
	gid_t groups[GROUPS_MAX], wanted;
	int n = GROUPS_MAX;
	struct passwd *pw;

	if (g == NULL)
		return (false);
	wanted = g->gr_gid;
	if (gid == wanted)
		return (true);
	pw = getpwuid(uid);
	if (pw == NULL || getgrouplist(pw->pw_name, gid, groups, &n) < 0)
		return (false);
	for (int i = 0; i < n; i++)
		if (groups[i] == wanted)
			return (true);
	return (false);
}

struct rights
rights_of(int fd)
{
	struct rights r = { (uid_t)-1, false, false };
	socklen_t n = sizeof(struct ucred);
	struct ucred who;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) != 0)
		return (r);
	r.uid = who.uid;
	r.keep = who.uid == 0 || who.uid == geteuid();
	r.edit = r.keep || in_edit_group(who.uid, who.gid);
	return (r);
}
