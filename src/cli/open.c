/*
 * What commands open: configuration, feeds and rules, the database for reading,
 * files, the daemon's control socket.
 */
#include <sys/socket.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "earshot/reader.h"

#include "cli.h"

struct setup *
cli_setup(struct cli *c, enum setup_parts parts, int *ret_status)
{
	struct setup *s = NULL;
	struct faults faults;
	enum status st;

	faults_init(&faults);
	st = setup_load(&c->request, parts, false, &faults, &s);
	if (st != OK || c->request.verbose)
		cli_faults(&faults);
	else if (faults.warnings > 0 && !c->request.quiet)
		/* Who asks something else reads them once, not each time. */
		fprintf(stderr,
		    "%zu warning%s in the files that people edit; `earshot "
		    "check` shows them\n",
		    faults.warnings, faults.warnings == 1 ? "" : "s");
	if (st != OK && faults.errors == 0)
		cli_fail(c, 2, "could not be set up: %s", status_word(st));
	faults_free(&faults);
	if (st != OK)
		*ret_status = EXIT_CONFIG;
	return (s);
}

struct reader *
cli_reader(struct cli *c, const struct setup *s, int64_t deadline_ms,
    int *ret_status)
{
	struct buf why = BUF_INIT(2000);
	struct reader *r = NULL;
	enum status st = reader_open(s->store_path, deadline_ms, &r, &why);

	if (st == E_NOT_FOUND)
		*ret_status = cli_fail(c, 2,
		    "there is no database at %s yet; `earshot poll` or "
		    "earshotd makes it, --db names another",
		    s->store_path);
	else if (st != OK)
		*ret_status = cli_fail(c, 2, "%s", buf_str(&why).p);
	buf_free(&why);
	return (st == OK ? r : NULL);
}

enum status
cli_input(const char *path, size_t cap, struct buf *ret)
{
	int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO)
					: open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	ssize_t n = 0;

	if (fd < 0)
		return (errno == ENOENT   ? E_NOT_FOUND
			: errno == EACCES ? E_DENIED
					  : E_IO);
	ret->cap = cap;
	buf_clear(ret);
	/* All of a file in one piece, and one more byte to see its end. */
	if (fstat(fd, &about) == 0 && about.st_size > 0 &&
	    (uint64_t)about.st_size < cap)
		(void)buf_reserve(ret, (size_t)about.st_size + 1);
	for (;;) {
		char *to = buf_reserve(ret, 1);
		size_t room;

		if (to == NULL)
			break;
		room = ret->size - 1 - ret->n;
		n = read(fd, to, room);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		buf_advance(ret, (size_t)n);
		/* Larger steps than one byte at a time past the first. */
		if (ret->n > 4096 && ret->n < cap / 2)
			(void)buf_reserve(ret, ret->n);
	}
	close(fd);
	if (buf_failed(ret)) {
		bool full = ret->n >= cap;

		buf_free(ret);
		return (full ? E_TOO_LARGE : E_MEMORY);
	}
	return (n < 0 ? E_IO : OK);
}

/* The lines that came since *${told}. */
static void
tell_lines(const struct buf *b, size_t *told,
    void (*line)(void *arg, struct str line), void *arg)
{
	size_t at;

	while ((at = str_findc(str_sub(buf_str(b), *told, b->n), '\n')) !=
	       SIZE_MAX) {
		/* The first is for the protocol. */
		if (*told > 0)
			line(arg, str_sub(buf_str(b), *told, *told + at));
		*told += at + 1;
	}
}

static void
no_line(void *arg, struct str line)
{

	(void)arg;
	(void)line;
}

static bool
send_all(int fd, struct str s)
{

	while (s.n > 0) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (false);
		s = str_sub(s, (size_t)n, s.n);
	}
	return (true);
}

static int
converse(int fd, struct str request, void (*line)(void *arg, struct str line),
    void *arg, struct buf *ret)
{
	struct str text, first;
	int answer = 0;
	size_t told = 0;

	if (fd < 0)
		return (-1);
	/* Who was refused may not want to hear all of it: the answer says. */
	(void)send_all(fd, request);
	for (;;) {
		char piece[4096];
		ssize_t n = recv(fd, piece, sizeof(piece), 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		buf_add(ret, (struct str){ piece, (size_t)n });
		tell_lines(ret, &told, line, arg);
	}
	text = buf_str(ret);
	first = str_cut(&text, '\n');
	answer = str_eq(first, STR(CONTROL_OK));
	if (first.n == 0)
		buf_adds(ret, "the daemon gave no answer\n");
	else {
		/* The text without its first line. */
		memmove(ret->p, text.p, text.n);
		ret->n = text.n;
		ret->p[ret->n] = '\0';
	}
	close(fd);
	return (answer);
}

int
cli_ask(const struct setup *s, const char *request, struct buf *ret)
{

	return (cli_follow(s, request, no_line, NULL, ret));
}

int
cli_follow(const struct setup *s, const char *request,
    void (*line)(void *arg, struct str line), void *arg, struct buf *ret)
{
	struct buf whole = BUF_INIT(CONTROL_LINE_MAX);
	int answer = 0;

	buf_printf(&whole, "%s\n", request);
	if (buf_failed(&whole))
		buf_adds(ret, "the request is too long\n");
	else
		answer =
		    converse(setup_connect(s), buf_str(&whole), line, arg, ret);
	buf_free(&whole);
	return (answer);
}

int
cli_send(const struct setup *s, struct str request, struct buf *ret)
{

	return (converse(setup_connect(s), request, no_line, NULL, ret));
}

/* Does an earshotd have the writer's lock of this database? */
static bool
is_held(const struct setup *s)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char path[PATH_MAX], text[100] = "";
	bool held;
	int fd;

	if (snprintf(path, sizeof(path), "%s.lock", s->store_path) >=
	    (int)sizeof(path))
		return (false);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return (false);
	held = fcntl(fd, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK &&
	       pread(fd, text, sizeof(text) - 1, 0) > 0 &&
	       strstr(text, " earshotd") != NULL;
	close(fd);
	return (held);
}

bool
cli_ask_status(const struct cli *c, const struct setup *s, json_t **ret)
{
	struct timeval patience = { CLI_PATIENCE_S, 0 };
	struct buf answer = BUF_INIT(1 << 20);
	int fd = setup_connect(s);

	*ret = NULL;
	if (fd >= 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
		    sizeof(patience));
	if (converse(fd, STR("status\n"), no_line, NULL, &answer) == 1)
		*ret = json_loadb(buf_str(&answer).p, answer.n, 0, NULL);
	buf_free(&answer);
	if (*ret != NULL || (fd < 0 && !is_held(s)))
		return (true);
	cli_fail(c, 1,
	    "an earshotd holds %s and gives no answer: it starts, stops, takes "
	    "a very long list or hangs",
	    s->store_path);
	return (false);
}
