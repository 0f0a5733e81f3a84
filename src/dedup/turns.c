/*
 * Negations, contraries and numbers of the four languages that rules are
 * shipped for.  Asked only of words in which two near copies differ.
 */
#include "turns.h"

#include <pthread.h>

#include "said.h"

enum turn { NEGATIONS, CONTRARIES, NUMBERS, POINTERS };

static const char *const negations[] = { "no", "not", "never", "none", "nor",
	"neither", "nothing", "nobody", "nowhere", "cannot", "without",
	"hardly", "barely", "cant", "wont", "dont", "doesnt", "didnt", "isnt",
	"arent", "wasnt", "werent", "hasnt", "havent", "hadnt", "couldnt",
	"wouldnt", "shouldnt", "mustnt", "neednt", "aint", "false", "wrong",
	"untrue", "unlike", "kein", "keine", "keinen", "keinem", "keiner",
	"keines", "nicht", "nie", "niemals", "nichts", "niemand", "ohne",
	"falsch", "ne", "pas", "jamais", "rien", "aucun", "aucune", "sans",
	"personne", "nunca", "jam\303\241s", "nada", "ning\303\272n", "ninguno",
	"ninguna", "nadie", "sin", "tampoco", "falso", NULL };

static const char *const contraries[] = { "good", "bad", "better", "worse",
	"best", "worst", "great", "terrible", "awful", "horrible", "excellent",
	"poor", "love", "loved", "loves", "hate", "hated", "hates", "dislike",
	"disliked", "easy", "easier", "hard", "harder", "difficult", "fast",
	"faster", "slow", "slower", "quick", "more", "less", "least", "fewer",
	"always", "rarely", "seldom", "sometimes", "often", "high", "higher",
	"low", "lower", "cheap", "cheaper", "expensive", "on", "off", "before",
	"after", "increase", "increased", "decrease", "decreased", "remove",
	"removed", "works", "fails", "fail", "failed", "broken", "happy",
	"unhappy", "sad", "satisfied", "unsatisfied", "dissatisfied",
	"disappointed", "pleased", "closed", "free", "paid", "clean", "dirty",
	"big", "bigger", "small", "smaller", "loud", "quiet", "hot", "cold",
	"friendly", "rude", "safe", "unsafe", "dangerous", "useful", "useless",
	"helpful", "unhelpful", "gut", "gute", "guten", "guter", "schlecht",
	"schlechte", "schlechten", "besser", "schlechter", "beste", "mehr",
	"weniger", "immer", "schnell", "langsam", "einfach", "schwer", "billig",
	"teuer", "bon", "bonne", "mauvais", "mauvaise", "mieux", "pire",
	"moins", "toujours", "rapide", "lent", "facile", "difficile", "cher",
	"bueno", "buena", "malo", "mala", "mejor", "peor", "m\303\241s",
	"menos", "siempre", "r\303\241pido", "lento", "f\303\241cil",
	"dif\303\255cil", "caro", "barato", NULL };

static const char *const numbers[] = { "zero", "one", "two", "three", "four",
	"five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
	"twenty", "thirty", "forty", "fifty", "hundred", "thousand", "million",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
	"sunday", "january", "february", "march", "april", "june", "july",
	"august", "september", "october", "november", "december", "zwei",
	"drei", "vier", "f\303\274nf", "sechs", "sieben", "acht", "neun",
	"zehn", "deux", "trois", "quatre", "cinq", "sept", "huit", "neuf",
	"dix", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho",
	"nueve", "diez", NULL };

/* Behind these stands the name of a thing. */
static const char *const pointers[] = { "my", "our", "your", "his", "her",
	"their", "the", "this", "that", "these", "those", "a", "an", "mein",
	"meine", "meinen", "meiner", "unser", "unsere", "der", "die", "das",
	"den", "dem", "ein", "eine", "einen", "dieser", "diese", "dieses",
	"mon", "ma", "mes", "notre", "nos", "votre", "le", "la", "les", "un",
	"une", "ce", "cette", "mi", "mis", "nuestro", "nuestra", "el", "los",
	"las", "una", "este", "esta", NULL };

enum { HASHES_MAX = 192 };

static struct list {
	const char *const *words;
	size_t n;
	uint64_t hashes[HASHES_MAX];
} lists[] = {
	[NEGATIONS] = { .words = negations },
	[CONTRARIES] = { .words = contraries },
	[NUMBERS] = { .words = numbers },
	[POINTERS] = { .words = pointers },
};
_Static_assert(sizeof(negations) <= HASHES_MAX * sizeof(char *) &&
		   sizeof(contraries) <= HASHES_MAX * sizeof(char *) &&
		   sizeof(numbers) <= HASHES_MAX * sizeof(char *) &&
		   sizeof(pointers) <= HASHES_MAX * sizeof(char *),
    "room for every list");
static pthread_once_t hashed = PTHREAD_ONCE_INIT;

static void
hash_lists(void)
{

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct list *l = &lists[i];
		uint32_t letters;

		for (; l->words[l->n] != NULL; l->n++)
			l->hashes[l->n] =
			    said_hash(str_of(l->words[l->n]), &letters);
	}
}

static bool
is_one_of(struct str word, enum turn turn)
{
	const struct list *l = &lists[turn];
	uint32_t letters;
	uint64_t h = said_hash(word, &letters);

	pthread_once(&hashed, hash_lists);
	for (size_t i = 0; i < l->n; i++)
		if (l->hashes[i] == h)
			return (true);
	return (false);
}

bool
turns_negates(struct str word)
{

	return (is_one_of(word, NEGATIONS));
}

bool
turns_swaps(struct str word)
{

	return (is_one_of(word, CONTRARIES));
}

bool
turns_points(struct str word)
{

	return (is_one_of(word, POINTERS));
}

bool
turns_number(struct str word)
{

	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] >= '0' && word.p[i] <= '9')
			return (true);
	return (is_one_of(word, NUMBERS));
}
