/*
 * All by the words before a hit, a few of them, not over "but".  Two negations
 * make none, save where the language doubles them.  No grammar: what it
 * cannot tell, it lets pass.
 */
#include "scope.h"

enum {
	NEGATED_BACK = 4,   /* words before the hit that may negate it */
	REPORTED_BACK = 12, /* words before it that may report it */
	QUOTED_BACK = 6,    /* words before the quote, and behind it */
	TOLD_AFTER = 4,
	SPEAKER_BACK = 3,
	REFUSED_BACK = 6,
	SUPPOSED_BACK = 2,
};

enum scope_list {
	LIST_NEGATOR,
	LIST_BOOSTER,
	LIST_CONTRAST,
	LIST_REPORTED,
	LIST_SPEAKER,
	LIST_OPINION,
	LIST_SUPPOSED,
	SCOPE_LISTS
};

static const char *const list_names[SCOPE_LISTS] = { "negator", "booster",
	"contrast", "reported", "speaker", "opinion", "supposed" };

static const char reported[] = "reported speech";
static const char quoted[] = "quoted speech";
static const char refused[] = "a refused suggestion";
static const char supposed[] = "a supposition";
static const char purpose[] = "a purpose";

static const struct {
	const char *lang;
	const char *words[SCOPE_LISTS]; /* space-separated */
} built_in[] = {
	{ "en",
	    { "no not never none nothing nobody without hardly barely "
	      "neither nor cannot cant dont doesnt didnt isnt wasnt arent "
	      "wont wouldnt havent hasnt zero",
		"very really so too extremely totally absolutely completely "
		"incredibly super highly utterly deeply insanely terribly",
		"but however although though yet except",
		"said says told tells suggested suggests recommended "
		"advised claimed claims mentioned insisted replied stated "
		"announced wrote writes argued argues asked promised",
		"i we i've we've i'd we'd",
		"think believe want need suggest recommend say saying mean "
		"expect asking suggesting",
		"if whether unless" } },
	{ "es",
	    { "no ni nunca jamás nada nadie sin ningún ninguna ninguno "
	      "tampoco",
		"muy tan demasiado súper realmente totalmente absolutamente "
		"increíblemente sumamente",
		"pero sino aunque",
		"dijo dice dijeron dicen sugirió recomendó aconsejó afirmó "
		"comentó prometió",
		"yo nosotros", "creo pienso quiero necesito digo recomiendo",
		"si" } },
	{ "fr", { "ne n'est pas jamais rien aucun aucune sans ni personne "
		  "guère",
		    "très trop si vraiment tellement extrêmement totalement "
		    "absolument",
		    "mais cependant pourtant",
		    "dit disait disent suggéré recommandé conseillé affirmé "
		    "promis",
		    "je j'ai nous", "pense crois veux dis conseille recommande",
		    "si" } },
	{ "de", { "nicht kein keine keinen keiner nie niemals nichts ohne",
		    "sehr so zu wirklich extrem total absolut",
		    "aber jedoch sondern",
		    "sagte sagt sagten meinte behauptet behauptete empfahl "
		    "versprach",
		    "ich wir", "denke glaube will brauche sage",
		    "wenn ob falls" } },
};

/* "no hay ningún", "ne ... pas": where a second negation only agrees. */
static const char *const concord[] = { "es", "fr", "it", "pt", "pl", "ru" };

static bool
tag(struct wordmap *m, struct str word, enum scope_list which)
{
	struct word *entry = wordmap_put(m, word);

	if (entry == NULL)
		return (word.n > WORD_MAX); /* nobody will ever ask for it */
	entry->tags |= 1u << which;
	return (true);
}

