/*
 * Words are of four kinds, by short lists: those that carry an attitude, those
 * that only join, names and figures, and what it is all about.  No grammar.
 */
#include "suggest.h"

#include "earshot/utf8.h"
#include "earshot/words.h"

enum { TOKENS_MAX = 200, PHRASE_WORDS = 9, CONTENT_WORDS = 3, NAME_GAP = 3 };

enum kind {
	KIND_STRONG,  /* wish, please, should: an attitude by itself */
	KIND_DENYING, /* not, never, can't: needs what it denies */
	KIND_LIGHT,   /* I, you, does: part of one */
	KIND_JOINING, /* the, of, with */
	KIND_NAME,    /* a name or figure: left out */
	KIND_CONTENT
};

static const struct {
	const char *lang, *strong, *denying, *light, *joining;
} lists[] = {
	{ "en",
	    "wish hope please should could would want wants need needs "
	    "needed wanted suggest suggestion propose proposal request "
	    "consider idea love great nice good better helpful useful "
	    "handy add adding offer offered sell sold bring make made "
	    "support allow let include introduce provide why missing "
	    "lacks lacking broken i'd you'd we'd impossible "
	    "disappointed disappointing annoying frustrating terrible "
	    "awful thank thanks recommend fantastic excellent perfect "
	    "favourite favorite",
	    "not no never none nothing nobody cannot can't couldn't "
	    "won't wouldn't don't doesn't didn't isn't aren't wasn't "
	    "weren't haven't hasn't hadn't shouldn't still unable "
	    "stopped fails failed refuses refused",
	    "i you we they it he she me us my your our i'm i've we're "
	    "we've you're it's that's there there's is are was were be "
	    "been being am do does did have has had will may might must "
	    "can if when how what where more only also really very so "
	    "too like able back again working works work worked anymore "
	    "longer",
	    "a an the this that these those of to in on at for with "
	    "from by since until after before during and or but as than "
	    "into onto over under every each any some all time today "
	    "yesterday tomorrow now just already yet about its their "
	    "his her who which because" },
	{ "es",
	    "ojalá quisiera querría quiero gustaría encantaría podrían "
	    "podría podríais deberían debería falta faltan favor añadan "
	    "añadir agreguen agregar sugiero propongo necesito "
	    "necesitamos imposible roto rota genial gracias recomiendo",
	    "no nunca jamás tampoco sin nada nadie sigue siguen",
	    "yo me nos te os se que si es está son están sería hay "
	    "tengo tiene tienen tuviera tuvieran hubiera pudiera "
	    "pudieran por qué cómo cuándo más muy ya funciona funcionan",
	    "el la los las un una unos unas de del a al en con y o para "
	    "desde mi mis su sus este esta lo le les cada todo toda" },
	{ "fr",
	    "souhaite aimerais aimerait voudrais voudrait pourriez "
	    "pourrait devriez devrait manque dommage merci ajouter "
	    "ajoutez proposer proposez besoin impossible cassé cassée "
	    "génial recommande",
	    "ne n'est n'ai n'a pas jamais rien aucun aucune toujours",
	    "je j'ai vous nous on il elle me plus est c'est que qu'il "
	    "si serait était avait aviez ait y a comment pourquoi quand "
	    "très encore marche fonctionne",
	    "le la les un une des du de au aux en et ou dans avec pour "
	    "sur depuis mon ma mes votre vos ce cette son sa ses chaque" },
};

struct token {
	struct str word;
	enum kind kind;
	bool parted; /* more than white space stands before it */
};

static bool
has_word(const char *list, struct str word)
{
	struct str rest = str_of(list), one;

	while ((one = str_word(&rest)).n > 0)
		if (str_ieq(one, word))
			return (true);
	return (false);
}

/* ’ as people type it becomes ' for the look-up. */
static struct str
plain(struct str word, char *room, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < word.n && n + 1 < size; i++) {
		if (str_starts(str_sub(word, i, word.n), STR("’"))) {
			room[n++] = '\'';
			i += 2;
		} else
			room[n++] = word.p[i];
	}
	return ((struct str){ room, n });
}

/* A capital, in any alphabet whose small letters we need not know: ASCII and
 * the accented letters of Latin-1. */
static bool
capital(struct str word)
{
	unsigned char c = (unsigned char)word.p[0];

	if (c >= 'A' && c <= 'Z')
		return (true);
	return (c == 0xc3 && word.n > 1 && (unsigned char)word.p[1] >= 0x80 &&
		(unsigned char)word.p[1] <= 0x9e);
}

static enum kind
kind_of(struct str word, struct str lang, bool first, bool marked)
{
	char room[100];
	struct str w = plain(word, room, sizeof(room));

	for (size_t i = 0; i < w.n; i++)
		if (w.p[i] >= '0' && w.p[i] <= '9')
			return (KIND_NAME);
	if (marked)
		return (KIND_NAME);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (!str_eq(lang, str_of(lists[i].lang)))
			continue;
		if (has_word(lists[i].strong, w))
			return (KIND_STRONG);
		if (has_word(lists[i].denying, w))
			return (KIND_DENYING);
		if (has_word(lists[i].light, w))
			return (KIND_LIGHT);
		if (has_word(lists[i].joining, w))
			return (KIND_JOINING);
	}
	/* Any word begins a sentence with a capital. */
	return (capital(word) && !first ? KIND_NAME : KIND_CONTENT);
}

