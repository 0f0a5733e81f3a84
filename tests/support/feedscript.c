/*
 * The words of a feed server script: one table, one line at a time.  A fault
 * names file, line and column, and says what would be right.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "feedscript.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SCRIPT_MAX ((size_t)4 << 20) /* bytes of a script */
#define STEPS_MAX  20000u            /* lines that say something */
#define WORD_MAX   8192u             /* bytes of one word */
#define NUMBER_MAX ((uint64_t)1 << 40)

/* The lines of one path at one host, in their order. */
struct series {
	char *path; /* without the ... of a beginning */
	char *host; /* NULL: any */
	bool beginning, with_query;
	struct feedstep **steps;
	size_t n_steps;
	uint64_t asked;    /* requests so far */
	size_t at;         /* whose turn it is */
	uint64_t answered; /* by the step whose turn it is */
};

struct feedscript {
	struct series **series;
	size_t n_series, n_steps;
};

/* Where the reader stands, for faults. */
struct reader {
	const char *name, *at, *line_start;
	unsigned line;
	char *reterr;
	size_t err_max;
};

enum kind { FLAG, TEXT, NUMBER, TIME, OTHER };

/* One word of a line.  A setter returns false if the value is not right. */
struct word {
	const char *name;
	enum kind kind;
	size_t offset; /* of the field in struct feedstep */
	bool (*set)(struct feedstep *, const char *value);
	const char *right; /* completes "write ..." */
};

static bool
read_number(const char *text, const char **ret_end, uint64_t *ret_n)
{
	uint64_t n = 0;

	if (!isdigit((unsigned char)*text))
		return false;
	for (; isdigit((unsigned char)*text); text++) {
		n = n * 10 + (uint64_t)(*text - '0');
		if (n > NUMBER_MAX)
			return false;
	}
	*ret_end = text;
	*ret_n = n;
	return true;
}

/* Ends at the unit's end, which need not be the text's. */
static bool
read_size(const char *text, const char **ret_end, uint64_t *ret_bytes)
{
	uint64_t n;

	if (!read_number(text, &text, &n))
		return false;
	if (*text == 'K' || *text == 'k')
		n <<= 10, text++;
	else if (*text == 'M' || *text == 'm')
		n <<= 20, text++;
	else if (*text == 'b' || *text == 'B')
		text++;
	if (n > NUMBER_MAX)
		return false;
	*ret_end = text;
	*ret_bytes = n;
	return true;
}

static bool
read_time(const char *text, uint64_t *ret_ms)
{
	uint64_t n;

	if (!read_number(text, &text, &n))
		return false;
	if (strcmp(text, "s") == 0)
		n *= 1000;
	else if (strcmp(text, "m") == 0)
		n *= 60000;
	else if (strcmp(text, "ms") != 0)
		return false;
	if (n > NUMBER_MAX)
		return false;
	*ret_ms = n;
	return true;
}

static bool
copy(char **ret_text, const char *value)
{
	return (*ret_text = strdup(value)) != NULL;
}

static bool
set_status(struct feedstep *step, const char *value)
{
	uint64_t n;

	if (!read_number(value, &value, &n) || *value != '\0')
		return false;
	step->status = (unsigned)(n < 1000 ? n : 0);
	return step->status >= 200;
}

static bool
set_gzip(struct feedstep *step, const char *value)
{
	return *value != '\0' && step->file == NULL && step->encoding == NULL &&
	       copy(&step->file, value) && copy(&step->encoding, "gzip");
}

static bool
set_redirect(struct feedstep *step, const char *value)
{
	uint64_t n;

	if (!read_number(value, &value, &n) || n < 300 || n > 399 ||
	    *value != ':')
		return false;
	step->status = (unsigned)n;
	return copy(&step->location, value + 1);
}

static bool
set_endless(struct feedstep *step, const char *value)
{
	uint64_t a_second;

	step->endless = true;
	if (*value == '\0')
		return true;
	if (!read_size(value, &value, &a_second) || a_second == 0 ||
	    strcmp(value, "/s") != 0 || step->drip_ms != 0)
		return false;
	step->drip_bytes = (a_second + 19) / 20;
	step->drip_ms = 50;
	return true;
}

