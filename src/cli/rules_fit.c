/*
 * earshot rules fit: weights out of labelled posts and of what people judged.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/fit.h"
#include "earshot/hearing.h"

#include "rules.h"

enum { DATA_MAX = 512 << 20, REPORT_MAX = 16 << 20 };

/* What stands between folder and suffix. */
static struct str
set_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(slash != NULL ? slash + 1 : path);
	size_t dot = name.n;

	while (dot > 0 && name.p[dot] != '.')
		dot--;
	return (dot > 0 ? str_sub(name, 0, dot) : name);
}

static int
read_file(struct cli *c, struct fit *f, struct files *files, const char *path,
    struct faults *faults)
{
	struct str bytes;
	enum status st;
	size_t set;

	st = files_read(files, path, DATA_MAX, &bytes);
	if (st != OK)
		return (cli_fail(c, 2, "%s: %s", path, status_told(st)));
	st = fit_set(f, set_name(path), &set);
	if (st == E_TOO_LARGE)
		return (cli_fail(c, 2, "more than %d files", FIT_SETS_MAX));
	if (st == OK)
		st = fit_lines(f, set, path, bytes, faults);
	return (st == OK ? 0 : cli_fail(c, 2, "%s: %s", path, status_told(st)));
}

/* Every operand: a file, or a folder's *.jsonl. */
static int
read_data(struct cli *c, struct fit *f)
{
	struct files *files = files_disk();
	struct faults faults;
	int status = 0;

	if (files == NULL)
		return (cli_fail(c, 2, "out of memory"));
	faults_init(&faults);
	for (int i = 0; i < c->argc && status == 0; i++) {
		const char *const *paths;
		enum status st =
		    files_list(files, c->argv[i], ".jsonl", &paths);

		if (st != OK)
			status = cli_fail(c, 2, "%s: %s", c->argv[i],
			    status_told(st));
		else if (*paths == NULL)
			status = cli_fail(c, 2,
			    "%s: there is no *.jsonl in this folder",
			    c->argv[i]);
		for (; status == 0 && *paths != NULL; paths++)
			status = read_file(c, f, files, *paths, &faults);
	}
	cli_faults(&faults);
	if (status == 0 && faults.errors > 0)
		status = cli_fail(c, 1,
		    "%zu lines of the labelled posts are not what they should "
		    "be; nothing was fitted",
		    faults.errors);
	faults_free(&faults);
	files_free(files);
	return (status);
}

struct judged {
	struct fit *f;
	size_t set, n;
};

static enum status
take_judged(void *arg, const struct post *p, enum signal signal, bool right)
{
	struct judged *j = arg;
	struct classify_input in = hearing_input(p, str_of(NULL));
	struct fit_labels labels;

	labels = (struct fit_labels){ .domain = 0 };
	memset(labels.of, -1, sizeof(labels.of));
	labels.of[signal] = right;
	j->n++;
	return (fit_add(j->f, j->set, &in, &labels));
}

/* What people judged right or wrong is a collection like the others.  Without
 * a database there is none, unless one was named. */
static int
read_judgements(struct cli *c, const struct setup *s, struct fit *f)
{
	struct judged j = { .f = f };
	struct reader *r;
	enum status st;
	int status = 0;

	if (c->request.db == NULL && access(s->store_path, R_OK) != 0)
		return (0);
	r = cli_reader(c, s, 0, &status);
	if (r == NULL)
		return (status);
	st = fit_set(f, STR("judgements"), &j.set);
	if (st == OK)
		st = query_judgements(r, take_judged, &j);
	if (st != OK)
		status = cli_fail(c, 2, "%s: %s", s->store_path,
		    st == E_MEMORY ? status_told(st) : reader_error(r));
	else
		printf("%zu judgements in %s\n", j.n, s->store_path);
	reader_close(r);
	return (status);
}

static int
write_file(struct cli *c, const char *path, const struct buf *text,
    const char *what)
{
	enum status st = buf_failed(text)
			     ? E_TOO_LARGE
			     : files_write(path, buf_str(text), 0644);

	if (st != OK)
		return (cli_fail(c, 2, "%s could not be written: %s", path,
		    status_told(st)));
	printf("%s: %s\n", path, what);
	return (0);
}

