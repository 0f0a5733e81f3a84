/*
 * Where the control socket is, and reaching it: Unix sockets whose paths may
 * be longer than an address allows.
 */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/setup.h"

enum { ANSWER_WAIT_MS = 3000 };

/*
 * An address for ${path}.  Past 107 bytes it goes through its folder's
 * descriptor, which the caller closes (-1: none was needed).
 */
static bool
address(const char *path, struct sockaddr_un *sun, int *ret_folder)
{
	const char *slash = strrchr(path, '/');
	struct str folder = { path,
		slash != NULL ? (size_t)(slash - path) : 0 };
	char *name;
	int n;

	*sun = (struct sockaddr_un){ .sun_family = AF_UNIX };
	*ret_folder = -1;
	if (strlen(path) < sizeof(sun->sun_path)) {
		memcpy(sun->sun_path, path, strlen(path) + 1);
		return (true);
	}
	if (slash == NULL) {
		errno = ENAMETOOLONG;
		return (false);
	}
	name = str_dup(folder);
	if (name == NULL)
		return (false);
	*ret_folder = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	free(name);
	if (*ret_folder < 0)
		return (false);
	n = snprintf(sun->sun_path, sizeof(sun->sun_path), "/proc/self/fd/%d%s",
	    *ret_folder, slash);
	if (n > 0 && (size_t)n < sizeof(sun->sun_path))
		return (true);
	close(*ret_folder);
	errno = ENAMETOOLONG;
	return (false);
}

static int
with_socket(const char *path,
    int (*use)(int fd, const struct sockaddr *sa, socklen_t n))
{
	struct sockaddr_un sun;
	int folder, fd, saved;

	if (!address(path, &sun, &folder))
		return (-1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 &&
	    use(fd, (const struct sockaddr *)&sun, sizeof(sun)) != 0) {
		saved = errno;
		close(fd);
		fd = -1;
		errno = saved;
	}
	if (folder >= 0) {
		saved = errno;
		close(folder);
		errno = saved;
	}
	return (fd);
}

int
setup_bind(const char *path)
{

	return (with_socket(path, bind));
}

int
setup_dial(const char *path)
{

	return (with_socket(path, connect));
}

char *
setup_control_address(const struct setup *s)
{
	struct buf b = BUF_INIT(PATH_MAX);

	if (s->conf->control_path[0] != '\0')
		buf_adds(&b, s->conf->control_path);
	else
		buf_printf(&b, "%s.control", s->store_path);
	return (buf_steal(&b));
}

/* Does the daemon behind ${fd} hold the database at ${path}?  It says which
 * file by device and number, so that names do not matter. */
static bool
holds(int fd, const char *path)
{
	char line[200], want[100];
	struct pollfd p = { fd, POLLIN, 0 };
	struct stat sb;
	ssize_t n;

	if (stat(path, &sb) != 0)
		return (false);
	snprintf(want, sizeof(want), CONTROL_OK " %llu:%llu\n",
	    (unsigned long long)sb.st_dev, (unsigned long long)sb.st_ino);
	if (send(fd, "store\n", 6, MSG_NOSIGNAL) != 6 ||
	    poll(&p, 1, ANSWER_WAIT_MS) != 1)
		return (false);
	n = recv(fd, line, sizeof(line) - 1, 0);
	if (n <= 0)
		return (false);
	line[n] = '\0';
	return (strcmp(line, want) == 0);
}

int
setup_connect(const struct setup *s)
{
	struct buf own = BUF_INIT(PATH_MAX);
	const char *paths[2] = { s->conf->control_path, NULL };
	int fd = -1;

	buf_printf(&own, "%s.control", s->store_path);
	if (!buf_failed(&own))
		paths[1] = own.p;
	for (size_t i = 0; i < 2 && fd < 0; i++) {
		if (paths[i] == NULL || paths[i][0] == '\0')
			continue;
		fd = setup_dial(paths[i]);
		if (fd >= 0 && !holds(fd, s->store_path)) {
			close(fd);
			fd = -1;
		}
	}
	buf_free(&own);
	return (fd);
}
