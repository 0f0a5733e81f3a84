/*
 * Labels of encodings.  A closed list: converters that nobody's feed needs
 * have had holes (UTF-7, ISO-2022-CN-EXT, EBCDIC), so what a stranger sends
 * never names the converter that is opened.
 */
#include "charset_labels.h"

enum {
	LABEL_MAX = 48,  /* longer ones are not labels */
	JUNK_MAX = 1024, /* how far in a declaration may start */
	DECLARATION_MAX = 512,
};

#define OWN(name, kind, ascii, alias)          \
	{                                      \
		name, NULL, alias, kind, ascii \
	}
#define VIA(name, iconv, alias)                         \
	{                                               \
		name, iconv, alias, CHARSET_ICONV, true \
	}

/* ISO-8859-1 and us-ascii are windows-1252 and gb2312 is gb18030 by contract;
 * other names stand, read through their superset as browsers do. */
/* clang-format off */
const struct charset charset_table[] = {
	OWN("utf-8", CHARSET_UTF8, true,
	    "utf8 utf8mb4 utf8mb3 utf8sig utf8n unicode11utf8 unicode20utf8 "
	    "xunicode20utf8 u8 cp65001 utf"),
	OWN("windows-1252", CHARSET_LATIN, true,
	    "iso88591 latin1 l1 usascii ascii ansix341968 ansix341986 iso646us "
	    "isoir6 us us7ascii cp367 ibm367 csascii 88591 isoir100 cp819 "
	    "ibm819 csisolatin1 iso885911987 iso88591windows31latin1 cp1252 "
	    "win1252 1252 ansi xansi windowslatin1 latin windows"),
	OWN("utf-16", CHARSET_UTF16, false,
	    "utf16 u16 unicode ucs2 iso10646ucs2 csunicode unicodefffe "
	    "unicodefeff"),
	OWN("utf-16le", CHARSET_UTF16LE, false, "utf16le ucs2le"),
	OWN("utf-16be", CHARSET_UTF16BE, false, "utf16be ucs2be"),
	OWN("utf-32", CHARSET_UTF32, false, "utf32 u32 ucs4 iso10646ucs4"),
	OWN("utf-32le", CHARSET_UTF32LE, false, "utf32le ucs4le"),
	OWN("utf-32be", CHARSET_UTF32BE, false, "utf32be ucs4be"),
	VIA("windows-1250", "CP1250", "windows1250 cp1250 win1250 1250"),
	VIA("windows-1251", "CP1251", "windows1251 cp1251 win1251 1251"),
	VIA("windows-1253", "CP1253", "windows1253 cp1253 win1253"),
	VIA("windows-1254", "CP1254", "windows1254 cp1254 win1254"),
	VIA("windows-1255", "CP1255", "windows1255 cp1255 win1255"),
	VIA("windows-1256", "CP1256", "windows1256 cp1256 win1256"),
	VIA("windows-1257", "CP1257", "windows1257 cp1257 win1257"),
	VIA("windows-1258", "CP1258", "windows1258 cp1258 win1258"),
	VIA("windows-874", "CP874", "windows874 cp874 ibm874 dos874"),
	VIA("iso-8859-2", "ISO-8859-2",
	    "iso88592 latin2 l2 88592 isoir101 csisolatin2 iso885921987"),
	VIA("iso-8859-3", "ISO-8859-3", "iso88593 latin3 l3 csisolatin3"),
	VIA("iso-8859-4", "ISO-8859-4", "iso88594 latin4 l4 csisolatin4"),
	VIA("iso-8859-5", "ISO-8859-5",
	    "iso88595 cyrillic 88595 csisolatincyrillic"),
	VIA("iso-8859-6", "ISO-8859-6",
	    "iso88596 arabic asmo708 ecma114 csisolatinarabic"),
	VIA("iso-8859-7", "ISO-8859-7",
	    "iso88597 greek greek8 ecma118 elot928 88597 csisolatingreek"),
	VIA("iso-8859-8", "ISO-8859-8",
	    "iso88598 hebrew iso88598i iso88598e visual logical "
	    "csisolatinhebrew"),
	VIA("iso-8859-9", "CP1254", "iso88599 latin5 l5 88599 csisolatin5"),
	VIA("iso-8859-10", "ISO-8859-10", "iso885910 latin6 l6 csisolatin6"),
	VIA("iso-8859-13", "ISO-8859-13", "iso885913 latin7 l7"),
	VIA("iso-8859-14", "ISO-8859-14", "iso885914 latin8 l8"),
	VIA("iso-8859-15", "ISO-8859-15",
	    "iso885915 latin9 l9 latin0 885915 csisolatin9"),
	VIA("iso-8859-16", "ISO-8859-16", "iso885916 latin10"),
	VIA("koi8-r", "KOI8-R", "koi8r koi8 koi cskoi8r"),
	VIA("koi8-u", "KOI8-U", "koi8u koi8ru"),
	VIA("ibm866", "IBM866", "cp866 866 csibm866 dos866"),
	VIA("ibm437", "IBM437", "cp437 437 cspc8codepage437"),
	VIA("ibm850", "IBM850", "cp850 850 cspc850multilingual"),
	VIA("ibm852", "IBM852", "cp852 852 cspcp852"),
	VIA("macintosh", "MACINTOSH", "mac xmacroman macroman csmacintosh"),
	VIA("x-mac-cyrillic", "MAC-CYRILLIC",
	    "xmaccyrillic maccyrillic xmacukrainian"),
	VIA("tis-620", "CP874", "tis620 iso885911 thai"),
	VIA("gb18030", "GB18030",
	    "gb2312 chinese csgb2312 csiso58gb231280 gb231280 isoir58 "
	    "gb23121980 euccn xeuccn hgb2312"),
	VIA("gbk", "GB18030", "cp936 ms936 windows936 936"),
	VIA("big5", "BIG5-HKSCS",
	    "cnbig5 big5hkscs csbig5 xxbig5 cp950 big5eten euctw"),
	VIA("shift_jis", "CP932",
	    "shiftjis sjis cp932 ms932 mskanji windows31j csshiftjis "
	    "cswindows31j windows932 932"),
	VIA("euc-jp", "EUC-JP-MS",
	    "eucjp ujis cseucpkdfmtjapanese eucjpms extendedunixcode"),
	VIA("euc-kr", "CP949",
	    "euckr cp949 uhc windows949 949 cseuckr ksc5601 ksc56011987 "
	    "ksc56011989 korean isoir149 csksc56011987"),
	/* Escape sequences: not every byte under 0x80 is ASCII. */
	{ "iso-2022-jp", "ISO-2022-JP", "iso2022jp jis csiso2022jp",
	    CHARSET_ICONV, false },
	{ NULL, NULL, NULL, CHARSET_UTF8, false },
};
/* clang-format on */