/* The words of one list for ${lang}: a pack's, else the built-in ones. */
static bool
fill(struct book *b, struct str lang, enum scope_list which, struct wordmap *m)
{
	bool own = false;

	for (const struct list *l = b->lists; l != NULL; l = l->next) {
		if (!str_eq(l->name, str_of(list_names[which])) ||
		    !str_eq(l->lang, lang))
			continue;
		own = true;
		for (size_t i = 0; i < l->n; i++)
			if (!tag(m, l->terms[i].text, which))
				return (false);
	}
	for (size_t i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++) {
		struct str rest = str_of(built_in[i].words[which]), word;

		if (own ||
		    (lang.n > 0 && !str_eq(lang, str_of(built_in[i].lang))))
			continue;
		while ((word = str_word(&rest)).n > 0)
			if (!tag(m, word, which))
				return (false);
	}
	return (true);
}

struct scope_words *
scope_words_new(struct book *b, struct str lang)
{
	struct scope_words *w = arena_alloc(b->arena, sizeof(*w));

	if (w == NULL || (w->map = wordmap_new(b->arena)) == NULL)
		return (NULL);
	for (size_t i = 0; i < sizeof(concord) / sizeof(concord[0]); i++)
		w->concord |= str_eq(lang, str_of(concord[i]));
	for (int i = 0; i < SCOPE_LISTS; i++)
		if (!fill(b, lang, (enum scope_list)i, w->map))
			return (NULL);
	return (w);
}

unsigned
scope_tags(struct str word, const struct word *entry)
{
	unsigned tags = entry != NULL ? entry->tags : 0;

	if (word.n > 3 && memcmp(word.p + word.n - 3, "n't", 3) == 0)
		tags |= SCOPE_NEGATOR;
	return (tags);
}

bool
scope_negated(const struct scope_words *w, struct str sentence, size_t start)
{
	unsigned negators = 0, tags;
	char room[WORD_MAX];
	bool parted = false;
	struct str word;

	for (unsigned n = 0; n < NEGATED_BACK; n++) {
		if (!word_before(sentence, &start, &word, &parted) || parted)
			break;
		word = word_lower(word, room);
		tags = scope_tags(word, wordmap_get(w->map, word));
		if (tags & SCOPE_CONTRAST)
			break;
		negators += (tags & SCOPE_NEGATOR) != 0;
	}
	return (w->concord ? negators > 0 : negators % 2 != 0);
}

/* The double quotes round byte ${at}; false: it stands in none. */
static bool
quotes_round(struct str sentence, size_t at, size_t *open, size_t *close)
{
	bool inside = false;
	size_t i;

	for (i = 0; i < at; i++)
		if (sentence.p[i] == '"') {
			inside = !inside;
			*open = i;
		}
	for (; inside && i < sentence.n; i++)
		if (sentence.p[i] == '"') {
			*close = i;
			return (true);
		}
	return (false);
}

/* "I (have already) suggested": does the author speak? Not in "I was told". */
static bool
author_speaks(const struct scope_words *w, struct str sentence, size_t at)
{
	static const char *const passive[] = { "was", "were", "been", "being",
		"am", "are", "is", "got", "get" };
	bool parted = false;
	char room[WORD_MAX];
	struct str word;

	for (unsigned n = 0; n < SPEAKER_BACK; n++) {
		if (!word_before(sentence, &at, &word, &parted) || parted)
			return (false);
		word = word_lower(word, room);
		for (size_t i = 0; i < sizeof(passive) / sizeof(passive[0]);
		     i++)
			if (str_eq(word, str_of(passive[i])))
				return (false);
		if (scope_tags(word, wordmap_get(w->map, word)) & SCOPE_SPEAKER)
			return (true);
	}
	return (false);
}

/* Does a word of speech, not the author's own, stand before byte ${end}? */
static bool
speech_before(const struct scope_words *w, struct str sentence, size_t end,
    unsigned most, bool over_contrast)
{
	bool parted = false;
	char room[WORD_MAX];
	struct str word;
	unsigned tags;
	size_t at = end;

	for (unsigned n = 0; n < most; n++) {
		if (!word_before(sentence, &at, &word, &parted))
			return (false);
		word = word_lower(word, room);
		tags = scope_tags(word, wordmap_get(w->map, word));
		if (tags & SCOPE_CONTRAST && !over_contrast)
			return (false);
		if (tags & SCOPE_REPORTED)
			return (!author_speaks(w, sentence, at));
	}
	return (false);
}

