/*
 * earshot demo: the main job, shown: sample feeds on loopback, polled for real.
 */
#include <sys/stat.h>

#include <errno.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "samples.h"
#include "show.h"
#include "wrap.h"

enum {
	DEMO_MEMORY = 64 << 20,
	WORDS_MAX = 72,
	SHOWN_MAX = 20, /* of each list: they fit a screen */
	THEMES_MAX = 3
};

struct demo {
	struct cli *cli;
	char folder[64]; /* of our own, when --db was not said */
	char db[PATH_MAX];
	char feeds[PATH_MAX + 16]; /* the list that is polled */
	char first_ref[16];
	char comment_ref[16]; /* of an insight in a conversation */
	char program[PATH_MAX];
	struct samples *samples;
};

/* How a person calls us: by name when the shell would find this very file. */
static void
own_name(char *ret, size_t size)
{
	struct str path = str_of(getenv("PATH"));
	char self[PATH_MAX], candidate[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct stat own, other;

	snprintf(ret, size, "earshot");
	if (n <= 0)
		return;
	self[n] = '\0';
	if (stat(self, &own) != 0)
		return;
	while (path.n > 0) {
		struct str folder = str_cut(&path, ':');

		snprintf(candidate, sizeof(candidate), "%.*s/earshot",
		    STR_ARG(folder));
		if (stat(candidate, &other) == 0 &&
		    other.st_dev == own.st_dev && other.st_ino == own.st_ino)
			return;
	}
	snprintf(ret, size, "%s", self);
}

static int
choose_places(struct demo *d)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(d->folder, sizeof(d->folder), "%s/earshot-demo.XXXXXX",
	    tmp != NULL && strlen(tmp) < 40 ? tmp : "/tmp");
	if (mkdtemp(d->folder) == NULL)
		return (
		    cli_fail(d->cli, 2, "%s: %s", d->folder, strerror(errno)));
	if (d->cli->request.db != NULL)
		snprintf(d->db, sizeof(d->db), "%s", d->cli->request.db);
	else
		snprintf(d->db, sizeof(d->db), "%s/demo.db", d->folder);
	snprintf(d->feeds, sizeof(d->feeds), "%s/samples.feeds", d->folder);
	return (0);
}

static int
write_list(struct demo *d, const char *samples)
{
	struct files *files = files_disk();
	struct buf out = BUF_INIT(1 << 20), from = BUF_INIT(PATH_MAX);
	struct str text;
	enum status st = files != NULL ? OK : E_MEMORY;

	buf_printf(&from, "%s/samples.feeds", samples);
	if (st == OK)
		st = files_read(files, buf_str(&from).p, 1 << 20, &text);
	if (st == OK) {
		size_t at;

		while ((at = str_find(text, STR("{base}"))) != SIZE_MAX) {
			buf_add(&out, str_sub(text, 0, at));
			buf_adds(&out, "http://" SAMPLES_HOST);
			text = str_sub(text, at + 6, text.n);
		}
		buf_add(&out, text);
		st = files_write(d->feeds, buf_str(&out), 0644);
	}
	files_free(files);
	buf_free(&out);
	buf_free(&from);
	return (st == OK ? 0
			 : cli_fail(d->cli, 2,
			       "the sample list cannot be written: %s",
			       status_told(st)));
}

/* The words of one insight, marked, in their sentence. */
static void
words_of(struct reader *r, struct arena *a, int64_t insight_id,
    const struct stored_post *sp, struct buf *out)
{
	struct shown *list = NULL;
	size_t n = 0;

	if (show_evidence(r, a, insight_id, &list, &n) == OK)
		show_sentence(a, &sp->post, list, n, WORDS_MAX, false,
		    out); /* smartcols would count the escapes */
}

static void
add_line(struct libscols_table *t, const struct stored_post *sp,
    const struct stored_insight *in, struct str words)
{
	struct libscols_line *line = scols_table_new_line(t, NULL);
	char score[16];

	if (line == NULL)
		return;
	snprintf(score, sizeof(score), "%.2f", in->score);
	scols_line_set_data(line, 0, in->ref);
	scols_line_set_data(line, 1, signal_word(in->signal));
	scols_line_set_data(line, 2, score);
	scols_line_set_data(line, 3, sp->source.p != NULL ? sp->source.p : "");
	scols_line_set_data(line, 4, words.p);
}

