/*
 * earshot rules check --fix: shows what would be mended in a person's own rule
 * files, and writes it.
 */
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/rulesfix.h"

#include "rules.h"

enum { MEND_MEMORY = 256 << 20, MEND_FILE_MAX = 4 << 20 };

struct mending {
	struct cli *cli;
	struct arena *arena;
	struct files *files;
	struct rules_fix_names names;
	size_t written, left; /* files */
	bool color, asks;
};

/* Nothing that a terminal would obey. */
static void
print_line(const struct mending *m, char sign, struct str s)
{

	if (m->color)
		fputs(sign == '-' ? "\033[31m" : "\033[32m", stdout);
	putchar(sign);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		putchar((c < 0x20 && c != '\t') || c == 0x7f ? ' ' : c);
	}
	fputs(m->color ? "\033[0m\n" : "\n", stdout);
}

static void
print_difference(const struct mending *m, const char *path,
    const struct rules_fix_change *list, size_t n)
{

	printf("--- %s\n+++ %s, mended\n", path, path);
	for (size_t i = 0; i < n; i++) {
		if (list[i].line == 0)
			printf("@@ the whole file: %.*s @@\n",
			    STR_ARG(list[i].why));
		else
			printf("@@ line %u: %.*s @@\n", list[i].line,
			    STR_ARG(list[i].why));
		print_line(m, '-', list[i].was);
		print_line(m, '+', list[i].now);
	}
}

/* Enter is yes. */
static bool
agreed(const struct mending *m, const char *path, size_t n)
{
	char line[16];
	bool yes;
	int c;

	if (!m->asks)
		return (true);
	printf("Write %s to %s? The old file stays as %s.bak. [Y/n] ",
	    n == 1 ? "this change" : "these changes", path, path);
	fflush(stdout);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return (false);
	yes = line[0] == '\n' || line[0] == 'y' || line[0] == 'Y';
	/* What else stands on the line answers nothing. */
	if (strchr(line, '\n') == NULL)
		while ((c = getchar()) != '\n' && c != EOF)
			continue;
	return (yes);
}

/* The old bytes beside it, then the new ones in its place. */
static int
write_both(struct mending *m, const char *path, struct str old, struct str text)
{
	struct buf backup = BUF_INIT(8192);
	char *real = realpath(path, NULL); /* a link stays one */
	struct stat sb;
	enum status st = E_IO;
	int status = 0;

	if (real == NULL || stat(real, &sb) != 0) {
		status = cli_fail(m->cli, 2, "%s: %s", path, strerror(errno));
		goto out;
	}
	buf_printf(&backup, "%s.bak", real);
	if (!buf_failed(&backup))
		st = files_write(backup.p, old, sb.st_mode & 07777);
	if (st != OK) {
		status = cli_fail(m->cli, 2,
		    "%s cannot be written: %s; nothing was changed",
		    buf_str(&backup).p, status_told(st));
		goto out;
	}
	st = files_replace(real, text);
	if (st != OK) {
		status = cli_fail(m->cli, 2, "%s cannot be written: %s", path,
		    status_told(st));
		goto out;
	}
	/* Of root's making, but not root's. */
	if (geteuid() == 0 && chown(backup.p, sb.st_uid, sb.st_gid) != 0)
		fprintf(stderr, "%s: its owner could not be kept: %s\n",
		    backup.p, strerror(errno));
	m->written++;
out:
	free(real);
	buf_free(&backup);
	return (status);
}

static int
mend_file(struct mending *m, const char *path)
{
	struct rules_fix_change *list = NULL;
	struct str bytes, text;
	size_t n = 0;
	enum status st;

	/* What cannot be read the check tells. */
	if (files_read(m->files, path, MEND_FILE_MAX, &bytes) != OK)
		return (0);
	st = rules_fix(m->arena, bytes, &m->names, &text, &list, &n);
	if (st != OK)
		return (cli_fail(m->cli, 2, "%s: %s", path, status_told(st)));
	if (n == 0)
		return (0);
	print_difference(m, path, list, n);
	if (!agreed(m, path, n)) {
		m->left++;
		return (0);
	}
	return (write_both(m, path, bytes, text));
}

static int
mend_all(struct mending *m, const char *const *own)
{
	int status = 0;

	for (; *own != NULL && status == 0; own++) {
		const char *const *paths;

		if (files_list(m->files, *own, ".rules .weights", &paths) != OK)
			continue;
		for (; *paths != NULL && status == 0; paths++)
			status = mend_file(m, *paths);
	}
	if (status == 0 && m->written + m->left > 0)
		printf("%zu file%s mended%s\n", m->written,
		    m->written == 1 ? "" : "s",
		    m->left > 0 ? ", the others left as they were" : "");
	else if (status == 0)
		puts("nothing that could be mended without you");
	return (status);
}

int
rules_mend(struct cli *c)
{
	struct mending m = { .cli = c };
	struct rules_tiers tiers;
	struct setup *s;
	int status = 0;

	m.color = cli_is_terminal(STDOUT_FILENO);
	m.asks = m.color && cli_is_terminal(STDIN_FILENO) &&
		 rules_option(c, R_YES) == NULL;
	m.arena = arena_new(MEND_MEMORY);
	m.files = files_disk();
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		goto out;
	rules_tiers(c, s, true, &tiers);
	if (m.arena == NULL || m.files == NULL ||
	    rules_fix_read_names(m.arena, m.files, tiers.shipped, tiers.own,
		&m.names) != OK)
		status = cli_fail(c, 2, "out of memory");
	else
		status = mend_all(&m, tiers.own);
out:
	setup_free(s);
	files_free(m.files);
	arena_free(m.arena);
	return (status);
}
