/*
 * Quoted lines, found by their whole shape.  Only what mail programs write is
 * taken for a quotation: nobody's own words may get lost to a guess.
 */
#include "quoted.h"

#define T(s)                     \
	{                        \
		s, sizeof(s) - 1 \
	}

enum { ATTRIBUTION_MAX = 200, NAME_MAX_BYTES = 80 };

#define WROTE_FR      \
	" a \xc3\xa9" \
	"crit"

/* "On Monday, Ann wrote:" in the languages of common mail programs. */
static const struct {
	struct str first, last;
} attributions[] = {
	{ T("On "), T(" wrote") },
	{ T("Am "), T("") },
	{ T("Le "), T(WROTE_FR) },
	{ T("El "), T(" escribi\xc3\xb3") },
	{ T("Il "), T(" ha scritto") },
	{ T("Op "), T(" schreef") },
	{ T("Em "), T(" escreveu") },
};

/* The head that other mail programs put above what they answer: two lines, the
 * second of which nobody would write below the first. */
static const struct {
	struct str from, sent;
} heads[] = {
	{ T("From:"), T("Sent:") },
	{ T("From:"), T("Date:") },
	{ T("Von:"), T("Gesendet:") },
	{ T("Von:"), T("Datum:") },
	{ T("De"), T("Envoy\xc3\xa9") },
	{ T("De:"), T("Enviado") },
	{ T("De:"), T("Fecha:") },
};

/* What forum programs put above one paragraph; the label stands in a line
 * before it, where the wording alone could be anybody's. */
static const struct {
	struct str label, by;
} forums[] = {
	{ T(""), T("Originally Posted by ") },
	{ T(""), T("Quote from: ") },
	{ T("Zitat"), T("Zitat von ") },
	{ T("Citation"), T("Envoy\xc3\xa9"
			   " par ") },
	{ T("Cita"), T("Iniciado por ") },
	{ T("Cita"), T("Escrito originalmente por ") },
};

static const struct str originals[] = { T("Original Message"),
	T("Forwarded message"), T("Begin forwarded message:"),
	T("Urspr\xc3\xbcngliche Nachricht"), T("Message d'origine"),
	T("Mensaje original") };

/* "> so", ">> so", ">so", but not ">_<" or ">5". */
static bool
is_marked(struct str line)
{

	if (line.n < 2 || line.p[0] != '>')
		return (false);
	return (line.p[1] == ' ' || line.p[1] == '>' ||
		((line.p[1] | 0x20) >= 'a' && (line.p[1] | 0x20) <= 'z'));
}

/* ${s} without its colon and the white space before that, which French puts
 * there; {NULL,0}: it ends with none. */
static struct str
before_colon(struct str s)
{
	static const struct str blanks[] = { T(" "), T("\xc2\xa0"),
		T("\xe2\x80\xaf") };

	if (s.n == 0 || s.p[s.n - 1] != ':')
		return ((struct str){ NULL, 0 });
	s.n--;
	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
		if (str_ends(s, blanks[i])) {
			s.n -= blanks[i].n;
			break;
		}
	return (s);
}

/* It names a time or an address; "On the phone she wrote:" does not. */
static bool
is_attribution(struct str line)
{
	size_t i;

	if (line.n > ATTRIBUTION_MAX || line.n < 8 || line.p[line.n - 1] != ':')
		return (false);
	for (i = 0; i < line.n; i++)
		if ((line.p[i] >= '0' && line.p[i] <= '9') ||
		    line.p[i] == ',' || line.p[i] == '@')
			break;
	if (i == line.n)
		return (false);
	line = before_colon(line);
	for (i = 0; i < sizeof(attributions) / sizeof(attributions[0]); i++) {
		if (!str_starts(line, attributions[i].first) ||
		    !str_ends(line, attributions[i].last))
			continue;
		/* German puts the verb before the name. */
		if (attributions[i].last.n > 0 ||
		    str_find(line, STR(" schrieb ")) != SIZE_MAX)
			return (true);
	}
	return (false);
}

static struct str
line_at(struct str text, size_t at)
{
	struct str rest = str_sub(text, at < text.n ? at : text.n, text.n);

	return (str_cut(&rest, '\n'));
}

/* ${line}, at ${at}, or it with the next one, into which a mail program
 * wrapped it; 0: it is none, else where it ends. */
static size_t
attribution_end(struct str text, size_t at, struct str line)
{
	struct str next;
	size_t end = at + line.n;

	if (is_attribution(line))
		return (end);
	if (line.n < 20 || line.n > ATTRIBUTION_MAX || line.p[2] != ' ')
		return (0);
	next = line_at(text, end + 1);
	if (next.n < 6 || next.n > NAME_MAX_BYTES ||
	    next.p[next.n - 1] != ':' || line.p[line.n - 1] == '.')
		return (0);
	/* The line's end stands for a space. */
	for (size_t i = 0; i < sizeof(attributions) / sizeof(attributions[0]);
	     i++) {
		struct str last = attributions[i].last;
		struct str name = before_colon(next);

		if (last.n > 0 && str_starts(line, attributions[i].first) &&
		    str_findc(line, ',') != SIZE_MAX &&
		    (str_ends(name, last) ||
			str_eq(name, str_sub(last, 1, last.n))))
			return (end + 1 + next.n);
	}
	return (0);
}

