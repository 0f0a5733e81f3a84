/*
 * Mis-decoded text put right: layer by layer until nothing is found, a window
 * at a time so that a large document needs little memory.  How damage is
 * found: mojibake_find.c.
 */
#include "earshot/mojibake.h"

#include "earshot/buf.h"
#include "earshot/utf8.h"

#include "mojibake_find.h"

enum { WINDOW = 32768, SCRATCH_CAP = 8 << 20 };

/* ${s} with ${patches} applied, in ${a}; {NULL,0} at its cap. */
static struct str
apply(struct arena *a, struct str s, const struct mojibake_patch *patches,
    size_t n)
{
	size_t i, at = 0, len = s.n, to = 0;
	char four[4], *p;

	for (i = 0; i < n; i++) {
		len -= patches[i].end - patches[i].start;
		len += patches[i].c != 0 ? utf8_put(patches[i].c, four) : 0;
	}
	if ((p = arena_alloc(a, len + 1)) == NULL)
		return ((struct str){ NULL, 0 });
	for (i = 0; i < n; i++) {
		memcpy(p + to, s.p + at, patches[i].start - at);
		to += patches[i].start - at;
		at = patches[i].end;
		if (patches[i].c != 0)
			to += utf8_put(patches[i].c, p + to);
	}
	memcpy(p + to, s.p + at, s.n - at);
	return ((struct str){ p, len });
}

/* One window; itself when nothing was found, or memory is out. */
static struct str
repair(struct arena *scratch, struct str s)
{
	struct mojibake_patch *patches;
	struct str text = s;
	size_t n;
	int round;

	for (round = 0; round < MOJIBAKE_ROUNDS; round++) {
		if (mojibake_find(scratch, text, &patches, &n) != OK)
			return (s);
		if (n == 0)
			break;
		text = apply(scratch, text, patches, n);
		if (text.p == NULL)
			return (s);
	}
	return (text);
}

/* Where a window from ${at} ends: behind a space if there is one. */
static size_t
window_end(struct str s, size_t at)
{
	size_t end = utf8_floor(s, at + WINDOW), i;

	if (end == s.n)
		return (end);
	for (i = end; i > at + WINDOW / 2; i--) {
		if (s.p[i - 1] == ' ' || s.p[i - 1] == '\n')
			return (i);
	}
	return (end > at ? end : at + WINDOW);
}

struct str
mojibake_repair(struct arena *a, struct str s, bool *ret_changed)
{
	struct buf out = BUF_INIT(s.n + s.n / 2 + 1);
	struct arena *scratch;
	struct str piece, mended, ret = s;
	size_t at, end, copied = 0;

	*ret_changed = false;
	if (utf8_ascii(s) || (scratch = arena_new(SCRATCH_CAP)) == NULL)
		return (s);
	for (at = 0; at < s.n; at = end) {
		end = window_end(s, at);
		piece = str_sub(s, at, end);
		mended = repair(scratch, piece);
		if (mended.p == piece.p)
			continue;
		buf_add(&out, str_sub(s, copied, at));
		buf_add(&out, mended);
		copied = end;
		arena_reset(scratch);
	}
	if (copied > 0) {
		buf_add(&out, str_sub(s, copied, s.n));
		if (!buf_failed(&out))
			ret = arena_str(a, buf_str(&out));
		*ret_changed = ret.p != NULL && ret.p != s.p;
		if (ret.p == NULL)
			ret = s;
	}
	buf_free(&out);
	arena_free(scratch);
	return (ret);
}