const struct charset *
charset_by_kind(enum charset_kind kind)
{
	const struct charset *row = charset_table;

	while (row->kind != kind)
		row++;
	return (row);
}

/* Lower-case letters and digits of ${s}; 0 when it cannot be a label. */
static size_t
squeeze(struct str s, char out[LABEL_MAX])
{
	size_t i, n = 0;
	char c;

	for (i = 0; i < s.n; i++) {
		c = s.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
			continue;
		if (n == LABEL_MAX)
			return (0);
		out[n++] = c;
	}
	return (n);
}

static const struct charset *
find(struct str key)
{
	const struct charset *row;
	struct str rest;
	char name[LABEL_MAX];

	for (row = charset_table; row->name != NULL; row++) {
		if (str_eq(key,
			(struct str){ name, squeeze(str_of(row->name), name) }))
			return (row);
		for (rest = str_of(row->alias); rest.n > 0;) {
			if (str_eq(key, str_cut(&rest, ' ')))
				return (row);
		}
	}
	return (NULL);
}

const struct charset *
charset_lookup(struct str label)
{
	const struct charset *row;
	char key[LABEL_MAX];
	struct str s = { key, squeeze(label, key) };

	if (s.n == 0)
		return (NULL);
	if ((row = find(s)) != NULL)
		return (row);
	if (s.n % 2 == 0 && memcmp(key, key + s.n / 2, s.n / 2) == 0)
		return (find(str_sub(s, 0, s.n / 2)));
	/* "x-sjis", "charset=utf-8" inside the value. */
	if (key[0] == 'x')
		return (find(str_sub(s, 1, s.n)));
	if (str_starts(s, STR("charset")))
		return (find(str_sub(s, 7, s.n)));
	return (NULL);
}

static void
add(struct charset_labels *labels, struct str label)
{
	const size_t most = sizeof(labels->found) / sizeof(labels->found[0]);
	const struct charset *row = charset_lookup(label);

	if (row == NULL)
		labels->unknown = labels->unknown || label.n > 0;
	else if (labels->n < most)
		labels->found[labels->n++] = row;
}

static bool
is_space(char c)
{

	return (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

static size_t
skip_space(struct str s, size_t i)
{

	while (i < s.n && is_space(s.p[i]))
		i++;
	return (i);
}

/* Adds the value of each ${key} "=" value in ${s}: quoted or bare. */
static void
values(struct str s, struct str key, struct charset_labels *labels)
{
	size_t at = 0, found, from;
	char quote;

	while ((found = str_ifind(str_sub(s, at, s.n), key)) != SIZE_MAX) {
		at = skip_space(s, at + found + key.n);
		if (at == s.n || s.p[at] != '=')
			continue;
		at = skip_space(s, at + 1);
		quote = at < s.n && (s.p[at] == '"' || s.p[at] == '\'')
			    ? s.p[at++]
			    : '\0';
		for (from = at; at < s.n && s.p[at] != quote; at++) {
			/* Joined headers: "utf-8, text/xml; charset=utf-8". */
			if (strchr(";,\"'>", s.p[at]) != NULL ||
			    (quote == '\0' && is_space(s.p[at])))
				break;
		}
		add(labels, str_trim(str_sub(s, from, at)));
	}
}

void
charset_of_header(struct str content_type, struct charset_labels *labels)
{

	values(str_sub(content_type, 0, DECLARATION_MAX), STR("charset"),
	    labels);
}

void
charset_of_document(struct str body, struct charset_labels *labels)
{
	struct str head = str_sub(body, 0, JUNK_MAX);
	size_t at, end;

	if ((at = str_ifind(head, STR("<?xml"))) != SIZE_MAX) {
		head = str_sub(body, at, at + DECLARATION_MAX);
		end = str_findc(head, '>');
		values(str_sub(head, 0, end), STR("encoding"), labels);
		return;
	}
	/* No feed, but perhaps the page that names one. */
	at = skip_space(head, 0);
	head = str_sub(head, at, head.n);
	if (!str_istarts(head, STR("<!doctype html")) &&
	    !str_istarts(head, STR("<html")))
		return;
	at = str_ifind(head, STR("<meta"));
	values(str_sub(head, at, head.n), STR("charset"), labels);
}
