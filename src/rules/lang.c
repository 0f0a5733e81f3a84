/*
 * A vote of function words: each counts for the languages that have it, the
 * fewer the more.  Scripts other than Latin are told by their letters.
 */
#include "lang.h"

#include "earshot/utf8.h"

#include "wordmap.h"

enum { LOOK_BYTES = 4096 };

static const struct {
	const char *code, *words;
} languages[] = {
	{ "en", "a the and of to in is it that for you was with on are this be "
		"have not but they my your from we can will would there what "
		"if when has just i'm it's don't can't i me so do does did an "
		"been were which who how why should could their our its any "
		"please after than then them about as at by no or he she his "
		"her him had all more out up now only some very too also "
		"because even never still doesn't isn't won't i've that's "
		"you're get got make these those here where again" },
	{ "es", "el la los las de que y en un una es por con no para se lo su "
		"como más pero sus le ya o fue este ha sí porque esta son está "
		"muy sin sobre también me hasta hay donde quien desde todo nos "
		"ni tiene del al mi yo era cuando nada estoy eso muy hola a "
		"o te me has he ser puede hace bien este ese aquí gracias" },
	{ "fr", "le la les de des et à un une est que en du pour qui dans pas "
		"sur au avec ce il je ne se par plus mais nous vous ou cette "
		"son sont elle très été mon c'est j'ai n'est ma ont aux être "
		"fait bien tout comme sans ils leur y donc trop a on as si "
		"merci ça cela aussi j'ai qu'il d'un d'une peut" },
	{ "de", "der die das und ist nicht ich ein eine zu den mit es auf für "
		"im dem sich auch von als wie wir aber bei nach noch nur hat "
		"war sind kann wenn werden einen oder sehr man mir so aus dass "
		"mein haben wird keine kein sie in an am so was er es" },
	{ "it", "il di che è la e un per non una in sono con le mi si lo ma "
		"del della ho gli nel anche da questo i più come ha se molto "
		"alla dei al ci perché era c'è delle tutto quando ti a o io "
		"me se" },
	{ "pt", "de que o e a do da em um para é com não uma os no se na por "
		"mais as dos como mas foi ao ele das tem seu sua ou ser quando "
		"muito há nos já está eu também só pelo pela até isso você "
		"meu minha" },
	{ "nl",
	    "de het een en van ik te dat die in is niet op aan met als voor "
	    "er maar om hem dan zou of wat mijn dit zo door over ze zich "
	    "bij ook tot je mij uit naar heb heeft geen deze wordt kan "
	    "zijn" },
	{ "sv",
	    "och att det i en jag är som på för med av inte den till har de "
	    "ett om men var så sig från vi kan nu man när hade mycket eller "
	    "mitt mig vi de an under" },
	{ "da", "og i at det er en til på som med af for jeg ikke der den har "
		"de et om vi kan men var så sig fra når hvor meget eller mig "
		"noget" },
	{ "pl", "i w nie na to się z do że jest jak o po ale co za od tak czy "
		"przez tylko mnie dla jestem już był było może bardzo są mam a "
		"by on" },
	{ "tr", "bir ve bu da de için çok ne ama var ben gibi daha ile kadar "
		"değil mi o sonra ki her yok" },
	{ "id", "yang dan di ini itu dengan untuk tidak dari dalam akan pada "
		"saya juga bisa ada sudah karena atau sangat kita" },
};

enum { LANGUAGES = sizeof(languages) / sizeof(languages[0]) };

struct lang_words {
	struct wordmap *map; /* tags: bits of languages */
};

const struct lang_words *
lang_words_new(struct arena *a)
{
	struct lang_words *w = arena_alloc(a, sizeof(*w));

	if (w == NULL || (w->map = wordmap_new(a)) == NULL)
		return (NULL);
	for (unsigned i = 0; i < LANGUAGES; i++) {
		struct str rest = str_of(languages[i].words), word;

		while ((word = str_word(&rest)).n > 0) {
			struct word *entry = wordmap_put(w->map, word);

			if (entry == NULL)
				return (NULL);
			entry->tags |= 1u << i;
		}
	}
	return (w);
}

