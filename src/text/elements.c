/*
 * The table of HTML elements.
 */
#include "elements.h"

#include <endian.h>

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

enum { SLOT_BITS = 10 };

/* By a hash of each name: its row and 1; 0: none.  The hash's multiplier was
 * searched for until no two names met; a test asks for every name. */
static const uint8_t slots[1 << SLOT_BITS] = {
	[5] = 89,
	[33] = 74,
	[42] = 57,
	[44] = 58,
	[46] = 72,
	[50] = 69,
	[54] = 101,
	[59] = 94,
	[60] = 12,
	[64] = 55,
	[79] = 87,
	[83] = 20,
	[88] = 36,
	[123] = 1,
	[133] = 98,
	[141] = 23,
	[148] = 76,
	[150] = 137,
	[153] = 27,
	[178] = 110,
	[184] = 134,
	[190] = 109,
	[198] = 111,
	[201] = 77,
	[207] = 112,
	[209] = 95,
	[211] = 107,
	[216] = 3,
	[221] = 50,
	[228] = 59,
	[237] = 22,
	[250] = 135,
	[256] = 9,
	[257] = 120,
	[264] = 136,
	[276] = 73,
	[280] = 121,
	[287] = 18,
	[290] = 37,
	[307] = 21,
	[321] = 32,
	[327] = 115,
	[331] = 53,
	[334] = 71,
	[338] = 16,
	[340] = 113,
	[343] = 125,
	[344] = 118,
	[361] = 86,
	[365] = 96,
	[381] = 139,
	[389] = 126,
	[393] = 132,
	[397] = 15,
	[400] = 66,
	[404] = 26,
	[422] = 78,
	[438] = 29,
	[443] = 85,
	[449] = 127,
	[474] = 80,
	[486] = 46,
	[517] = 133,
	[525] = 28,
	[540] = 79,
	[543] = 102,
	[545] = 7,
	[546] = 39,
	[550] = 47,
	[553] = 88,
	[555] = 123,
	[557] = 105,
	[566] = 97,
	[569] = 138,
	[573] = 90,
	[585] = 104,
	[593] = 38,
	[595] = 68,
	[596] = 13,
	[598] = 119,
	[599] = 51,
	[603] = 30,
	[605] = 106,
	[613] = 49,
	[616] = 64,
	[618] = 141,
	[620] = 11,
	[627] = 45,
	[630] = 41,
	[632] = 81,
	[633] = 44,
	[639] = 31,
	[643] = 42,
	[662] = 17,
	[672] = 84,
	[677] = 24,
	[680] = 33,
	[687] = 82,
	[706] = 131,
	[710] = 54,
	[716] = 122,
	[720] = 4,
	[732] = 2,
	[745] = 56,
	[759] = 60,
	[761] = 19,
	[763] = 75,
	[766] = 5,
	[768] = 62,
	[785] = 65,
	[800] = 34,
	[801] = 140,
	[808] = 117,
	[824] = 40,
	[826] = 63,
	[829] = 67,
	[831] = 129,
	[843] = 70,
	[849] = 130,
	[850] = 99,
	[859] = 124,
	[875] = 43,
	[883] = 128,
	[893] = 8,
	[899] = 14,
	[901] = 91,
	[903] = 100,
	[907] = 48,
	[918] = 6,
	[919] = 83,
	[927] = 116,
	[928] = 103,
	[941] = 114,
	[958] = 108,
	[960] = 35,
	[977] = 52,
	[988] = 92,
	[990] = 25,
	[997] = 93,
	[999] = 61,
	[1000] = 10,
};

static struct element_key
key_of(const char *name)
{
	uint64_t eight[2];

	memcpy(eight, name, sizeof(eight));
	return ((struct element_key){ le64toh(eight[0]), le64toh(eight[1]) });
}

const struct element *
element_of_key(struct element_key key)
{
	unsigned row = slots[(key.low + 7 * key.high) * 0xdb5e8c9c3bc2c64b >>
			     (64 - SLOT_BITS)];
	struct element_key its;

	if (row == 0)
		return (NULL);
	its = key_of(elements[row - 1].name);
	return (its.low == key.low && its.high == key.high ? &elements[row - 1]
							   : NULL);
}

const struct element *
element_find(struct str name)
{
	struct element_key key = { 0, 0 };
	size_t i;
	char c;

	if (name.n == 0 || name.n >= ELEMENT_NAME_SIZE)
		return (NULL);
	for (i = 0; i < name.n; i++) {
		c = name.p[i] >= 'A' && name.p[i] <= 'Z'
			? (char)(name.p[i] | 0x20)
			: name.p[i];
		if (i < 8)
			key.low |= (uint64_t)(unsigned char)c << 8 * i;
		else
			key.high |= (uint64_t)(unsigned char)c << 8 * (i - 8);
	}
	return (element_of_key(key));
}

size_t
element_number(const struct element *e)
{

	return ((size_t)(e - elements));
}
