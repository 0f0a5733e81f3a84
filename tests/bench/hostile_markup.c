/*
 * What hostile XML and HTML costs: each shape at a quarter of the size and at
 * the whole, CPU time and peak memory of a process of its own.  A shape fails
 * that needs more than 200 ms beyond its honest share, more memory than four
 * times its size and 16 MB, or four times the size in much more than four
 * times the time.  hostile_markup [MB]
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "earshot/arena.h"
#include "earshot/html.h"
#include "earshot/xml.h"

enum { XML, HTML };

/* ${unit} again and again up to the size; each # in it is a new number. */
static const struct shape {
	const char *name;
	int kind;
	const char *head, *unit, *tail;
} shapes[] = {
#define SHAPE(name, kind, head, unit, tail) { name, kind, head, unit, tail },
#include "hostile_shapes.h"
#undef SHAPE
};

static char *
fill(const struct shape *s, size_t size, size_t *ret_n)
{
	char *p = malloc(size + 4096);
	size_t n = strlen(s->head), i = 0;
	const char *u;

	if (p == NULL)
		exit(2);
	memcpy(p, s->head, n);
	while (n < size) {
		for (u = s->unit; *u != '\0'; u++) {
			if (*u == '#')
				n += (size_t)sprintf(p + n, "%zx", i++);
			else
				p[n++] = *u;
		}
		if (*s->unit == '\0')
			break;
	}
	memcpy(p + n, s->tail, strlen(s->tail));
	*ret_n = n + strlen(s->tail);
	return (p);
}

static void
on_start(void *arg, const struct xml_element *e)
{

	*(size_t *)arg += e->nattributes;
}

static void
on_end(void *arg, struct str name)
{

	*(size_t *)arg += name.n;
}

static void
on_text(void *arg, struct str text)
{

	*(size_t *)arg += text.n;
}

static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return ((double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6);
}

static double
work(const struct shape *s, const char *p, size_t n)
{
	static const struct xml_handler h = { on_start, on_end, on_text };
	struct arena *a = arena_new((size_t)1 << 30);
	struct html_text text;
	size_t sum = 0;
	bool malformed;
	double t0 = cpu_ms();

	if (a == NULL)
		exit(2);
	if (s->kind == XML) {
		if (xml_read(a, (struct str){ p, n }, &h, &sum, NULL,
			&malformed) == E_MEMORY)
			printf("E_MEMORY ");
	} else if (html_to_text(a, (struct str){ p, n }, &text) != OK)
		printf("E_MEMORY ");
	t0 = cpu_ms() - t0;
	arena_free(a);
	return (t0);
}

/* In a child, for the peak memory: milliseconds, and bytes beyond the text. */
static double
measure(const struct shape *s, size_t size, double *ret_mb)
{
	struct rusage before, after;
	double r[2];
	int fd[2];
	size_t n;
	char *p;

	if (pipe(fd) != 0)
		exit(2);
	fflush(stdout);
	if (fork() == 0) {
		alarm(20);
		p = fill(s, size, &n);
		getrusage(RUSAGE_SELF, &before);
		r[0] = work(s, p, n);
		getrusage(RUSAGE_SELF, &after);
		r[1] = (double)(after.ru_maxrss - before.ru_maxrss) / 1024;
		if (write(fd[1], r, sizeof(r)) != sizeof(r))
			_exit(2);
		_exit(0);
	}
	close(fd[1]);
	if (read(fd[0], r, sizeof(r)) != sizeof(r))
		r[0] = r[1] = -1;
	close(fd[0]);
	wait(NULL);
	*ret_mb = r[1];
	return (r[0]);
}

int
main(int argc, char **argv)
{
	size_t size = (size_t)(argc > 1 ? atoi(argv[1]) : 16) << 20, i;
	double share[2], mb = 0, quarter, whole;
	int bad = 0, fail;

	xml_init();
	/* The first row of each kind is an ordinary one. */
	for (i = 0; i < 2; i++)
		share[i] = measure(&shapes[i], size, &mb);
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (argc > 2 && strstr(shapes[i].name, argv[2]) == NULL)
			continue;
		quarter = measure(&shapes[i], size / 4, &mb);
		whole = measure(&shapes[i], size, &mb);
		fail = whole < 0 || whole > share[shapes[i].kind] + 200 ||
		       mb > 3 * (double)(size >> 20) + 16 ||
		       (whole > 40 && whole > 8 * quarter);
		bad |= fail;
		printf("%-4s %-4s %-32s %8.1f ms %8.1f ms %7.1f MB\n",
		    fail ? "BAD" : "ok", shapes[i].kind == XML ? "xml" : "html",
		    shapes[i].name, quarter, whole, mb);
	}
	return (bad);
}
