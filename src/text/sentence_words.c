/*
 * The splitter's vocabulary: abbreviations of the languages we hear most, and
 * what a stop behind each of them means.
 */
#include "sentence_words.h"

enum {
	LONGEST = 6, /* of the abbreviations */
	STARTER_MAX = 12,
};

struct abbreviation {
	const char *word; /* small letters, without the last stop */
	enum sentence_after after;
};

/* Sorted, none past LONGEST.  With inner stops where they are written so. */
/* clang-format off */
static const struct abbreviation abbreviations[] = {
	{ "a.k.a", AFTER_GOES_ON }, { "a.m", AFTER_BIG },
	{ "abs", AFTER_NUMBER }, { "adj", AFTER_GOES_ON },
	{ "al", AFTER_BIG }, { "approx", AFTER_GOES_ON },
	{ "apr", AFTER_BIG }, { "apt", AFTER_NUMBER },
	{ "art", AFTER_NUMBER }, { "aug", AFTER_BIG },
	{ "av", AFTER_GOES_ON }, { "ave", AFTER_BIG },
	{ "avg", AFTER_GOES_ON }, { "blvd", AFTER_BIG },
	{ "bros", AFTER_BIG }, { "bzw", AFTER_GOES_ON },
	{ "c.f", AFTER_GOES_ON }, { "ca", AFTER_GOES_ON },
	{ "capt", AFTER_GOES_ON }, { "cf", AFTER_GOES_ON },
	{ "ch", AFTER_NUMBER }, { "co", AFTER_BIG },
	{ "col", AFTER_GOES_ON }, { "corp", AFTER_BIG },
	{ "d.h", AFTER_GOES_ON }, { "dec", AFTER_BIG },
	{ "dept", AFTER_BIG }, { "dr", AFTER_GOES_ON },
	{ "e.g", AFTER_GOES_ON }, { "ed", AFTER_NUMBER },
	{ "eds", AFTER_GOES_ON }, { "eg", AFTER_GOES_ON },
	{ "ej", AFTER_GOES_ON }, { "esp", AFTER_GOES_ON },
	{ "est", AFTER_NUMBER }, { "etc", AFTER_BIG },
	{ "evtl", AFTER_GOES_ON },
	{ "excl", AFTER_GOES_ON }, { "feb", AFTER_BIG },
	{ "fig", AFTER_NUMBER }, { "figs", AFTER_NUMBER },
	{ "fr", AFTER_GOES_ON }, { "fri", AFTER_BIG },
	{ "ft", AFTER_BIG }, { "gal", AFTER_BIG },
	{ "gen", AFTER_GOES_ON }, { "ggf", AFTER_GOES_ON },
	{ "gov", AFTER_BIG }, { "hon", AFTER_BIG },
	{ "hr", AFTER_GOES_ON }, { "hrs", AFTER_BIG },
	{ "i.e", AFTER_GOES_ON }, { "ie", AFTER_GOES_ON },
	{ "inc", AFTER_BIG }, { "incl", AFTER_GOES_ON },
	{ "jan", AFTER_BIG }, { "jr", AFTER_BIG },
	{ "jul", AFTER_BIG }, { "jun", AFTER_BIG },
	{ "kap", AFTER_NUMBER }, { "lb", AFTER_BIG },
	{ "lbs", AFTER_BIG }, { "lt", AFTER_GOES_ON },
	{ "ltd", AFTER_BIG }, { "m.e", AFTER_GOES_ON },
	{ "maj", AFTER_GOES_ON }, { "max", AFTER_NUMBER },
	{ "messrs", AFTER_GOES_ON }, { "mfg", AFTER_BIG },
	{ "mgr", AFTER_GOES_ON }, { "mill", AFTER_GOES_ON },
	{ "min", AFTER_BIG }, { "mins", AFTER_BIG },
	{ "misc", AFTER_GOES_ON }, { "mlle", AFTER_GOES_ON },
	{ "mme", AFTER_GOES_ON }, { "mo", AFTER_BIG },
	{ "mr", AFTER_GOES_ON }, { "mrs", AFTER_GOES_ON },
	{ "ms", AFTER_GOES_ON }, { "mt", AFTER_GOES_ON },
	{ "no", AFTER_NO }, { "nos", AFTER_NUMBER },
	{ "nov", AFTER_BIG }, { "nr", AFTER_NUMBER },
	{ "num", AFTER_NUMBER }, { "oct", AFTER_BIG },
	{ "oz", AFTER_BIG }, { "p", AFTER_NUMBER },
	{ "p.ej", AFTER_GOES_ON }, { "p.ex", AFTER_GOES_ON },
	{ "p.m", AFTER_BIG }, { "p.s", AFTER_GOES_ON },
	{ "pag", AFTER_NUMBER }, { "ph.d", AFTER_BIG },
	{ "pkg", AFTER_BIG }, { "pp", AFTER_NUMBER },
	{ "prof", AFTER_GOES_ON }, { "pt", AFTER_NUMBER },
	{ "qty", AFTER_GOES_ON }, { "rd", AFTER_BIG },
	{ "ref", AFTER_NUMBER }, { "rep", AFTER_BIG },
	{ "rev", AFTER_GOES_ON }, { "s.o", AFTER_BIG },
	{ "s.u", AFTER_BIG }, { "sat", AFTER_BIG },
	{ "sec", AFTER_BIG }, { "secs", AFTER_BIG },
	{ "sen", AFTER_GOES_ON }, { "sep", AFTER_BIG },
	{ "sept", AFTER_BIG }, { "sgt", AFTER_GOES_ON },
	{ "sog", AFTER_GOES_ON }, { "sr", AFTER_GOES_ON },
	{ "sra", AFTER_GOES_ON }, { "srta", AFTER_GOES_ON },
	{ "st", AFTER_GOES_ON }, { "str", AFTER_BIG },
	{ "tel", AFTER_NUMBER }, { "temp", AFTER_BIG },
	{ "u.a", AFTER_BIG }, { "ud", AFTER_BIG },
	{ "uds", AFTER_BIG }, { "univ", AFTER_GOES_ON },
	{ "usw", AFTER_BIG }, { "vgl", AFTER_GOES_ON },
	{ "viz", AFTER_GOES_ON }, { "vol", AFTER_NUMBER },
	{ "vs", AFTER_GOES_ON }, { "wk", AFTER_BIG },
	{ "yr", AFTER_BIG }, { "yrs", AFTER_BIG },
	{ "z.b", AFTER_GOES_ON }, { "z.t", AFTER_GOES_ON },
	{ "zzgl", AFTER_GOES_ON },
};
/* clang-format on */