static const struct {
	uint32_t from, to;
	const char *code; /* NULL: several languages use it */
} scripts[] = {
	{ 0x370, 0x3ff, "el" },
	{ 0x400, 0x52f, NULL },
	{ 0x530, 0x58f, "hy" },
	{ 0x590, 0x5ff, "he" },
	{ 0x600, 0x6ff, NULL },
	{ 0x750, 0x77f, NULL },
	{ 0x900, 0x97f, NULL },
	{ 0x980, 0x9ff, "bn" },
	{ 0xb80, 0xbff, "ta" },
	{ 0xe00, 0xe7f, "th" },
	{ 0x10a0, 0x10ff, "ka" },
	{ 0x3040, 0x30ff, "ja" },
	{ 0x4e00, 0x9fff, "zh" },
	{ 0xac00, 0xd7af, "ko" },
};

enum { SCRIPTS = sizeof(scripts) / sizeof(scripts[0]) };

/* False: mostly letters of another script; then *${code} says which. */
static bool
mostly_latin(struct str s, const char **code)
{
	unsigned counts[SCRIPTS] = { 0 }, latin = 0, other = 0;
	unsigned best = 0;

	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if (c < 0x80 ? (c | 0x20) >= 'a' && (c | 0x20) <= 'z'
			     : c >= 0xc0 && c < 0x250) {
			latin++;
			continue;
		}
		for (unsigned i = 0; c >= 0x370 && i < SCRIPTS; i++)
			if (c >= scripts[i].from && c <= scripts[i].to) {
				counts[i]++;
				other++;
			}
	}
	if (other <= latin)
		return (true);
	for (unsigned i = 1; i < SCRIPTS; i++)
		if (counts[i] > counts[best])
			best = i;
	*code = scripts[best].code;
	/* Japanese mixes kana into Chinese signs. */
	for (unsigned i = 0; i < SCRIPTS; i++)
		if (counts[i] > 0 && scripts[i].from == 0x3040)
			*code = "ja";
	return (false);
}

struct lang_guess
lang_guess(const struct lang_words *w, struct str text)
{
	struct lang_guess guess = { STR("und"), true };
	double votes[LANGUAGES] = { 0 }, first = 0, second = 0;
	const struct word *entry;
	const char *code = NULL;
	bool parted = false;
	char room[WORD_MAX];
	struct str word;
	size_t at = 0, words = 0;

	text = utf8_cut(text, LOOK_BYTES);
	if (!mostly_latin(text, &code)) {
		guess.latin = false;
		if (code != NULL)
			guess.code = str_of(code);
		return (guess);
	}
	while (word_after(text, &at, &word, &parted)) {
		/* The parts of addresses are no words: t.co, @he, #we. */
		if (word.p > text.p && strchr("./@#_", word.p[-1]) != NULL &&
		    word.p[-1] != '\0')
			continue;
		words++;
		entry = wordmap_get(w->map, word_lower(word, room));
		for (unsigned i = 0; entry != NULL && i < LANGUAGES; i++)
			if (entry->tags & 1u << i)
				votes[i] +=
				    1.0 / __builtin_popcount(entry->tags);
	}
	for (unsigned i = 0; i < LANGUAGES; i++) {
		if (votes[i] > first) {
			second = first;
			first = votes[i];
			code = languages[i].code;
		} else if (votes[i] > second)
			second = votes[i];
	}
	/* One word of a long text proves nothing. */
	if (code != NULL && first > 1.3 * second && first >= 0.5 &&
	    first * 25 >= (double)words)
		guess.code = str_of(code);
	return (guess);
}

struct str
lang_primary(struct arena *a, struct str declared)
{
	struct str s = str_trim(declared), out;
	size_t n = 0;
	char *p;

	while (n < s.n && ((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z'))
		n++;
	if (n < 2 || n > 3 || (n < s.n && s.p[n] != '-' && s.p[n] != '_'))
		return ((struct str){ NULL, 0 });
	p = arena_alloc(a, n + 1);
	if (p == NULL)
		return ((struct str){ NULL, 0 });
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(s.p[i] | 0x20);
	out = (struct str){ p, n };
	/* "und" declares nothing. */
	return (str_eq(out, STR("und")) ? (struct str){ NULL, 0 } : out);
}