static bool
set_drip(struct feedstep *step, const char *value)
{
	return step->drip_ms == 0 &&
	       read_size(value, &value, &step->drip_bytes) && *value == '/' &&
	       read_time(value + 1, &step->drip_ms) && step->drip_bytes > 0 &&
	       step->drip_ms > 0;
}

static bool
set_cut(struct feedstep *step, const char *value)
{
	uint64_t n;

	step->cut = true;
	if (!read_size(value, &value, &n))
		return false;
	if (*value == '\0') {
		step->cut_bytes = n;
		return true;
	}
	step->cut_percent = n;
	return strcmp(value, "%") == 0 && n < 100;
}

static bool
set_length(struct feedstep *step, const char *value)
{
	uint64_t n;

	step->length = -2;
	if (strcmp(value, "none") == 0)
		return true;
	if (!read_number(value, &value, &n) || *value != '\0')
		return false;
	step->length = (int64_t)n;
	return true;
}

static bool
set_header(struct feedstep *step, const char *value)
{
	if (strchr(value, ':') == NULL || strpbrk(value, "\r\n") != NULL ||
	    step->n_headers == FEEDSCRIPT_HEADERS_MAX)
		return false;
	return copy(&step->headers[step->n_headers++], value);
}

static bool
set_ledger(struct feedstep *step, const char *value)
{
	struct feedledger *l = calloc(1, sizeof(*l));

	step->ledger = l;
	return l != NULL && read_number(value, &value, &l->a_time) &&
	       *value++ == '/' && read_number(value, &value, &l->most) &&
	       *value == '\0' && l->a_time > 0 && l->most <= NUMBER_MAX;
}

#define AT(field) offsetof(struct feedstep, field)

static const struct word words[] = {
	{ "answers", TEXT, AT(answers), NULL, "answers=/OTHER-LEDGER" },
	{ "auth", TEXT, AT(auth), NULL, "auth=\"Basic dTpw\"" },
	{ "body", TEXT, AT(body), NULL, "body=\"text\"" },
	{ "charset", TEXT, AT(charset), NULL, "charset=koi8-r" },
	{ "chunked", FLAG, AT(chunked), NULL, "chunked" },
	{ "close", FLAG, AT(hang_up), NULL, "close" },
	{ "cut", OTHER, 0, set_cut, "cut=50% or cut=1000" },
	{ "delay", TIME, AT(delay_ms), NULL, "delay=2s or delay=50ms" },
	{ "drip", OTHER, 0, set_drip,
	    "drip=100b/50ms, without endless=SIZE/s" },
	{ "encoding", TEXT, AT(encoding), NULL, "encoding=gzip" },
	{ "endless", OTHER, 0, set_endless,
	    "endless, or endless=1M/s without drip=" },
	{ "etag", TEXT, AT(etag), NULL, "etag=a1, etag=W/a1 or etag=auto" },
	{ "file", TEXT, AT(file), NULL, "file=NAME" },
	{ "fill", FLAG, AT(fill), NULL, "fill" },
	{ "folder", TEXT, AT(folder), NULL, "folder=NAME" },
	{ "gzip", OTHER, 0, set_gzip,
	    "gzip=NAME.gz and neither file= nor "
	    "encoding=" },
	{ "hang", FLAG, AT(hang), NULL, "hang" },
	{ "header", OTHER, 0, set_header, "header=\"X: y\", at most 16 times" },
	{ "header-flood", NUMBER, AT(header_flood), NULL,
	    "header-flood=1000, "
	    "at most 100000" },
	{ "host", OTHER, 0, NULL, "host=blog.example.com" },
	{ "ignore-conditions", FLAG, AT(ignore_conditions), NULL,
	    "ignore-conditions" },
	{ "last-modified", TEXT, AT(last_modified), NULL,
	    "last-modified=auto or a date in quotes" },
	{ "ledger", OTHER, 0, set_ledger, "ledger=3/100" },
	{ "length", OTHER, 0, set_length, "length=99 or length=none" },
	{ "once-etag", TEXT, AT(once_etag), NULL, "once-etag=NAME" },
	{ "raw", TEXT, AT(raw), NULL, "raw=NAME" },
	{ "redirect", OTHER, 0, set_redirect, "redirect=301:URL" },
	{ "reset", FLAG, AT(reset), NULL, "reset" },
	{ "retry-after", TEXT, AT(retry_after), NULL,
	    "retry-after=30 or a date in quotes" },
	{ "status", OTHER, 0, set_status, "status=410" },
	{ "talk", TEXT, AT(talk), NULL, "talk=/COMMENTS" },
	{ "times", NUMBER, AT(times), NULL, "times=3" },
	{ "type", TEXT, AT(type), NULL, "type=application/rss+xml" },
};