static size_t
read_tokens(struct str s, struct str lang, struct token *list)
{
	size_t n = 0, at = 0, start, end, last = 0;
	bool first = true;

	while (n < TOKENS_MAX && words_next(s, &at, &start, &end)) {
		struct token *t = &list[n];
		bool marked = start > 0 &&
			      (s.p[start - 1] == '@' || s.p[start - 1] == '#');

		t->word = str_sub(s, start, end);
		t->parted = str_trim(str_sub(s, last, start)).n > 0 || marked;
		for (size_t i = last; i < start; i++)
			first |= strchr(".!?:", s.p[i]) != NULL;
		t->kind = kind_of(t->word, lang, first, marked);
		first = false;
		last = at = end;
		n++;
	}
	return (n);
}

/* How far a run of attitude goes from ${from}: names inside it are bridged. */
static size_t
run_end(const struct token *t, size_t n, size_t from)
{
	size_t end = from, i = from, names = 0;

	for (; i < n && (i == from || !t[i].parted); i++) {
		if (t[i].kind == KIND_CONTENT)
			break;
		names = t[i].kind == KIND_NAME ? names + 1 : 0;
		if (names > NAME_GAP || i - from >= PHRASE_WORDS)
			break;
		if (t[i].kind <= KIND_LIGHT)
			end = i + 1;
	}
	return (end);
}

struct run {
	size_t from, to;
	unsigned worth;
};

/* The run that says most of what the author wants. */
static struct run
best_run(const struct token *t, size_t n)
{
	struct run best = { 0, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		struct run r = { i, 0, 0 };
		unsigned strong = 0, light = 0;

		if (t[i].kind > KIND_LIGHT)
			continue;
		r.to = run_end(t, n, i);
		for (size_t k = i; k < r.to; k++) {
			strong += t[k].kind == KIND_STRONG;
			light += t[k].kind == KIND_LIGHT;
			/* "never" with what it denies is enough. */
			light += t[k].kind == KIND_DENYING ? 2 : 0;
		}
		/* "does not" alone would hear everything: what it is that
		 * does not goes with it. */
		if (strong == 0 || strong + light < 2)
			while (r.to < n && r.to - i < 4 && !t[r.to].parted &&
			       t[r.to].kind != KIND_NAME) {
				r.to++;
				if (t[r.to - 1].kind == KIND_CONTENT)
					break;
			}
		if (r.to - i < 2 ||
		    (strong == 0 &&
			(light < 2 || t[r.to - 1].kind != KIND_CONTENT)))
			continue;
		r.worth = 3 * strong + light;
		if (r.worth > best.worth)
			best = r;
		i = r.to - 1;
	}
	return (best);
}

/* No attitude: the first words of what it is about. */
static struct run
content_run(const struct token *t, size_t n)
{
	struct run best = { 0, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		struct run r = { i, i, 0 };

		if (t[i].kind != KIND_CONTENT)
			continue;
		for (size_t k = i;
		     k < n && k - i < CONTENT_WORDS && t[k].kind != KIND_NAME &&
		     (k == i || !t[k].parted);
		     k++)
			if (t[k].kind != KIND_JOINING)
				r.to = k + 1;
		/* Two words will do: the first ones that are. */
		r.worth = r.to - i > 1 ? 2 : 1;
		if (r.worth > best.worth)
			best = r;
	}
	return (best);
}

struct str
suggest_phrase(struct arena *a, struct str sentence, struct str lang)
{
	struct token *t = arena_array(a, TOKENS_MAX, sizeof(*t));
	struct buf out = BUF_INIT(1 << 16);
	struct str phrase;
	struct run r;
	bool gap = false;
	size_t n;

	if (t == NULL)
		return (STR(""));
	n = read_tokens(sentence, lang, t);
	r = best_run(t, n);
	if (r.worth == 0)
		r = content_run(t, n);
	if (r.worth == 0)
		r = (struct run){ 0, n < CONTENT_WORDS ? n : CONTENT_WORDS, 1 };
	for (size_t i = r.from; i < r.to; i++) {
		bool name = t[i].kind == KIND_NAME && r.worth > 1;

		if (name && gap)
			continue;
		/* Some scripts put nothing between words. */
		if (out.n > 0 &&
		    (name || gap ||
			t[i].word.p != t[i - 1].word.p + t[i - 1].word.n))
			buf_addc(&out, ' ');
		gap = name;
		buf_add(&out, name ? STR("*") : t[i].word);
	}
	phrase = arena_str(a, buf_str(&out));
	buf_free(&out);
	return (phrase.p != NULL ? phrase : STR(""));
}

struct str
suggest_name(struct arena *a, struct str sentence, struct str lang,
    enum signal signal)
{
	struct token *t = arena_array(a, TOKENS_MAX, sizeof(*t));
	struct buf out = BUF_INIT(200);
	struct str name;
	size_t n = t != NULL ? read_tokens(sentence, lang, t) : 0, words = 0;

	buf_adds(&out, signal_word(signal));
	for (size_t i = 0; i < n && words < 2; i++) {
		struct str w = t[i].word;
		size_t before = out.n;

		if (t[i].kind != KIND_CONTENT || w.n < 3 || w.n > 30)
			continue;
		buf_addc(&out, words == 0 ? '.' : '_');
		for (size_t k = 0; k < w.n; k++) {
			char c = w.p[k];

			if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
				buf_addc(&out, (char)(c | 0x20));
		}
		if (out.n == before + 1)
			out.n = before; /* no letter that a name may have */
		else
			words++;
	}
	if (words == 0)
		buf_adds(&out, ".new");
	name = arena_str(a, buf_str(&out));
	buf_free(&out);
	return (name.p != NULL ? name : STR("new"));
}
