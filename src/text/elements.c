/*
 * The table of HTML elements.
 */
#include "elements.h"

enum {
	B = ELEMENT_BLOCK,
	C = ELEMENT_CELL,
	V = ELEMENT_VOID,
	D = ELEMENT_DROP,
	R = ELEMENT_RAW,
	L = ELEMENT_LINES,
	Q = ELEMENT_QUOTE,
	X = ELEMENT_CODE,
};

enum {
	P = 1 << 0,
	LI = 1 << 1,
	DT = 1 << 2,
	TD = 1 << 3,
	TR = 1 << 4,
	TBODY = 1 << 5,
	OPTION = 1 << 6,
	OPTGROUP = 1 << 7,
	RT = 1 << 8,
};

/* Sorted. */
static const struct element elements[] = {
	{ "a", 0, 0, 0 },
	{ "abbr", 0, 0, 0 },
	{ "acronym", 0, 0, 0 },
	{ "address", B, 0, P },
	{ "applet", D, 0, 0 },
	{ "area", V, 0, 0 },
	{ "article", B, 0, P },
	{ "aside", B, 0, P },
	{ "audio", 0, 0, 0 },
	{ "b", 0, 0, 0 },
	{ "base", V, 0, 0 },
	{ "basefont", V, 0, 0 },
	{ "bdi", 0, 0, 0 },
	{ "bdo", 0, 0, 0 },
	{ "bgsound", V, 0, 0 },
	{ "big", 0, 0, 0 },
	{ "blink", 0, 0, 0 },
	{ "blockquote", B | Q, 0, P },
	{ "body", B, 0, 0 },
	{ "br", B | V, 0, 0 },
	{ "button", 0, 0, 0 },
	{ "canvas", 0, 0, 0 },
	{ "caption", B, 0, 0 },
	{ "center", B, 0, P },
	{ "cite", 0, 0, 0 },
	{ "code", 0, 0, 0 },
	{ "col", V, 0, 0 },
	{ "colgroup", B, 0, 0 },
	{ "data", 0, 0, 0 },
	{ "datalist", 0, 0, 0 },
	{ "dd", B, DT, DT | P },
	{ "del", 0, 0, 0 },
	{ "details", B, 0, P },
	{ "dfn", 0, 0, 0 },
	{ "dialog", B, 0, P },
	{ "dir", B, 0, P },
	{ "div", B, 0, P },
	{ "dl", B, 0, P },
	{ "dt", B, DT, DT | P },
	{ "em", 0, 0, 0 },
	{ "embed", V, 0, 0 },
	{ "fieldset", B, 0, P },
	{ "figcaption", B, 0, P },
	{ "figure", B, 0, P },
	{ "font", 0, 0, 0 },
	{ "footer", B, 0, P },
	{ "form", B, 0, P },
	{ "frame", V, 0, 0 },
	{ "frameset", B, 0, P },
	{ "h1", B, 0, P },
	{ "h2", B, 0, P },
	{ "h3", B, 0, P },
	{ "h4", B, 0, P },
	{ "h5", B, 0, P },
	{ "h6", B, 0, P },
	{ "head", B | D, 0, 0 },
	{ "header", B, 0, P },
	{ "hgroup", B, 0, P },
	{ "hr", B | V, 0, P },
	{ "html", B, 0, 0 },
	{ "i", 0, 0, 0 },
	{ "iframe", D | R, 0, 0 },
	{ "img", V, 0, 0 },
	{ "input", V, 0, 0 },
	{ "ins", 0, 0, 0 },
	{ "isindex", V, 0, 0 },
	{ "kbd", 0, 0, 0 },
	{ "keygen", V, 0, 0 },
	{ "label", 0, 0, 0 },
	{ "legend", B, 0, P },
	{ "li", B, LI, LI | P },
	{ "link", V, 0, 0 },
	{ "listing", B | L, 0, P },
	{ "main", B, 0, P },
	{ "map", 0, 0, 0 },
	{ "mark", 0, 0, 0 },
	{ "marquee", 0, 0, 0 },
	{ "math", 0, 0, 0 },
	{ "menu", B, 0, P },
	{ "menuitem", 0, 0, 0 },
	{ "meta", V, 0, 0 },
	{ "meter", 0, 0, 0 },
	{ "nav", B, 0, P },
	{ "nobr", 0, 0, 0 },
	{ "noembed", D | R, 0, 0 },
	{ "noframes", D | R, 0, 0 },
	{ "noscript", D, 0, 0 },
	{ "object", D, 0, 0 },
	{ "ol", B, 0, P },
	{ "optgroup", B, OPTGROUP, OPTION | OPTGROUP },
	{ "option", B, OPTION, OPTION },
	{ "output", 0, 0, 0 },
	{ "p", B, P, P },
	{ "param", V, 0, 0 },
	{ "picture", 0, 0, 0 },
	{ "plaintext", L, 0, 0 },
	{ "pre", B | L, 0, P },
	{ "progress", 0, 0, 0 },
	{ "q", Q, 0, 0 },
	{ "rb", 0, 0, 0 },
	{ "rp", 0, RT, RT },
	{ "rt", 0, RT, RT },
	{ "rtc", 0, 0, 0 },
	{ "ruby", 0, 0, 0 },
	{ "s", 0, 0, 0 },
	{ "samp", 0, 0, 0 },
	{ "script", D | R | X, 0, 0 },
	{ "search", B, 0, P },
	{ "section", B, 0, P },
	{ "select", 0, 0, 0 },
	{ "slot", 0, 0, 0 },
	{ "small", 0, 0, 0 },
	{ "source", V, 0, 0 },
	{ "spacer", V, 0, 0 },
	{ "span", 0, 0, 0 },
	{ "strike", 0, 0, 0 },
	{ "strong", 0, 0, 0 },
	{ "style", D | R | X, 0, 0 },
	{ "sub", 0, 0, 0 },
	{ "summary", B, 0, P },
	{ "sup", 0, 0, 0 },
	{ "svg", 0, 0, 0 },
	{ "table", B, 0, P },
	{ "tbody", B, TBODY, TD | TR | TBODY | P },
	{ "td", C, TD, TD | P },
	{ "template", D, 0, 0 },
	{ "textarea", L, 0, 0 },
	{ "tfoot", B, TBODY, TD | TR | TBODY | P },
	{ "th", C, TD, TD | P },
	{ "thead", B, TBODY, TD | TR | TBODY | P },
	{ "time", 0, 0, 0 },
	{ "title", B, 0, 0 },
	{ "tr", B, TR, TD | TR | P },
	{ "track", V, 0, 0 },
	{ "tt", 0, 0, 0 },
	{ "u", 0, 0, 0 },
	{ "ul", B, 0, P },
	{ "var", 0, 0, 0 },
	{ "video", 0, 0, 0 },
	{ "wbr", V, 0, 0 },
	{ "xmp", B | L, 0, P },
};

enum { NAME_MAX_BYTES = 10 };

/* Where each letter's names start: a test asks for every name. */
static const uint8_t first[27] = { 0, 9, 21, 28, 39, 41, 49, 49, 60, 66, 66, 68,
	73, 82, 87, 92, 98, 99, 104, 122, 135, 137, 139, 140, 141, 141, 141 };

const struct element *
element_find(struct str name)
{
	char folded[NAME_MAX_BYTES + 1] = "";
	const struct element *e;
	unsigned letter;
	size_t i;

	if (name.n == 0 || name.n > NAME_MAX_BYTES)
		return (NULL);
	for (i = 0; i < name.n; i++)
		folded[i] = name.p[i] >= 'A' && name.p[i] <= 'Z'
				? (char)(name.p[i] | 0x20)
				: name.p[i];
	letter = (unsigned)folded[0] - 'a';
	if (letter > 25)
		return (NULL);
	for (i = first[letter]; i < first[letter + 1]; i++) {
		e = &elements[i];
		if (e->name[1] == folded[1] &&
		    (name.n == 1 || strcmp(e->name + 2, folded + 2) == 0))
			return (e);
	}
	return (NULL);
}
