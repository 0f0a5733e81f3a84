/*
 * Words that turn what a sentence says, of the four languages that rules are
 * shipped for: lists, found in by one look into a table that is filled at the
 * first question.
 */
#include "earshot/turns.h"

#include <pthread.h>

#include "earshot/letters.h"

static const char *const negations[] = { "no", "not", "never", "none", "nor",
	"neither", "nothing", "nobody", "nowhere", "cannot", "without",
	"hardly", "barely", "cant", "wont", "dont", "doesnt", "didnt", "isnt",
	"arent", "wasnt", "werent", "hasnt", "havent", "hadnt", "couldnt",
	"wouldnt", "shouldnt", "mustnt", "neednt", "aint", "kein", "keine",
	"keinen", "keinem", "keiner", "keines", "nicht", "nie", "niemals",
	"nichts", "niemand", "ohne", "ne", "pas", "jamais", "rien", "aucun",
	"aucune", "sans", "personne", "nunca", "jam\303\241s", "nada",
	"ning\303\272n", "ninguno", "ninguna", "nadie", "sin", "tampoco",
	NULL };

static const char *const untruths[] = { "false", "wrong", "untrue", "unlike",
	"falsch", "falso", NULL };

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

/* Of whom something is asked: behind these a negation refuses. */
static const char *const wishes[] = { "please", "pls", "plz", "should",
	"shouldnt", "must", "mustnt", "rather", "wish", "prefer", "needs",
	"needed", "if", "devrait", "devraient", "devriez", "voudrais",
	"souhaite", "svp", "deberia", "deber\303\255a", "deberian",
	"deber\303\255an", "favor", "ojala", "ojal\303\241", "quisiera", "want",
	"wants", "quiero", "veux", NULL };

/* Away with what follows. */
static const char *const removals[] = { "remove", "removed", "removing",
	"removal", "rid", "ban", "forbid", "forbidding", "prohibit", "abolish",
	"scrap", "retirez", "retirer", "supprimez", "supprimer", "enlevez",
	"enlever", "interdire", "interdisez", "quitar", "quiten", "quita",
	"eliminar", "eliminen", "elimine", "retirar", "retiren", "prohibir",
	"prohiban", NULL };

/* Behind these as well, where somebody is told what to do. */
static const char *const ends[] = { "stop", "drop", "avoid", "quit",
	"arr\303\252tez", "arreter", "arr\303\252ter", "dejen", "deje", NULL };

/* What people want to be able to do: to remove a thing, say. */
static const char *const abilities[] = { "let", "allow", "allows", "able",
	"ability", "option", "options", "way", "could", "can", "enable",
	"possible", "possibility", "button", "permettre", "pouvoir", "poder",
	"permitir", "permitan", "opci\303\263n", "bouton", "add", "adds",
	"adding", "implement", "introduce", "ajouter", "ajoutez", "agreguen",
	NULL };

/* What follows is not there. */
static const char *const lacks[] = { "no", "none", "zero", "aucun", "aucune",
	"ning\303\272n", "ninguna", "kein", "keine", NULL };

static const char *const withouts[] = { "without", "sans", "sin", "ohne",
	NULL };

/* What follows is how, where or when, no more what. */
static const char *const links[] = { "by", "in", "on", "at", "of", "for",
	"from", "after", "before", "about", "until", "since", "because", "par",
	"dans", "sur", "pour", "por", "para", "desde", NULL };

/* What follows is, or is too much or too little. */
static const char *const haves[] = { "with", "much", "many", "few", "little",
	"avec", "con", "mucho", "mucha", "muchos", "muchas", NULL };

/* Said of what is not there yet. */
static const char *const missings[] = { "yet", "still", "why", "lack", "lacks",
	"lacking", "missing", "miss", "encore", "manque", "hay", "falta",
	"faltan", "todav\303\255a", NULL };

/* It fails, or nobody can: not quite a negation. */
static const char *const failures[] = { "cannot", "cant", "couldnt", "unable",
	"wont", "try", "tried", "tries", "trying", "fails", "fail", "failed",
	"failing", "impossible", "refuses", "nobody", "broken", NULL };

/* Pairs of contraries: a word of one side says the contrary of each of the
 * other. */
static const char *const loud[] = { "loud", "louder", "loudest", "noisy",
	"bruyant", "bruyante", "bruyants", "bruyantes", "ruidoso", "ruidosa",
	NULL };
static const char *const quiet[] = { "quiet", "quieter", "silent", "softly",
	"silencieux", "silencieuse", "calme", "silencioso", "silenciosa",
	NULL };
static const char *const big[] = { "big", "bigger", "large", "larger", "huge",
	"enormous", NULL };
static const char *const small[] = { "small", "smaller", "tiny", "tinier",
	NULL };
static const char *const hot[] = { "hot", "hotter", "warm", "warmer", "chaud",
	"chaude", "chauds", "chaudes", "caliente", "calientes", NULL };
static const char *const cold[] = { "cold", "colder", "freezing", "froid",
	"froide", "froids", "froides", "fr\303\255o", "fr\303\255a",
	"fr\303\255os", "fr\303\255as", NULL };
static const char *const fast[] = { "fast", "faster", "quick", "quicker",
	"quickly", "rapide", "rapides", "r\303\241pido", "r\303\241pida",
	NULL };
static const char *const slow[] = { "slow", "slower", "slowly", "sluggish",
	"lent", "lente", "lents", "lentes", "lento", "lenta", "lentos",
	"lentas", NULL };
static const char *const high[] = { "high", "higher", "raise", "increase",
	"increased", "augmenter", "augmentez", "monter", "montez", "subir",
	"suban", "suba", "alto", "alta", NULL };
static const char *const low[] = { "low", "lower", "decrease", "decreased",
	"baisser", "baissez", "descendre", "bajar", "bajen", "baje", "baja",
	NULL };
