/*
 * References to insights, and which signals are worth one.
 */
#include "earshot/insight.h"

#include "earshot/hash.h"

/* Crockford's base 32. */
static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
insight_ref(const unsigned char uid[16], enum signal signal, unsigned attempt,
    char ret[INSIGHT_REF])
{
	unsigned char key[18], hash[HASH_BYTES];
	uint64_t bits = 0;

	memcpy(key, uid, 16);
	key[16] = (unsigned char)signal;
	key[17] = (unsigned char)attempt;
	hash_of((struct str){ (const char *)key, sizeof(key) }, hash);
	for (size_t i = 0; i < 5; i++)
		bits = bits << 8 | hash[i];
	for (size_t i = 0; i < INSIGHT_REF - 1; i++) {
		if (i == 4) {
			ret[i] = '-';
			continue;
		}
		ret[i] = digits[bits >> 35 & 31];
		bits <<= 5;
	}
	ret[INSIGHT_REF - 1] = '\0';
}

bool
insight_ref_read(struct str s, char ret[INSIGHT_REF])
{
	size_t n = 0;

	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '-' && n == 4)
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 32);
		if (c == 'O')
			c = '0';
		if (c == 'I' || c == 'L')
			c = '1';
		if (n == 8 || memchr(digits, c, sizeof(digits) - 1) == NULL)
			return (false);
		ret[n < 4 ? n : n + 1] = c;
		n++;
	}
	ret[4] = '-';
	ret[INSIGHT_REF - 1] = '\0';
	return (n == 8);
}

bool
insight_worth(const struct verdict *v, enum signal signal, bool staff)
{

	return (!staff && signal != SIGNAL_SPAM && v->signals[signal].fired);
}
