/*
 * Telling systemd how we are.
 */
#include "sd.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/str.h"

void
sd_tell(const char *fmt, ...)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	char text[1000];
	size_t n;
	va_list ap;
	int fd;

	if (path == NULL || (path[0] != '/' && path[0] != '@'))
		return;
	n = strlen(path);
	if (n >= sizeof(sun.sun_path))
		return;
	memcpy(sun.sun_path, path, n);
	if (path[0] == '@')
		sun.sun_path[0] = '\0'; /* the abstract namespace */
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return;
	/* Whoever does not listen is told again by the next one. */
	(void)!sendto(fd, text, strlen(text), MSG_NOSIGNAL,
	    (const struct sockaddr *)&sun,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
	close(fd);
}

int64_t
sd_watchdog_ms(void)
{
	const char *us = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
	int64_t v;

	if (us == NULL || !str_to_i64(str_of(us), &v) || v <= 0)
		return (0);
	if (pid != NULL) {
		int64_t who;

		if (!str_to_i64(str_of(pid), &who) || who != getpid())
			return (0);
	}
	return (v / 1000);
}

bool
sd_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long dev, ino;
	struct stat sb;

	return (stream != NULL && fstat(STDERR_FILENO, &sb) == 0 &&
		sscanf(stream, "%llu:%llu", &dev, &ino) == 2 &&
		dev == (unsigned long long)sb.st_dev &&
		ino == (unsigned long long)sb.st_ino);
}