static const char *const longer[] = { "longer", NULL };
static const char *const shorter[] = { "shorter", "short", NULL };
static const char *const hard[] = { "hard", "harder", "dur", "dure", "duro",
	"dura", NULL };
static const char *const soft[] = { "soft", "softer", "mou", "molle", "blando",
	"blanda", NULL };
static const char *const difficult[] = { "difficult", "complicated",
	"difficile", "compliqu\303\251", "dif\303\255cil", NULL };
static const char *const easy[] = { "easy", "easier", "easily", "facile",
	"f\303\241cil", NULL };
static const char *const early[] = { "early", "earlier", "t\303\264t",
	"temprano", NULL };
static const char *const late[] = { "late", "tard", "retard", NULL };
static const char *const wet[] = { "wet", "damp", "soaked", NULL };
static const char *const dry[] = { "dry", "dried", NULL };
static const char *const costly[] = { "expensive", "pricey", "overpriced",
	"caro", "cara", "caros", "caras", NULL };
static const char *const cheap[] = { "cheap", "cheaper", "barato", "barata",
	NULL };
static const char *const more[] = { "more", "m\303\241s", NULL };
static const char *const less[] = { "less", "fewer", "moins", "menos", NULL };
static const char *const bright[] = { "bright", "brighter", NULL };
static const char *const dim[] = { "dim", "dimmer", "darker", NULL };
static const char *const thick[] = { "thick", "thicker", NULL };
static const char *const thin[] = { "thin", "thinner", NULL };
static const char *const wide[] = { "wide", "wider", NULL };
static const char *const narrow[] = { "narrow", "narrower", NULL };
static const char *const rude[] = { "rude", "unfriendly", NULL };
static const char *const friendly[] = { "friendly", "polite", NULL };
static const char *const on[] = { "enable", "enabled", "allumer", "encender",
	NULL };
static const char *const off[] = { "off", "disable", "disabled",
	"\303\251teindre", "apagar", NULL };
static const char *const switches[] = { "switch", "switches", "switched",
	"switching", "turn", "turns", "turned", "turning", "power", "powers",
	NULL };

#define LIST(tags, words)      \
	{                      \
		tags, 0, words \
	}
#define PAIR(axis, one, other)                \
	{ 0, TURNS_SIDE(axis, 0), one },      \
	{                                     \
		0, TURNS_SIDE(axis, 1), other \
	}

static const struct list {
	uint16_t tags;
	uint8_t side;
	const char *const *words;
} lists[] = {
	LIST(TURNS_NEGATES | TURNS_DENIES, negations),
	LIST(TURNS_NEGATES, untruths),
	LIST(TURNS_SWAPS, contraries),
	LIST(TURNS_NUMBER, numbers),
	LIST(TURNS_POINTS, pointers),
	LIST(TURNS_WISHES, wishes),
	LIST(TURNS_REMOVES, removals),
	LIST(TURNS_ENDS, ends),
	LIST(TURNS_ABLE, abilities),
	LIST(TURNS_LACKS, lacks),
	LIST(TURNS_LACKS | TURNS_WITHOUT, withouts),
	LIST(TURNS_LINKS, links),
	LIST(TURNS_HAS, haves),
	LIST(TURNS_MISSING, missings),
	LIST(TURNS_FAILS, failures),
	LIST(TURNS_SWITCHES, switches),
	PAIR(1, loud, quiet),
	PAIR(2, big, small),
	PAIR(3, hot, cold),
	PAIR(4, fast, slow),
	PAIR(5, high, low),
	PAIR(6, longer, shorter),
	PAIR(7, hard, soft),
	PAIR(8, difficult, easy),
	PAIR(9, early, late),
	PAIR(10, wet, dry),
	PAIR(11, costly, cheap),
	PAIR(12, more, less),
	PAIR(13, bright, dim),
	PAIR(14, thick, thin),
	PAIR(15, wide, narrow),
	PAIR(16, rude, friendly),
	PAIR(TURNS_SWITCH, on, off),
};

enum { SLOTS = 2048 }; /* a power of two, several times the words */

static struct slot {
	uint64_t hash; /* 0: free */
	struct turn turn;
} slots[SLOTS];
static pthread_once_t filled = PTHREAD_ONCE_INIT;

/* 0 is a free slot. */
static uint64_t
key_of(struct str word)
{
	uint32_t letters;

	return (letters_hash(word, &letters) | 1);
}

static struct slot *
find(uint64_t hash)
{
	size_t at = (hash >> 20) & (SLOTS - 1);

	while (slots[at].hash != 0 && slots[at].hash != hash)
		at = (at + 1) & (SLOTS - 1);
	return (&slots[at]);
}

static void
fill(void)
{

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t k = 0; lists[i].words[k] != NULL; k++) {
			uint64_t h = key_of(str_of(lists[i].words[k]));
			struct slot *s = find(h);

			s->hash = h;
			s->turn.tags |= lists[i].tags;
			if (lists[i].side != 0)
				s->turn.side = lists[i].side;
		}
}

struct turn
turns_of(struct str word)
{

	pthread_once(&filled, fill);
	return (find(key_of(word))->turn);
}

bool
turns_negates(struct str word)
{

	return ((turns_of(word).tags & TURNS_NEGATES) != 0);
}

bool
turns_swaps(struct str word)
{

	return ((turns_of(word).tags & TURNS_SWAPS) != 0);
}

bool
turns_points(struct str word)
{

	return ((turns_of(word).tags & TURNS_POINTS) != 0);
}

bool
turns_number(struct str word)
{

	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] >= '0' && word.p[i] <= '9')
			return (true);
	return ((turns_of(word).tags & TURNS_NUMBER) != 0);
}
