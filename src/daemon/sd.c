/*
 * Telling systemd how we are.
 */
#include "sd.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/log.h"
#include "earshot/str.h"

enum { STATE_WAIT_S = 5 };

/* What nobody says again: without READY=1 a start fails after its timeout. */
static bool
is_state(struct str text)
{

	return (str_starts(text, STR("READY=1")) ||
		str_starts(text, STR("RELOADING=1")));
}

void
sd_tell(const char *fmt, ...)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct timeval wait = { STATE_WAIT_S, 0 };
	char text[1000];
	bool state;
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
	state = is_state(str_of(text));
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	/* Its queue is short (net.unix.max_dgram_qlen), and full while systemd
	 * does something else. */
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	if (sendto(fd, text, strlen(text),
		MSG_NOSIGNAL | (state ? 0 : MSG_DONTWAIT),
		(const struct sockaddr *)&sun,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) < 0 &&
	    state)
		log_line(LOG_WARN, "systemd_deaf errno=%d", errno);
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