#define N_WORDS (sizeof(words) / sizeof(words[0]))

/* What a slip of the finger may have meant; NULL: no idea. */
static const char *
similar(const char *name)
{
	const char *best = NULL;
	size_t i, n, most = 1;

	for (i = 0; i < N_WORDS; i++) {
		for (n = 0; name[n] != '\0' && name[n] == words[i].name[n]; n++)
			;
		if (n > most) {
			most = n;
			best = words[i].right;
		}
	}
	return best;
}

static bool
fault(struct reader *r, const char *where, const char *what, const char *more)
{
	snprintf(r->reterr, r->err_max, "%s:%u:%u: %s%s", r->name, r->line,
	    (unsigned)(where - r->line_start) + 1, what, more);
	return false;
}

static void
free_step(struct feedstep *step)
{
	size_t i;

	if (step == NULL)
		return;
	for (i = 0; i < N_WORDS; i++)
		if (words[i].kind == TEXT)
			free(
			    *(char **)(void *)((char *)step + words[i].offset));
	for (i = 0; i < step->n_headers; i++)
		free(step->headers[i]);
	free(step->location);
	free(step->ledger);
	free(step);
}

static bool
set_value(struct feedstep *step, const struct word *word, const char *value)
{
	char *field = (char *)step + word->offset;
	const char *end;
	uint64_t n;

	switch (word->kind) {
	case FLAG:
		*(bool *)(void *)field = true;
		return true;
	case TEXT:
		if (strpbrk(value, "\r\n") != NULL && word->offset != AT(body))
			return false;
		if (*value == '\0' && word->offset != AT(body))
			return false;
		/* gzip= has filled these two */
		if (*(char **)(void *)field != NULL)
			return false;
		return copy((char **)(void *)field, value);
	case NUMBER:
		if (!read_number(value, &end, &n) || *end != '\0' || n == 0 ||
		    n > 100000)
			return false;
		*(uint64_t *)(void *)field = n;
		return true;
	case TIME:
		return read_time(value, (uint64_t *)(void *)field);
	case OTHER:
		return word->set(step, value);
	}
	return false;
}

/*
 * One word of the line into ${buf}, its quotes and escapes resolved; 0 at the
 * end of the line, 1 for a word, -1 for a fault.
 */
static int
next_word(struct reader *r, char *buf)
{
	static const char escapes[] = "\"\"\\\\n\nr\rt\t";
	const char *p = r->at, *e;
	size_t n = 0;
	bool quoted = false;

	p += strspn(p, " \t\r");
	r->at = p;
	if (*p == '\0' || *p == '\n' || *p == '#')
		return 0;
	for (; *p != '\0' && *p != '\n'; p++) {
		if (!quoted && strchr(" \t\r", *p) != NULL)
			break;
		if (*p == '"') {
			quoted = !quoted;
			continue;
		}
		if (n + 1 == WORD_MAX)
			return fault(r, p, "this word is too long", "") - 1;
		buf[n] = *p;
		if (quoted && *p == '\\') {
			for (e = escapes; *e != '\0' && *e != p[1]; e += 2)
				;
			if (p[1] == '\0' || *e == '\0')
				return fault(r, p,
					   "after a \\ in quotes "
					   "write one of \" \\ n r t",
					   "") -
				       1;
			buf[n] = e[1];
			p++;
		}
		n++;
	}
	if (quoted)
		return fault(r, r->at, "the quote is not closed", "") - 1;
	buf[n] = '\0';
	r->at = p;
	return 1;
}