static void
note_ref(struct demo *d, const struct stored_post *sp, const char *ref)
{

	if (d->first_ref[0] == '\0')
		snprintf(d->first_ref, sizeof(d->first_ref), "%s", ref);
	if (d->comment_ref[0] == '\0' && sp->post.kind == POST_COMMENT)
		snprintf(d->comment_ref, sizeof(d->comment_ref), "%s", ref);
}

static int
fill_table(struct demo *d, struct reader *r, struct libscols_table *t)
{
	struct query_filter f;
	struct buf why = BUF_INIT(1000);
	struct result *q = NULL;
	size_t ref;
	bool row = false;

	query_filter_init(&f);
	f.limit = SHOWN_MAX;
	f.sort = STR("-priority");
	if (query_insights(r, &f, &q, &why) != OK) {
		cli_fail(d->cli, 2, "%s", buf_str(&why).p);
		buf_free(&why);
		return (2);
	}
	buf_free(&why);
	ref = cli_column(q, STR("ref"));
	while (ref != SIZE_MAX && result_next(q, &row) == OK && row) {
		struct arena *a = arena_new(DEMO_MEMORY);
		struct buf words = BUF_INIT(1 << 16);
		struct stored_post sp;

		if (a != NULL &&
		    query_post(r, a, result_text(q, ref), &sp) == OK)
			for (int64_t i = 0; i < sp.ninsights; i++) {
				if (!str_eq(str_of(sp.insights[i].ref),
					result_text(q, ref)))
					continue;
				words_of(r, a, sp.insights[i].insight_id, &sp,
				    &words);
				add_line(t, &sp, &sp.insights[i],
				    buf_str(&words));
				note_ref(d, &sp, sp.insights[i].ref);
			}
		buf_free(&words);
		arena_free(a);
	}
	result_free(q);
	return (0);
}

static int
print_insights(struct demo *d)
{
	static const char *const names[] = { "REF", "SIGNAL", "SCORE", "SOURCE",
		"WORDS" };
	struct libscols_table *t = scols_new_table();
	struct buf why = BUF_INIT(1000);
	struct reader *r = NULL;
	int status;

	if (t == NULL)
		return (cli_fail(d->cli, 2, "out of memory"));
	for (int i = 0; i < 5; i++)
		scols_table_new_column(t, names[i],
		    i == 4   ? 0.6
		    : i == 3 ? 0.15
			     : 0.01,
		    i >= 3 ? SCOLS_FL_TRUNC : 0);
	if (!cli_is_terminal(STDOUT_FILENO))
		scols_table_set_termwidth(t, 1 << 16);
	if (reader_open(d->db, 10000, &r, &why) != OK)
		status = cli_fail(d->cli, 2, "%s", buf_str(&why).p);
	else
		status = fill_table(d, r, t);
	if (status == 0)
		scols_print_table(t);
	reader_close(r);
	scols_unref_table(t);
	buf_free(&why);
	return (status);
}

/* "T-K7QX-2MPD  idea, 4 voices in 4 places: I wish …" */
static int
print_themes(struct demo *d)
{
	struct buf why = BUF_INIT(1000), line = BUF_INIT(1 << 16);
	struct query_filter f;
	struct reader *r = NULL;
	struct result *q = NULL;
	bool row = false;
	int status = 0;

	query_filter_init(&f);
	f.limit = THEMES_MAX;
	if (reader_open(d->db, 10000, &r, &why) != OK ||
	    query_themes(r, &f, &q, &why) != OK)
		status = cli_fail(d->cli, 2, "%s", buf_str(&why).p);
	while (status == 0 && result_next(q, &row) == OK && row) {
		if (line.n == 0)
			buf_adds(&line, "\nWhat several people say:\n\n");
		buf_printf(&line,
		    "%.*s  %.*s, %" PRId64 " voices in %" PRId64 " places: ",
		    STR_ARG(result_text(q, cli_column(q, STR("ref")))),
		    STR_ARG(result_text(q, cli_column(q, STR("signal")))),
		    result_int(q, cli_column(q, STR("voices"))),
		    result_int(q, cli_column(q, STR("sources"))));
		wrap_plain(result_text(q, cli_column(q, STR("title"))), &line);
		buf_addc(&line, '\n');
	}
	fwrite(buf_str(&line).p, 1, line.n, stdout);
	result_free(q);
	reader_close(r);
	buf_free(&why);
	buf_free(&line);
	return (status);
}

