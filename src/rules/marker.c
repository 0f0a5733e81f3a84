/*
 * Square brackets that stand apart, a few words in them and one of those says
 * that something was taken away.  What somebody says of themselves ("[I removed
 * the lid]"), and what goes on like a sentence, is none.
 */
#include "marker.h"

#include "wordmap.h"

enum { MARKER_MAX = 100, MARKER_WORDS = 9 };

static const char *const taken[] = { "removed", "deleted", "redacted",
	"moderated", "censored", "snipped", "eliminado", "eliminada",
	"eliminados", "borrado", "borrada", "moderado", "supprimé", "supprimée",
	"supprimés", "modéré", "censuré", "gelöscht", "entfernt", "zensiert",
	"rimosso", "eliminato", "removido", "apagado", "verwijderd" };

static const char *const selves[] = { "i", "i've", "we", "my", "our", "you",
	"your", "yo", "je", "j'ai", "nous", "ich", "wir" };

static bool
one_of(struct str word, const char *const *list, size_t n)
{

	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_of(list[i])))
			return (true);
	return (false);
}

static bool
tells_of_removal(struct str inside)
{
	bool parted = false, found = false;
	char room[WORD_MAX];
	struct str word;
	size_t at = 0, n = 0;

	while (word_after(inside, &at, &word, &parted)) {
		word = word_lower(word, room);
		if (++n > MARKER_WORDS ||
		    one_of(word, selves, sizeof(selves) / sizeof(selves[0])))
			return (false);
		found |= one_of(word, taken, sizeof(taken) / sizeof(taken[0]));
	}
	return (found);
}

static bool
space(char c)
{

	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

size_t
marker_at(struct str text, size_t at)
{
	struct str rest = str_sub(text, at, at + MARKER_MAX);
	size_t close, before = at;

	if (rest.n == 0 || rest.p[0] != '[')
		return (0);
	close = str_findc(rest, ']');
	if (close == SIZE_MAX)
		return (0);
	rest = str_sub(rest, 1, close);
	if (str_findc(rest, '\n') != SIZE_MAX ||
	    str_findc(rest, '[') != SIZE_MAX)
		return (0);
	/* Apart: nothing but white space or the end of a sentence before. */
	while (before > 0 && text.p[before - 1] == ' ')
		before--;
	if (before > 0 && !space(text.p[before - 1]) &&
	    (before == at || strchr(".!?)\"]", text.p[before - 1]) == NULL))
		return (0);
	return (tells_of_removal(rest) ? at + close + 1 : 0);
}
