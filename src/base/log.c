/*
 * Log lines: one write each, control characters escaped.
 */
#include "earshot/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "earshot/buf.h"

enum { LINE_MAX_BYTES = 2000, TEXT_MAX_BYTES = 16 << 20 };

static _Atomic int most_level = LOG_INFO;
static _Atomic bool with_priorities;

void
log_set(enum log_level most, bool priorities)
{

	atomic_store(&most_level, (int)most);
	atomic_store(&with_priorities, priorities);
}

enum log_level
log_get(void)
{

	return ((enum log_level)atomic_load(&most_level));
}

/* How many bytes at ${p} are one character that may stand in a line: neither a
 * control character, of one byte or (U+0080 to U+009F) two, nor no UTF-8.  0:
 * the byte is none. */
static size_t
shown(const char *p)
{
	const unsigned char *c = (const unsigned char *)p;
	size_t n = c[0] < 0x80 ? 1 : c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : 4;

	if (n == 1)
		return (c[0] >= 0x20 && c[0] != 0x7f);
	if (c[0] < 0xc2 || c[0] > 0xf4 || (c[0] == 0xc2 && c[1] < 0xa0))
		return (0);
	for (size_t i = 1; i < n; i++)
		if ((c[i] & 0xc0) != 0x80)
			return (0);
	return (n);
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char text[LINE_MAX_BYTES], line[LINE_MAX_BYTES * 4 + 8];
	size_t n = 0;
	ssize_t written;
	va_list ap;

	if ((int)level > atomic_load(&most_level))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (atomic_load(&with_priorities))
		n = (size_t)snprintf(line, sizeof(line), "<%d>", (int)level);
	for (const char *p = text; *p != '\0';) {
		size_t len = shown(p);

		if (len == 0)
			n += (size_t)sprintf(line + n, "\\x%02x",
			    (unsigned char)*p++);
		for (; len > 0; len--)
			line[n++] = *p++;
	}
	line[n++] = '\n';
	/* One write, so that threads' lines do not mix; a log that cannot be
	 * written is nobody's to repair from here. */
	written = write(STDERR_FILENO, line, n);
	(void)written;
}

void
log_text(enum log_level level, struct str text)
{
	struct buf b = BUF_INIT(TEXT_MAX_BYTES);
	bool priorities = atomic_load(&with_priorities);
	ssize_t written;

	while (text.n > 0) {
		struct str line = str_cut(&text, '\n');

		if (priorities)
			buf_printf(&b, "<%d>", (int)level);
		buf_add(&b, line);
		buf_addc(&b, '\n');
	}
	for (size_t at = 0; at < b.n; at += (size_t)written) {
		written = write(STDERR_FILENO, b.p + at, b.n - at);
		if (written <= 0)
			break;
	}
	buf_free(&b);
}