static bool
read_step(struct reader *r, char *buf, struct feedstep *step, char **ret_host)
{
	const struct word *word;
	const char *start, *hint;
	char *value;
	uint64_t said = 0; /* a bit for each word of the table */
	size_t i;
	int got;

	for (;;) {
		r->at += strspn(r->at, " \t\r");
		start = r->at;
		if ((got = next_word(r, buf)) <= 0)
			return got == 0;
		if (isdigit((unsigned char)*buf)) {
			if (step->status != 0 || !set_status(step, buf))
				return fault(r, start,
				    "write one status "
				    "from 200 to 999",
				    "");
			continue;
		}
		if ((value = strchr(buf, '=')) != NULL)
			*value++ = '\0';
		for (i = 0; i < N_WORDS; i++)
			if (strcmp(words[i].name, buf) == 0)
				break;
		if (i == N_WORDS) {
			hint = similar(buf);
			return fault(r, start,
			    hint == NULL ? "unknown word; the words stand in "
					   "feedserver.h"
					 : "unknown word; did you mean ",
			    hint == NULL ? "" : hint);
		}
		word = &words[i];
		if ((said >> i & 1) != 0 && word->set != set_header)
			return fault(r, start, "said twice: ", word->name);
		said |= (uint64_t)1 << i;
		if (strcmp(word->name, "host") == 0) {
			if (value == NULL || *value == '\0')
				return fault(r, start, "write ", word->right);
			if (!copy(ret_host, value))
				return fault(r, start, "out of memory", "");
			continue;
		}
		if ((word->kind == FLAG) != (value == NULL) &&
		    word->set != set_endless)
			return fault(r, start, "write ", word->right);
		if (!set_value(step, word,
			value != NULL ? value : buf + strlen(buf)))
			return fault(r, start, "write ", word->right);
	}
}

static bool
check_step(struct reader *r, const char *start, const struct feedstep *step)
{
	int sent = (step->file != NULL) + (step->folder != NULL) +
		   (step->body != NULL) + (step->raw != NULL) +
		   (step->ledger != NULL) + step->hang + step->hang_up;

	if (sent > 1)
		return fault(r, start,
		    "choose one of file, folder, body, "
		    "gzip, ledger, raw, close and hang",
		    "");
	if (step->endless && (step->cut || step->folder != NULL))
		return fault(r, start,
		    "endless goes neither with cut nor "
		    "with folder",
		    "");
	if (step->chunked && step->length != -1)
		return fault(r, start, "choose one of chunked and length", "");
	if (step->ledger != NULL && (step->etag != NULL || step->endless))
		return fault(r, start,
		    "ledger has its own etag, and goes not with endless", "");
	if (step->once_etag != NULL && step->etag == NULL)
		return fault(r, start, "once-etag needs an etag", "");
	return true;
}

/* ${array} with room for one more than ${n} pointers; NULL: out of memory. */
static void *
grow(void *array, size_t n)
{
	/* Room for 2, 4, 8 ... pointers: full whenever n is such a number. */
	if (n != 0 && (n < 2 || (n & (n - 1)) != 0))
		return array;
	return realloc(array, (n == 0 ? 2 : n * 2) * sizeof(void *));
}

/* Takes ${path}, ${host} and ${step}, also when it fails. */
static bool
add_step(struct feedscript *script, char *path, char *host,
    struct feedstep *step)
{
	struct series **all, *s = NULL;
	struct feedstep **steps;
	size_t i, n = strlen(path);
	bool beginning = false;

	if (n > 3 && strcmp(path + n - 3, "...") == 0)
		n -= 3, beginning = true;
	else if (path[n - 1] == '*')
		n -= 1, beginning = true;
	path[n] = '\0';
	for (i = 0; i < script->n_series && s == NULL; i++) {
		s = script->series[i];
		if (strcmp(s->path, path) != 0 || s->beginning != beginning ||
		    (s->host == NULL) != (host == NULL) ||
		    (host != NULL && strcasecmp(s->host, host) != 0))
			s = NULL;
	}
	if (s == NULL) {
		all = grow(script->series, script->n_series);
		if (all == NULL)
			goto out;
		script->series = all;
		if ((s = calloc(1, sizeof(*s))) == NULL)
			goto out;
		s->with_query = strchr(path, '?') != NULL;
		s->beginning = beginning;
		s->path = path;
		s->host = host;
		path = host = NULL;
		script->series[script->n_series++] = s;
	}
	free(path);
	free(host);
	path = host = NULL;
	if ((steps = grow(s->steps, s->n_steps)) == NULL)
		goto out;
	s->steps = steps;
	s->steps[s->n_steps++] = step;
	script->n_steps++;
	return true;
out:
	free(path);
	free(host);
	free_step(step);
	return false;
}

