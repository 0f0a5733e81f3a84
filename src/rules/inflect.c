/*
 * Endings by spelling rules, not by dictionary: where two spellings live
 * (canceled, cancelled) both are made; a form that nobody writes harms nobody.
 */
#include "inflect.h"

unsigned
inflect_form(struct str ending)
{

	if (str_ieq(ending, STR("s")))
		return (INFLECT_S);
	if (str_ieq(ending, STR("ed")))
		return (INFLECT_ED);
	if (str_ieq(ending, STR("ing")))
		return (INFLECT_ING);
	return (0);
}

static bool
vowel(char c)
{

	return (c != '\0' && strchr("aeiouAEIOU", c) != NULL);
}

static void
form(struct buf *out, struct str stem, const char *ending)
{

	buf_addc(out, '|');
	buf_add(out, stem);
	buf_adds(out, ending);
}

/* stop: one vowel between consonants, so that the last may be doubled. */
static bool
doubles(struct str w)
{

	return (w.n >= 3 && !vowel(w.p[w.n - 1]) && vowel(w.p[w.n - 2]) &&
		!vowel(w.p[w.n - 3]) && strchr("wxyWXY", w.p[w.n - 1]) == NULL);
}

static void
doubled(struct buf *out, struct str w, const char *ending)
{
	char last[2] = { w.p[w.n - 1], '\0' };

	buf_addc(out, '|');
	buf_add(out, w);
	buf_adds(out, last);
	buf_adds(out, ending);
}

static void
plural(struct buf *out, struct str w, bool consonant_y)
{

	if (consonant_y) {
		form(out, str_sub(w, 0, w.n - 1), "ies");
		return;
	}
	if (str_iends(w, STR("s")) || str_iends(w, STR("x")) ||
	    str_iends(w, STR("z")) || str_iends(w, STR("ch")) ||
	    str_iends(w, STR("sh")) || str_iends(w, STR("o")))
		form(out, w, "es");
	if (!str_iends(w, STR("s")) && !str_iends(w, STR("x")))
		form(out, w, "s");
}

static void
past(struct buf *out, struct str w, bool consonant_y)
{

	if (str_iends(w, STR("e")))
		form(out, w, "d");
	else if (consonant_y)
		form(out, str_sub(w, 0, w.n - 1), "ied");
	else {
		form(out, w, "ed");
		if (doubles(w))
			doubled(out, w, "ed");
	}
}

static void
progressive(struct buf *out, struct str w)
{

	if (str_iends(w, STR("ie")))
		form(out, str_sub(w, 0, w.n - 2), "ying");
	else if (str_iends(w, STR("e")) && !str_iends(w, STR("ee")) &&
		 !str_iends(w, STR("oe")) && !str_iends(w, STR("ye")))
		form(out, str_sub(w, 0, w.n - 1), "ing");
	else {
		form(out, w, "ing");
		if (doubles(w))
			doubled(out, w, "ing");
	}
}

void
inflect(struct buf *out, struct str w, unsigned forms)
{
	bool consonant_y =
	    w.n >= 2 && str_iends(w, STR("y")) && !vowel(w.p[w.n - 2]);

	buf_adds(out, "(?:");
	buf_add(out, w);
	if (w.n > 0 && forms & INFLECT_S)
		plural(out, w, consonant_y);
	if (w.n > 0 && forms & INFLECT_ED)
		past(out, w, consonant_y);
	if (w.n > 0 && forms & INFLECT_ING)
		progressive(out, w);
	buf_adds(out, ")");
}
