/*
 * Who runs this program and where it lives.
 */
#include "home.h"

#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#define SYSTEM_CONF   SYSCONFDIR "/earshot/earshot.conf"
#define PERSONAL_CONF ".config/earshot/earshot.conf"
#define SERVICE_USER  "earshot"

bool
home_personal(uid_t uid, const char *user, bool system_conf)
{

	if (uid == 0 || system_conf)
		return (false);
	return (user == NULL || strcmp(user, SERVICE_USER) != 0);
}

bool
home_inside(struct str path, struct str folder)
{

	while (folder.n > 1 && folder.p[folder.n - 1] == '/')
		folder.n--;
	return (folder.n > 0 && path.n > folder.n && str_starts(path, folder) &&
		path.p[folder.n] == '/');
}

/* The rules beside the sources, for a program that was never installed. */
static const char *
find_shipped(void)
{
#if defined(BUILDDIR) && defined(SRCDIR)
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path));

	if (n > 0 &&
	    home_inside((struct str){ path, (size_t)n }, str_of(BUILDDIR)))
		return (SRCDIR "/rules");
#endif
	return (NULL);
}

enum status
home_find(struct arena *a, struct home *ret)
{
	const struct passwd *pw = getpwuid(geteuid());
	const char *folder = secure_getenv("HOME");

	*ret =
	    (struct home){ .config = SYSTEM_CONF, .shipped = find_shipped() };
	if ((folder == NULL || folder[0] != '/') && pw != NULL)
		folder = pw->pw_dir;
	if (folder != NULL && folder[0] == '/')
		ret->folder = arena_str(a, str_of(folder));
	/* A user without a home has no place for defaults of his own. */
	if (ret->folder.p != NULL)
		ret->personal =
		    home_personal(geteuid(), pw != NULL ? pw->pw_name : NULL,
			access(SYSTEM_CONF, F_OK) == 0);
	if (ret->personal)
		ret->config =
		    arena_printf(a, "%s/%s", ret->folder.p, PERSONAL_CONF).p;
	return (arena_failed(a) ? E_MEMORY : OK);
}

struct str
home_place(struct arena *a, const struct home *h, struct str folder,
    struct str path)
{
	struct str prefix = { NULL, 0 };

	if (str_starts(path, STR("sqlite:"))) {
		prefix = str_sub(path, 0, 7);
		path = str_sub(path, 7, path.n);
	}
	if (path.n == 0 || path.p[0] == '/' || path.p[0] == ':' ||
	    str_find(path, STR("://")) != SIZE_MAX)
		folder = (struct str){ NULL, 0 };
	else if (str_starts(path, STR("~/")) && h->folder.p != NULL) {
		folder = h->folder;
		path = str_sub(path, 2, path.n);
	}
	if (folder.p == NULL)
		return (arena_printf(a, "%.*s%.*s", STR_ARG(prefix),
		    STR_ARG(path)));
	return (
	    arena_printf(a, "%.*s%.*s%s%.*s", STR_ARG(prefix), STR_ARG(folder),
		str_ends(folder, STR("/")) ? "" : "/", STR_ARG(path)));
}
