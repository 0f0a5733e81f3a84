/*
 * The words that prove it, in their sentence.
 */
#include "show.h"

#include "earshot/sentence.h"
#include "earshot/utf8.h"

#include "wrap.h"

static struct str
text_of(struct result *q, struct arena *a, const char *name)
{
	size_t i = cli_column(q, str_of(name));

	if (i == SIZE_MAX || result_type(q, i) == RESULT_NULL)
		return ((struct str){ NULL, 0 });
	return (arena_str(a, result_text(q, i)));
}

static int64_t
int_of(struct result *q, const char *name, int64_t absent)
{
	size_t i = cli_column(q, str_of(name));

	if (i == SIZE_MAX || result_type(q, i) == RESULT_NULL)
		return (absent);
	return (result_int(q, i));
}

enum status
show_evidence(struct reader *r, struct arena *a, int64_t insight_id,
    struct shown **ret, size_t *ret_n)
{
	struct buf why = BUF_INIT(1000);
	struct result *q = NULL;
	struct shown *list = NULL;
	size_t n = 0, cap = 0, points;
	enum status st = query_evidence(r, insight_id, &q, &why);
	bool row = false;

	buf_free(&why);
	if (st != OK)
		return (st);
	points = cli_column(q, STR("points"));
	while ((st = result_next(q, &row)) == OK && row) {
		struct shown *more =
		    arena_grow(a, list, n, &cap, sizeof(*list));

		if (more == NULL) {
			st = E_MEMORY;
			break;
		}
		list = more;
		list[n++] = (struct shown){ .rule = text_of(q, a, "rule"),
			.about = text_of(q, a, "about"),
			.field = text_of(q, a, "field"),
			.text = text_of(q, a, "text"),
			.vetoed_by = text_of(q, a, "vetoed_by"),
			.file = text_of(q, a, "file"),
			.line = int_of(q, "line", 0),
			.start = int_of(q, "start_byte", -1),
			.end = int_of(q, "end_byte", -1),
			.points =
			    points != SIZE_MAX ? result_real(q, points) : 0,
			.negated = int_of(q, "negated", 0) != 0 };
	}
	result_free(q);
	*ret = list;
	*ret_n = n;
	return (st);
}

static struct str
field_text(const struct post *p, struct str field)
{

	if (str_eq(field, STR("title")))
		return (p->title);
	if (str_eq(field, STR("text")))
		return (p->text);
	if (str_eq(field, STR("author")))
		return (p->author);
	return (str_eq(field, STR("tags")) ? p->tags : p->link);
}

/* The sentence that byte ${at} stands in. */
static struct span
sentence_at(struct arena *a, struct str text, uint32_t at)
{
	struct span *list = NULL, whole = { 0, (uint32_t)text.n };
	size_t n = 0;

	if (sentence_split(a, text, 4096, &list, &n) != OK)
		return (whole);
	for (size_t i = 0; i < n; i++)
		if (at >= list[i].start && at < list[i].end)
			return (list[i]);
	return (whole);
}

/* A window of ${max} bytes round [from, to) within ${s}, at word ends. */
static struct span
window(struct str text, struct span s, uint32_t from, uint32_t to, size_t max)
{
	size_t spare, before;

	if (s.end - s.start <= max)
		return (s);
	spare = max > to - from ? max - (to - from) : 0;
	before = from - s.start < spare / 2 ? from - s.start : spare / 2;
	if (from - before > s.start) {
		uint32_t at = (uint32_t)utf8_floor(text, from - before);

		while (at < from && text.p[at] != ' ')
			at++;
		s.start = at < from ? at + 1 : from;
	}
	if (s.start + max < s.end) {
		uint32_t at = (uint32_t)utf8_floor(text, s.start + max);

		while (at > to && text.p[at] != ' ')
			at--;
		s.end = at > to ? at : to;
	}
	return (s);
}

static void
print_marked(struct str text, struct span s, const struct shown *list, size_t n,
    struct str field, bool whole, bool color, struct buf *out)
{
	uint32_t at = s.start;

	if (!whole)
		buf_adds(out, "…");
	while (at < s.end) {
		const struct shown *next = NULL;

		for (size_t i = 0; i < n; i++)
			if (str_eq(list[i].field, field) &&
			    list[i].start >= (int64_t)at &&
			    list[i].end <= (int64_t)s.end &&
			    list[i].end > list[i].start &&
			    (next == NULL || list[i].start < next->start))
				next = &list[i];
		if (next == NULL)
			break;
		wrap_plain(str_sub(text, at, (size_t)next->start), out);
		buf_adds(out, color ? "\033[1;4m" : "[");
		wrap_plain(str_sub(text, (size_t)next->start,
			       (size_t)next->end),
		    out);
		buf_adds(out, color ? "\033[0m" : "]");
		at = (uint32_t)next->end;
	}
	wrap_plain(str_sub(text, at, s.end), out);
}

struct str
show_whole(struct arena *a, const struct post *p, const struct shown *e)
{
	struct str text = field_text(p, e->field);
	struct span s;

	if (e->start < 0 || e->end <= e->start || (size_t)e->end > text.n)
		return ((struct str){ NULL, 0 });
	s = sentence_at(a, text, (uint32_t)e->start);
	if ((int64_t)s.end < e->end)
		s.end = (uint32_t)e->end;
	return (str_sub(text, s.start, s.end));
}

void
show_sentence_of(struct arena *a, const struct post *p, const struct shown *e,
    size_t max, bool color, struct buf *out)
{

	show_sentence(a, p, e, 1, max, color, out);
}

void
show_sentence(struct arena *a, const struct post *p, const struct shown *list,
    size_t n, size_t max, bool color, struct buf *out)
{
	const struct shown *first = NULL;
	struct span sentence, s;
	struct str text;

	for (size_t i = 0; i < n && first == NULL; i++)
		if (list[i].start >= 0 && list[i].end > list[i].start &&
		    (n == 1 || list[i].points > 0))
			first = &list[i];
	if (first == NULL)
		return;
	text = field_text(p, first->field);
	if ((size_t)first->end > text.n)
		return;
	sentence = sentence_at(a, text, (uint32_t)first->start);
	/* A match may reach over a line's end. */
	if ((int64_t)sentence.end < first->end)
		sentence.end = (uint32_t)first->end;
	s = window(text, sentence, (uint32_t)first->start, (uint32_t)first->end,
	    max);
	print_marked(text, s, list, n, first->field, s.start == sentence.start,
	    color, out);
	if (s.end < sentence.end)
		buf_adds(out, "…");
}

void
show_novelty(const struct novelty *n, struct buf *out)
{
	const struct {
		const char *name;
		double part;
	} parts[] = { { "voice", n->voice }, { "place", n->place },
		{ "words", n->words } };

	if (n->all < 0)
		return;
	buf_printf(out, "novelty %.2f:", n->all);
	for (size_t i = 0; i < 3; i++) {
		buf_printf(out, "%s %s ", i > 0 ? "," : "", parts[i].name);
		if (parts[i].part < 0)
			buf_adds(out, "unknown");
		else
			buf_printf(out, "%.2f", parts[i].part);
	}
}