static int
fit_words(struct cli *c, struct fit *f, const char *path)
{
	struct buf out = BUF_INIT(REPORT_MAX), report = BUF_INIT(REPORT_MAX);
	enum status st = fit_lexicon(f, set_name(path), &out, &report);
	int status = 0;

	fwrite(buf_str(&report).p, 1, report.n, stdout);
	if (st == E_NOT_FOUND)
		printf("%s: not written, no word travels\n", path);
	else if (st != OK)
		status = cli_fail(c, 2, "%s: %s", path, status_told(st));
	else
		status = write_file(c, path, &out,
		    "words and phrases as rules; they count when the file "
		    "lies beside your rules");
	buf_free(&out);
	buf_free(&report);
	return (status);
}

static int
print_and_write(struct cli *c, struct fit *f)
{
	const char *lexicon = rules_option(c, R_LEXICON);
	struct buf out = BUF_INIT(REPORT_MAX);
	int status = 0;

	fit_report(f, &out);
	fwrite(buf_str(&out).p, 1, out.n, stdout);
	buf_clear(&out);
	fit_weights(f, &out);
	if (c->out_file != NULL)
		status = write_file(c, c->out_file, &out,
		    "the weights; they count when the file lies beside the "
		    "rules");
	else
		puts("nothing was written: -o FILE.weights writes the weights");
	buf_free(&out);
	if (status == 0 && lexicon != NULL)
		status = fit_words(c, f, lexicon);
	return (status);
}

/* The words of the command line; 0, or the exit status. */
static int
check_words(struct cli *c, struct fit_options *ret)
{
	const char *strength = rules_option(c, R_STRENGTH);
	const char *lexicon = rules_option(c, R_LEXICON);

	ret->strength = -1;
	if (!fit_available())
		return (cli_fail(c, 2,
		    "this earshot was built without liblinear, which fits the "
		    "weights: install liblinear-dev (so Debian calls it) and "
		    "configure again"));
	if (strength != NULL &&
	    (!str_to_double(str_of(strength), &ret->strength) ||
		!(ret->strength >= 0 && ret->strength <= 100000)))
		return (cli_usage(c, "--strength %s: write a number from 0 on",
		    strength));
	if (c->out_file != NULL &&
	    !str_iends(str_of(c->out_file), STR(".weights")))
		return (cli_usage(c,
		    "-o %s: a file of weights is told by its name: write "
		    "%s.weights",
		    c->out_file, c->out_file));
	if (lexicon != NULL && !str_iends(str_of(lexicon), STR(".rules")))
		return (cli_usage(c,
		    "--lexicon %s: it becomes a rule file: write %s.rules",
		    lexicon, lexicon));
	return (0);
}

int
rules_fit(struct cli *c)
{
	struct fit_options options;
	struct setup *s = NULL;
	struct fit *f = NULL;
	enum status st;
	int status = check_words(c, &options);
	bool words = rules_option(c, R_LEXICON) != NULL;

	if (status != 0)
		return (status);
	c->request.plain_rules = true;
	s = cli_setup(c, SETUP_RULES, &status);
	if (s == NULL)
		return (status);
	f = fit_new(s->rules, words);
	if (f == NULL)
		status = cli_fail(c, 2, "out of memory");
	if (status == 0)
		status = read_data(c, f);
	if (status == 0)
		status = read_judgements(c, s, f);
	if (status != 0)
		goto out;
	st = fit_run(f, &options);
	if (st == OK || (st == E_NOT_FOUND && words))
		status = print_and_write(c, f);
	else if (st == E_NOT_FOUND)
		status = cli_fail(c, 1,
		    "there is too little to learn from: a signal needs ten "
		    "posts that are and ten that are not, in two collections "
		    "at least, each a file of JSON Lines such as "
		    "{\"text\":\"...\",\"labels\":{\"idea\":1}}, or people's "
		    "judgements");
	else
		status = cli_fail(c, 2, "%s", status_told(st));
out:
	fit_free(f);
	setup_free(s);
	return (status);
}
