/*
 * earshot doctor: is this machine fit for the daemon?  Not how the daemon is:
 * that is `earshot status'.
 */
#include <stdarg.h>
#include <stdio.h>

#include "earshot/jsonw.h"

#include "doctor.h"

enum { D_JSON = CLI_OWN };

static const struct argument_row own[] = {
	{ D_JSON, 0, "json", NULL, "JSON Lines: an object a check" },
	{ 0, 0, NULL, NULL, NULL },
};

static const char *const words[] = { "ok", "unsure", "WRONG" };

void
doctor_found(struct finding *f, enum health_word how, const char *fmt, ...)
{
	va_list ap;

	f->how = how;
	va_start(ap, fmt);
	buf_vprintf(&f->found, fmt, ap);
	va_end(ap);
}

void
doctor_remedy(struct finding *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&f->remedy, fmt, ap);
	va_end(ap);
}

/* Loads one part; the first fault is what was found. */
static struct setup *
load(struct doctor *d, enum setup_parts parts, struct finding *f)
{
	struct setup *s = NULL;
	struct faults faults;
	enum status st;

	faults_init(&faults);
	st = setup_load(&d->c->request, parts, false, &faults, &s);
	if (st != OK) {
		struct buf why = BUF_INIT(4000);

		faults_brief(&faults, &why);
		doctor_found(f, WRONG, "%s",
		    why.n > 0 ? buf_str(&why).p : status_told(st));
		doctor_remedy(f,
		    "mend what `earshot check` lists, or make it readable to "
		    "the daemon's user");
		buf_free(&why);
		setup_free(s);
		s = NULL;
	}
	faults_free(&faults);
	return (s);
}

static void
look_at_feeds(struct doctor *d, struct finding *f)
{
	const struct setup_request *r = &d->c->request;
	struct setup *s = load(d, SETUP_FEEDS, f);
	const char *where;

	if (s == NULL)
		return;
	setup_free(d->s);
	d->s = s;
	where = r->nfeeds == 0   ? s->conf->feeds_path
		: r->nfeeds == 1 ? r->feeds[0]
				 : "what --feeds names";
	if (feedlist_count(s->list) > 0)
		doctor_found(f, WELL, "%zu feeds in %s",
		    feedlist_count(s->list), where);
	else {
		doctor_found(f, UNSURE, "%s lists no feed", where);
		doctor_remedy(f, "earshot feeds add URL");
	}
}

static void
look_at_rules(struct doctor *d, struct finding *f)
{
	struct setup *s;

	d->c->request.trust_rules = true;
	s = load(d, SETUP_RULES, f);
	if (s != NULL) {
		size_t n = (size_t)ruleset_info(s->rules)->nrules;
		bool jit =
		    d->daemon == NULL
			? ruleset_jit(s->rules)
			: json_is_true(json_object_get(d->daemon, "jit"));

		doctor_found(f, n > 0 ? WELL : WRONG, "%zu rules, PCRE2 %s", n,
		    jit ? "with JIT" : "without JIT");
		if (n == 0)
			doctor_remedy(f,
			    "install the shipped packs, or set rules.shipped");
	}
	setup_free(s);
}

/* The feeds come before what asks their servers. */
static const struct {
	const char *name;
	void (*look)(struct doctor *d, struct finding *f);
} checks[] = {
	{ "store", doctor_store },
	{ "feeds", look_at_feeds },
	{ "rules", look_at_rules },
	{ "descriptors", doctor_limits },
	{ "web", doctor_web },
	{ "names", doctor_names },
	{ "certificates", doctor_certificates },
	{ "clock", doctor_clock },
};

static void
tell(struct doctor *d, const char *name, const struct finding *f)
{
	struct buf out = BUF_INIT(1 << 16);
	struct jsonw j;

	if (d->c->own[D_JSON - CLI_OWN] != NULL) {
		jsonw_init(&j, &out);
		jsonw_object(&j);
		jsonw_kstr(&j, "check", str_of(name));
		jsonw_kstr(&j, "state",
		    str_of(f->how == WRONG ? "wrong" : words[f->how]));
		jsonw_kstr(&j, "found", buf_str(&f->found));
		jsonw_kstr(&j, "remedy",
		    f->remedy.n > 0 ? buf_str(&f->remedy) : str_of(NULL));
		jsonw_end_object(&j);
		buf_addc(&out, '\n');
	} else
		buf_printf(&out, "%-7s %-13s %s%s%s\n", words[f->how], name,
		    buf_str(&f->found).p, f->remedy.n > 0 ? ": " : "",
		    f->remedy.n > 0 ? buf_str(&f->remedy).p : "");
	fputs(buf_str(&out).p, stdout);
	/* The next one may take seconds. */
	fflush(stdout);
	buf_free(&out);
}

static int
run(struct cli *c)
{
	struct doctor d = { .c = c };
	int status = 0;

	if (c->argc > 0)
		return (cli_usage(c, "it looks at everything"));
	d.s = cli_setup(c, SETUP_CONF, &status);
	if (d.s == NULL)
		return (status);
	if (!cli_ask_status(c, d.s, &d.daemon))
		status = 1;
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		struct finding f = { WELL, BUF_INIT(8000), BUF_INIT(8000) };

		checks[i].look(&d, &f);
		tell(&d, checks[i].name, &f);
		if (f.how == WRONG)
			status = 1;
		buf_free(&f.found);
		buf_free(&f.remedy);
	}
	json_decref(d.daemon);
	setup_free(d.s);
	return (status);
}

const struct command cmd_doctor = { "doctor", "",
	"is this machine fit: folders, limits, DNS, certificates, clock", 0,
	own, run,
	"A line a check, and what to do about it.  To tell the time it visits "
	"one feed.\nRun it as the daemon's user: another may read and write "
	"other things.\nExit status 1: something is wrong.\n" };