/* "..., she said": speech of others that is told of behind the quote. */
static bool
speech_after(const struct scope_words *w, struct str sentence, size_t at)
{
	bool parted = false;
	char room[WORD_MAX];
	struct str word;
	unsigned tags;

	for (unsigned n = 0; n < TOLD_AFTER; n++) {
		if (!word_after(sentence, &at, &word, &parted))
			return (false);
		word = word_lower(word, room);
		tags = scope_tags(word, wordmap_get(w->map, word));
		if (tags & (SCOPE_SPEAKER | SCOPE_CONTRAST))
			return (false);
		if (tags & SCOPE_REPORTED)
			return (true);
	}
	return (false);
}

static bool
is_quoted(const struct scope_words *w, struct str sentence, size_t start)
{
	size_t open = 0, close = 0;

	return (quotes_round(sentence, start, &open, &close) &&
		(speech_before(w, sentence, open, QUOTED_BACK, true) ||
		    speech_after(w, sentence, close + 1)));
}

/* "I don't (really) think you should ...": a negator, then an opinion, then
 * the hit. */
static bool
is_refused(const struct scope_words *w, struct str sentence, size_t start)
{
	bool parted = false;
	unsigned opinion = 0; /* words since it */
	char room[WORD_MAX];
	struct str word;
	unsigned tags;

	for (unsigned n = 0; n < REFUSED_BACK && opinion < 3; n++) {
		if (!word_before(sentence, &start, &word, &parted) || parted)
			return (false);
		word = word_lower(word, room);
		tags = scope_tags(word, wordmap_get(w->map, word));
		if (opinion > 0 && tags & SCOPE_NEGATOR)
			return (true);
		if (opinion > 0 && tags & SCOPE_SPEAKER)
			return (false);
		opinion += opinion > 0 || (tags & SCOPE_OPINION) != 0;
	}
	return (false);
}

/* "To make it easier, I ...", "in order to ...": what something is done for. */
static bool
is_purpose(struct str sentence, size_t start)
{
	static const char *const before[] = { "to", "para", "pour", "um" };
	bool parted = false, to = false;
	char room[WORD_MAX];
	struct str word;

	if (!word_before(sentence, &start, &word, &parted) || parted)
		return (false);
	word = word_lower(word, room);
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		to |= str_eq(word, str_of(before[i]));
	if (!to)
		return (false);
	/* At the start, or after what makes it one anywhere. */
	if (!word_before(sentence, &start, &word, &parted))
		return (true);
	return (!parted && str_ieq(word, STR("order")));
}

static bool
is_supposed(const struct scope_words *w, struct str sentence, size_t start)
{
	bool parted = false;
	char room[WORD_MAX];
	struct str word;
	const struct word *entry;

	for (unsigned n = 0; n < SUPPOSED_BACK; n++) {
		if (!word_before(sentence, &start, &word, &parted) || parted)
			return (false);
		entry = wordmap_get(w->map, word_lower(word, room));
		if (entry != NULL && entry->tags & SCOPE_SUPPOSED)
			return (true);
	}
	return (false);
}

struct str
scope_veto(const struct scope_words *w, enum signal signal, struct str sentence,
    size_t start)
{
	bool suggests = signal == SIGNAL_IDEA || signal == SIGNAL_ADVICE;

	if (is_quoted(w, sentence, start))
		return (str_of(quoted));
	if (suggests && speech_before(w, sentence, start, REPORTED_BACK, false))
		return (str_of(reported));
	if (suggests && is_refused(w, sentence, start))
		return (str_of(refused));
	if (suggests && is_purpose(sentence, start))
		return (str_of(purpose));
	if (signal == SIGNAL_COMPLAINT && is_supposed(w, sentence, start))
		return (str_of(supposed));
	return ((struct str){ NULL, 0 });
}

bool
scope_reason(struct str why)
{

	return (why.p == reported || why.p == quoted || why.p == refused ||
		why.p == supposed || why.p == purpose);
}
