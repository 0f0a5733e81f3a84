/*
 * Faults in files that people edit: collected, sorted, printed with a caret.
 */
#include "earshot/fault.h"

#include <stdio.h>
#include <stdlib.h>

enum { SOURCE_MAX = 200, MESSAGE_MAX = 1000 };

void
faults_init(struct faults *fs)
{

	*fs = (struct faults){ NULL, 0, 0, 0, 0 };
}

void
faults_free(struct faults *fs)
{

	for (size_t i = 0; i < fs->n; i++) {
		free(fs->list[i].file);
		free(fs->list[i].message);
		free(fs->list[i].source);
	}
	free(fs->list);
	faults_init(fs);
}

/* The same was said already: examples are run by a load and by a test. */
static bool
said(const struct faults *fs, bool warning, const char *file, unsigned line,
    unsigned column, const char *message)
{

	for (size_t i = 0; i < fs->n; i++) {
		const struct fault *f = &fs->list[i];

		if (f->line == line && f->column == column &&
		    f->warning == warning && f->file != NULL &&
		    f->message != NULL && file != NULL &&
		    strcmp(f->file, file) == 0 &&
		    strcmp(f->message, message) == 0)
			return (true);
	}
	return (false);
}

void
faults_add(struct faults *fs, bool warning, const char *file, unsigned line,
    unsigned column, struct str source, const char *fmt, ...)
{
	char message[MESSAGE_MAX];
	struct fault *f;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (said(fs, warning, file, line, column, message))
		return;
	if (warning)
		fs->warnings++;
	else
		fs->errors++;
	if (fs->n == FAULTS_MAX)
		return;
	if (fs->n == fs->size) {
		size_t size = fs->size > 0 ? fs->size * 2 : 16;

		f = reallocarray(fs->list, size, sizeof(*f));
		if (f == NULL)
			return; /* it is counted all the same */
		fs->list = f;
		fs->size = size;
	}
	if (source.n > SOURCE_MAX)
		source.n = SOURCE_MAX;
	fs->list[fs->n++] = (struct fault){ .warning = warning,
		.line = line,
		.column = column,
		.file = str_dup(str_of(file)),
		.message = str_dup(str_of(message)),
		.source = source.p != NULL ? str_dup(source) : NULL };
}

static size_t
errors_in(const struct faults *fs, const char *file)
{
	size_t n = 0;

	for (size_t i = 0; i < fs->n; i++)
		n += !fs->list[i].warning && fs->list[i].file != NULL &&
		     strcmp(fs->list[i].file, file) == 0;
	return (n);
}

struct ranked {
	const struct fault *fault;
	size_t errors; /* in its file */
	size_t at;     /* as found */
};

static int
rank(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;
	int r;

	if (a->errors != b->errors)
		return (a->errors > b->errors ? -1 : 1);
	r = strcmp(a->fault->file, b->fault->file);
	if (r != 0)
		return (r);
	if (a->fault->line != b->fault->line)
		return (a->fault->line < b->fault->line ? -1 : 1);
	if (a->fault->column != b->fault->column)
		return (a->fault->column < b->fault->column ? -1 : 1);
	return (a->at < b->at ? -1 : 1);
}

static void
print_caret(const struct fault *f, struct buf *out)
{
	unsigned column = 1;

	buf_printf(out, "  %s\n", f->source);
	if (f->column == 0)
		return;
	buf_adds(out, "  ");
	/* Tabs stay tabs, so that the caret stands under its character. */
	for (const char *p = f->source; *p != '\0' && column < f->column; p++) {
		if (((unsigned char)*p & 0xc0) == 0x80)
			continue;
		buf_addc(out, *p == '\t' ? '\t' : ' ');
		column++;
	}
	buf_adds(out, "^\n");
}

static void
print_one(const struct fault *f, struct buf *out)
{

	buf_adds(out, f->file);
	if (f->line > 0)
		buf_printf(out, ":%u", f->line);
	if (f->line > 0 && f->column > 0)
		buf_printf(out, ":%u", f->column);
	buf_printf(out, ": %s%s", f->warning ? "warning: " : "",
	    f->message != NULL ? f->message : "");
}

void
faults_print(const struct faults *fs, struct buf *out, bool carets)
{
	struct ranked *order;

	if (fs->n == 0)
		return;
	order = calloc(fs->n, sizeof(*order));
	if (order == NULL) {
		buf_adds(out, "out of memory while listing faults\n");
		return;
	}
	for (size_t i = 0; i < fs->n; i++)
		order[i] = (struct ranked){ &fs->list[i],
			errors_in(fs, fs->list[i].file), i };
	qsort(order, fs->n, sizeof(*order), rank);
	for (size_t i = 0; i < fs->n; i++) {
		print_one(order[i].fault, out);
		buf_addc(out, '\n');
		if (carets && order[i].fault->source != NULL)
			print_caret(order[i].fault, out);
	}
	if (fs->errors + fs->warnings > fs->n)
		buf_printf(out, "… and %zu more\n",
		    fs->errors + fs->warnings - fs->n);
	free(order);
}

void
faults_brief(const struct faults *fs, struct buf *out)
{

	for (size_t i = 0; i < fs->n; i++) {
		if (fs->list[i].warning)
			continue;
		print_one(&fs->list[i], out);
		if (fs->errors > 1)
			buf_printf(out, " (and %zu more)", fs->errors - 1);
		return;
	}
}