/* Words that begin a sentence after "U.S." or "p.m." but no name. */
static const char *const starters[] = { "a", "an", "and", "any", "are", "but",
	"can", "do", "does", "for", "he", "her", "his", "how", "however", "i",
	"i'm", "i've", "if", "in", "is", "it", "it's", "its", "my", "no", "not",
	"nothing", "on", "one", "our", "please", "she", "so", "some", "that",
	"the", "their", "then", "there", "these", "they", "this", "those", "to",
	"was", "we", "what", "when", "where", "which", "who", "why", "will",
	"with", "would", "yes", "you", "your", NULL };

enum sentence_after
sentence_after(struct str word)
{
	size_t low = 0, high = sizeof(abbreviations) / sizeof(abbreviations[0]);
	size_t mid;
	int cmp;

	if (word.n > LONGEST)
		return (AFTER_UNKNOWN);
	while (low < high) {
		mid = low + (high - low) / 2;
		cmp = str_cmp(str_of(abbreviations[mid].word), word);
		if (cmp == 0)
			return (abbreviations[mid].after);
		if (cmp < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return (AFTER_UNKNOWN);
}

bool
sentence_starter(struct str s, size_t at)
{
	char word[STARTER_MAX];
	const char *const *list;
	size_t n = 0;
	char c;

	for (; at < s.n && n < STARTER_MAX; at++) {
		c = s.p[at] >= 'A' && s.p[at] <= 'Z'
			? (char)(s.p[at] + 'a' - 'A')
			: s.p[at];
		if ((c < 'a' || c > 'z') && c != '\'')
			break;
		word[n++] = c;
	}
	for (list = starters; *list != NULL; list++) {
		if (str_eq(str_of(*list), (struct str){ word, n }))
			return (true);
	}
	return (false);
}

bool
sentence_german_month(struct str s, size_t at)
{
	static const char *const months[] = { "Januar", "J\xc3\xa4nner",
		"Februar", "M\xc3\xa4rz", "April", "Mai", "Juni", "Juli",
		"August", "September", "Oktober", "November", "Dezember",
		NULL };
	const char *const *m;
	struct str rest = str_sub(s, at, s.n);
	size_t n;

	for (m = months; *m != NULL; m++) {
		n = strlen(*m);
		if (str_starts(rest, str_of(*m)) &&
		    (n == rest.n || (rest.p[n] | 0x20) < 'a' ||
			(rest.p[n] | 0x20) > 'z'))
			return (true);
	}
	return (false);
}
