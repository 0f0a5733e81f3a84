/*
 * A text line by line, and faults that point into a line.
 */
#include "lines.h"

#include <stdio.h>

#include "earshot/url.h"
#include "earshot/utf8.h"

enum { MESSAGE_MAX = 1000, LINE_MAX_BYTES = 1 << 20 };

bool
lines_next(struct lines *l)
{

	if (l->rest.n == 0)
		return (false);
	l->text = str_line(&l->rest);
	l->number++;
	return (true);
}

static void
add(const struct place *p, bool warning, const char *at, const char *message)
{
	struct buf shown = BUF_INIT(LINE_MAX_BYTES + 1);
	unsigned column = 0;

	if (at != NULL && p->text.p != NULL && at >= p->text.p &&
	    at <= p->text.p + p->text.n)
		column =
		    (unsigned)utf8_columns(p->text, (size_t)(at - p->text.p)) +
		    1;
	/* It goes to terminals and journals; a proxy's password does not. */
	buf_add(&shown, p->text);
	if (shown.p != NULL)
		url_hide(shown.p, shown.n);
	faults_add(p->faults, warning, p->file, p->line, column,
	    p->text.p != NULL && !buf_failed(&shown) ? buf_str(&shown)
						     : (struct str){ NULL, 0 },
	    "%s", message);
	buf_free(&shown);
}

void
lines_fault(const struct place *p, const char *at, const char *fmt, ...)
{
	char message[MESSAGE_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	add(p, false, at, message);
}

void
lines_warn(const struct place *p, const char *at, const char *fmt, ...)
{
	char message[MESSAGE_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	add(p, true, at, message);
}

const char *
lines_control(struct str s)
{

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return (s.p + i);
	}
	return (NULL);
}
