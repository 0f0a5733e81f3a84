/*
 * How the letters of a phrase's words become a pattern: people leave accents
 * and apostrophes out.
 */
#include "spelling.h"

#include "earshot/utf8.h"
#include "earshot/words.h"

#include "wordmap.h"

bool
spelling_ascii(char c)
{

	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || c == '_');
}

void
spelling_char(struct buf *out, char c)
{

	if (!spelling_ascii(c) && (unsigned char)c < 0x80)
		buf_addc(out, '\\');
	buf_addc(out, c);
}

/* People leave accents out, or write the wrong one.  German and Nordic letters
 * stay what they are: there a dot more makes another word. */
static const char *const accents[] = { "aàáâã", "cç", "eèéêë", "iìíîï", "nñ",
	"oòóôõ", "uùúû" };

void
spelling_letter(struct str word, size_t *at, struct buf *out)
{
	size_t from = *at, next, i;
	struct str letter, row = STR("");
	char room[WORD_MAX];

	utf8_next(word, at);
	letter = word_lower(str_sub(word, from, *at), room);
	for (i = 0; i < sizeof(accents) / sizeof(accents[0]) && row.n == 0; i++)
		if (str_find(str_of(accents[i]), letter) != SIZE_MAX)
			row = str_of(accents[i]);
	if (row.n == 0) {
		buf_add(out, letter);
		return;
	}
	buf_adds(out, "(?:");
	for (i = 0; i < row.n; i = next) {
		if (i > 0)
			buf_addc(out, '|');
		next = i;
		utf8_next(row, &next);
		buf_add(out, str_sub(row, i, next));
	}
	buf_addc(out, ')');
}

bool
spelling_elides(struct str word, size_t at)
{

	return (word.p[at] == '\'' &&
		((at == 1 && strchr("cdjlmnstCDJLMNST", word.p[0]) != NULL) ||
		    (at == 2 && str_istarts(word, STR("qu")))));
}