/* A word for the shell. */
static void
put_word(const char *s)
{

	if (s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"0123456789/._-+:")] == '\0') {
		fputs(s, stdout);
		return;
	}
	putchar('\'');
	for (; *s != '\0'; s++)
		if (*s == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*s);
	putchar('\'');
}

/* A command that runs as printed. */
static void
put_command(const struct demo *d, const char *words)
{

	fputs("  ", stdout);
	put_word(d->program);
	printf(" %s --db ", words);
	put_word(d->db);
	putchar('\n');
}

static void
print_next(const struct demo *d)
{
	char explain[40], thread[40];

	snprintf(explain, sizeof(explain), "explain %s",
	    d->first_ref[0] != '\0' ? d->first_ref : "1");
	snprintf(thread, sizeof(thread), "thread %s",
	    d->comment_ref[0] != '\0' ? d->comment_ref : "1");
	printf("\nThe database is %s.  Three things to try next:\n\n", d->db);
	put_command(d, explain); /* why one was heard */
	put_command(d, thread);  /* the conversation it is part of */
	put_command(d, "insights --signal complaint --sort=-priority");
}

static int
visit_samples(struct demo *d)
{
	char allow[64], resolve[128];
	struct visit_totals t = { .visited = 0 };
	struct setup_request *r = &d->cli->request;
	struct setup *s;
	int status = 0;

	snprintf(allow, sizeof(allow), "127.0.0.1:%d",
	    samples_port(d->samples));
	snprintf(resolve, sizeof(resolve), SAMPLES_HOST ":80=127.0.0.1:%d",
	    samples_port(d->samples));
	r->db = d->db;
	r->feeds[0] = d->feeds;
	r->nfeeds = 1;
	r->overrides[r->noverrides++] =
	    (struct conf_override){ "fetch.allow_private", allow, NULL };
	r->overrides[r->noverrides++] =
	    (struct conf_override){ "fetch.resolve", resolve, NULL };
	r->overrides[r->noverrides++] =
	    (struct conf_override){ "fetch.host_gap", "0", NULL };
	s = cli_setup(d->cli, SETUP_ALL, &status);
	if (s == NULL)
		return (status);
	status = cli_visit(d->cli, s, NULL, VISIT_ALL, &t);
	setup_free(s);
	if (status < 2)
		printf("visited %" PRIu64 " feeds, %" PRIu64
		       " failed, heard %" PRIu64 " ideas, complaints and "
		       "other signals.\nThe most pressing:\n\n",
		    t.visited, t.failed, t.insights);
	return (status);
}

static int
run(struct cli *c)
{
	struct demo d = { .cli = c };
	char samples[PATH_MAX];
	int status;

	if (c->argc > 0)
		return (cli_usage(c, "demo takes no arguments"));
	if (c->request.noverrides + 3 > SETUP_OVERRIDES)
		return (cli_usage(c, "too many --set"));
	if (!samples_folder(samples, sizeof(samples)))
		return (cli_fail(c, 2, "the sample feeds are missing from %s",
		    PKGDATADIR "/samples"));
	own_name(d.program, sizeof(d.program));
	status = choose_places(&d);
	if (status == 0 && samples_serve(samples, &d.samples) != OK)
		status = cli_fail(c, 2, "no port on 127.0.0.1 is free");
	if (status == 0)
		status = write_list(&d, samples);
	if (status == 0)
		status = visit_samples(&d);
	samples_stop(d.samples);
	if (status == 0)
		status = print_insights(&d);
	if (status == 0)
		status = print_themes(&d);
	if (status == 0)
		print_next(&d);
	return (status);
}

const struct command cmd_demo = { "demo", "",
	"serve sample feeds on loopback, poll them for real, show what is "
	"heard",
	false, NULL, run,
	"No network is needed; nothing outside a new folder under /tmp (or "
	"--db FILE) is\nwritten.\n" };
