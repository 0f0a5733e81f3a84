/*
 * notified: stands where systemd would: runs a program with NOTIFY_SOCKET and
 * prints every line that it tells, as it comes.  For stories; nothing of it is
 * in the library.
 *
 *	notified [-b] -s PATH|-a PROGRAM [ARGUMENT...]
 *
 * -s: a socket in the file system; -a: one in the abstract namespace.  -b: busy
 * at first, for a second and a half, with a queue that is full.  The program
 * dies with us; its exit status is ours.
 */
#ifdef NOTIFIED_MAIN
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MESSAGE_MAX = 4096, LOOK_EVERY_MS = 50, BUSY_MS = 1500 };

static int
bind_to(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	size_t n = strlen(path);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || n == 0 || n >= sizeof(sun.sun_path))
		return (-1);
	memcpy(sun.sun_path, path, n);
	if (path[0] == '@')
		sun.sun_path[0] = '\0';
	else
		unlink(path);
	if (bind(fd, (const struct sockaddr *)&sun,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) != 0) {
		close(fd);
		return (-1);
	}
	return (fd);
}

/* What fills it is empty, and is not printed. */
static void
fill(int fd)
{
	struct sockaddr_un sun;
	socklen_t n = sizeof(sun);
	int other = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (other >= 0 && getsockname(fd, (struct sockaddr *)&sun, &n) == 0)
		while (sendto(other, "", 0, MSG_DONTWAIT,
			   (const struct sockaddr *)&sun, n) == 0)
			;
	close(other);
}

static pid_t
run(char **argv)
{
	pid_t us = getpid(), pid = fork();

	if (pid != 0)
		return (pid);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != us)
		_exit(127);
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

static void
print_all(int fd, int wait_ms)
{
	struct pollfd p = { fd, POLLIN, 0 };
	char text[MESSAGE_MAX];
	ssize_t n;

	while (poll(&p, 1, wait_ms) == 1 &&
	       (n = recv(fd, text, sizeof(text), 0)) >= 0) {
		if (n > 0)
			printf("%.*s\n", (int)n, text);
		fflush(stdout);
		wait_ms = 0;
	}
}

int
main(int argc, char **argv)
{
	char name[100];
	const char *path = name;
	int fd, status = 0, operands = 2;
	bool busy = argc > 1 && strcmp(argv[1], "-b") == 0;
	pid_t pid;

	snprintf(name, sizeof(name), "@earshot-notified-%ld", (long)getpid());
	if (busy) {
		argv++;
		argc--;
	}
	if (argc > 2 && strcmp(argv[1], "-s") == 0) {
		path = argv[2];
		operands = 3;
	} else if (argc < 2 || strcmp(argv[1], "-a") != 0)
		operands = argc;
	if (operands >= argc) {
		fputs("usage: notified [-b] -s PATH|-a PROGRAM [ARGUMENT...]\n",
		    stderr);
		return (2);
	}
	fd = bind_to(path);
	if (fd < 0 || setenv("NOTIFY_SOCKET", path, 1) != 0) {
		perror(path);
		return (2);
	}
	if (busy)
		fill(fd);
	pid = run(argv + operands);
	if (pid < 0) {
		perror("fork");
		return (2);
	}
	if (busy)
		poll(NULL, 0, BUSY_MS);
	while (waitpid(pid, &status, WNOHANG) == 0)
		print_all(fd, LOOK_EVERY_MS);
	print_all(fd, 0);
	return (
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}
#endif