static bool
read_line(struct feedscript *script, struct reader *r, char *buf)
{
	struct feedstep *step = NULL;
	char *path = NULL, *host = NULL;
	const char *start;
	int got;

	if ((got = next_word(r, buf)) <= 0)
		return got == 0;
	start = r->line_start + strspn(r->line_start, " \t");
	if (*buf != '/')
		return fault(r, start,
		    "a line begins with a path, "
		    "such as /posts.xml",
		    "");
	if (script->n_steps == STEPS_MAX)
		return fault(r, start, "too many lines", "");
	if ((path = strdup(buf)) == NULL ||
	    (step = calloc(1, sizeof(*step))) == NULL) {
		fault(r, start, "out of memory", "");
		goto out;
	}
	step->length = -1;
	if (!read_step(r, buf, step, &host) || !check_step(r, start, step))
		goto out;
	if (step->times == 0)
		step->times = 1;
	if (!add_step(script, path, host, step))
		return fault(r, start, "out of memory", "");
	return true;
out:
	free(path);
	free(host);
	free_step(step);
	return false;
}

struct feedscript *
feedscript_parse(const char *name, const char *text, char *reterr,
    size_t err_max)
{
	struct reader r = { name, text, text, 1, reterr, err_max };
	struct feedscript *script;
	char *buf;

	script = calloc(1, sizeof(*script));
	buf = malloc(WORD_MAX);
	if (script == NULL || buf == NULL) {
		fault(&r, text, "out of memory", "");
		goto fail;
	}
	if (strnlen(text, SCRIPT_MAX) == SCRIPT_MAX) {
		fault(&r, text, "a script of more than 4 MB", "");
		goto fail;
	}
	for (;;) {
		if (!read_line(script, &r, buf))
			goto fail;
		r.at += strcspn(r.at, "\n");
		if (*r.at == '\0')
			break;
		r.line_start = ++r.at;
		r.line++;
	}
	free(buf);
	return script;
fail:
	free(buf);
	feedscript_free(script);
	return NULL;
}

void
feedscript_free(struct feedscript *script)
{
	struct series *s;
	size_t i, k;

	if (script == NULL)
		return;
	for (i = 0; i < script->n_series; i++) {
		s = script->series[i];
		for (k = 0; k < s->n_steps; k++)
			free_step(s->steps[k]);
		free(s->steps);
		free(s->path);
		free(s->host);
		free(s);
	}
	free(script->series);
	free(script);
}

/* How well a series fits a request: 0 not at all, more is better. */
static size_t
fit(const struct series *s, const char *host, const char *target)
{
	size_t n = strlen(s->path);
	size_t len = s->with_query ? strlen(target) : strcspn(target, "?");

	if (s->host != NULL && (host == NULL || strcasecmp(s->host, host) != 0))
		return 0;
	if (len < n || (len > n && !s->beginning) ||
	    memcmp(s->path, target, n) != 0)
		return 0;
	return 1 + n + (s->with_query ? WORD_MAX : 0) +
	       (s->beginning ? 0 : 2 * (size_t)WORD_MAX) +
	       (s->host == NULL ? 0 : 4 * (size_t)WORD_MAX);
}

const struct feedstep *
feedscript_next(struct feedscript *script, const char *host, const char *target,
    uint64_t *ret_n)
{
	struct series *s = NULL;
	size_t i, best = 0, score;

	for (i = 0; i < script->n_series; i++) {
		score = fit(script->series[i], host, target);
		if (score > best) {
			best = score;
			s = script->series[i];
		}
	}
	if (s == NULL)
		return NULL;
	*ret_n = ++s->asked;
	if (s->answered == s->steps[s->at]->times && s->at + 1 < s->n_steps) {
		s->at++;
		s->answered = 0;
	}
	if (s->answered < s->steps[s->at]->times)
		s->answered++;
	return s->steps[s->at];
}