/* "From: …", "Sent: …": all that follows was sent before. */
static bool
is_head(struct str text, size_t at, struct str line)
{
	struct str next;

	if (line.n < 6 || line.n > ATTRIBUTION_MAX ||
	    (line.p[0] != 'F' && line.p[0] != 'V' && line.p[0] != 'D'))
		return (false);
	next = line_at(text, at + line.n + 1);
	if (str_findc(str_sub(line, 0, 8), ':') == SIZE_MAX ||
	    str_findc(next, ':') == SIZE_MAX)
		return (false);
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (str_starts(line, heads[i].from) &&
		    str_starts(next, heads[i].sent))
			return (true);
	return (false);
}

/* "Originally Posted by Ann" and the paragraph below it: where that ends; 0: it
 * is none. */
static size_t
forum_end(struct str text, size_t at, struct str line)
{
	struct str label = { NULL, 0 }, next;

	if (line.n > ATTRIBUTION_MAX || line.n < 11)
		return (0);
	for (size_t i = 0; i < sizeof(forums) / sizeof(forums[0]); i++) {
		if (!str_istarts(line, forums[i].by))
			continue;
		if (at > 1) {
			size_t from = at - 1;

			while (from > 0 && text.p[from - 1] != '\n')
				from--;
			label = before_colon(str_sub(text, from, at - 1));
		}
		if (forums[i].label.n > 0 && !str_ieq(label, forums[i].label))
			continue;
		next = line_at(text, at + line.n + 1);
		return (at + line.n + (next.n > 0 ? 1 + next.n : 0));
	}
	return (0);
}

/* "-----Original Message-----": all that follows was sent before. */
static bool
is_original(struct str line)
{
	size_t i, dashes;
	unsigned char last;

	if (line.n > 80 || line.n < 10)
		return (false);
	/* Without dashes it is one wording only. */
	last = (unsigned char)line.p[line.n - 1];
	if (line.p[0] != '-' && last != ':' && last > ' ')
		return (false);
	for (dashes = 0; dashes < line.n && line.p[dashes] == '-'; dashes++)
		;
	line = str_trim(str_sub(line, dashes, line.n));
	for (i = 0; i < sizeof(originals) / sizeof(originals[0]); i++)
		if (str_istarts(line, originals[i]) &&
		    (dashes >= 3 ? line.n > originals[i].n &&
				       line.p[line.n - 1] == '-'
				 : str_ends(originals[i], STR(":")) &&
				       line.n == originals[i].n))
			return (true);
	return (false);
}

struct quotes {
	struct arena *arena;
	struct quote *q;
	size_t n, cap;
	bool failed;
};

/* Appends, joined with the last one if only white space is between. */
static void
append(struct quotes *qs, struct str text, size_t start, size_t end)
{
	struct quote *q;

	if (qs->n > 0 && start <= qs->q[qs->n - 1].end + 1 &&
	    (start <= qs->q[qs->n - 1].end || text.p[start - 1] == '\n')) {
		if (end > qs->q[qs->n - 1].end)
			qs->q[qs->n - 1].end = (uint32_t)end;
		return;
	}
	q = arena_grow(qs->arena, qs->q, qs->n, &qs->cap, sizeof(*q));
	if (q == NULL) {
		qs->failed = true;
		return;
	}
	qs->q = q;
	qs->q[qs->n++] = (struct quote){ (uint32_t)start, (uint32_t)end };
}

enum status
quoted_lines(struct arena *a, struct str text, const struct quote *known,
    size_t nknown, struct quote **ret, size_t *ret_n)
{
	struct quotes qs = { .arena = a };
	size_t at = 0, end, k = 0, rest;
	struct str line;
	const char *p;
	bool original = false;

	for (; at < text.n && !original; at = end + 1) {
		p = memchr(text.p + at, '\n', text.n - at);
		end = p != NULL ? (size_t)(p - text.p) : text.n;
		/* Known ones that start before this line's end come first. */
		line = str_sub(text, at, end);
		original = is_original(line) || is_head(text, at, line);
		rest = original          ? text.n
		       : is_marked(line) ? end
					 : attribution_end(text, at, line);
		if (rest == 0)
			rest = forum_end(text, at, line);
		if (rest == 0)
			continue;
		for (; k < nknown && known[k].start <= at; k++)
			append(&qs, text, known[k].start, known[k].end);
		append(&qs, text, at, rest);
		end = rest;
	}
	for (; k < nknown; k++)
		append(&qs, text, known[k].start, known[k].end);
	if (qs.failed)
		return (E_MEMORY);
	*ret = qs.q;
	*ret_n = qs.n;
	return (OK);
}
