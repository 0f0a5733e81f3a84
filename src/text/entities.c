/*
 * Character references: HTML's names (the HTML 4 set, and of HTML 5 those that
 * people's texts have) and numbers, with the windows-1252 ones that are meant
 * otherwise than written.
 */
#include "entities.h"

#include <string.h>

#include "earshot/html.h"
#include "earshot/utf8.h"

#define L 0x80000000u /* also without ';' */

struct name {
	const char *name;
	uint32_t c;
};

/* Sorted by bytes. */
static const struct name names[] = { { "AElig", 0xc6 | L }, { "AMP", 0x26 | L },
	{ "Aacute", 0xc1 | L }, { "Abreve", 0x102 }, { "Acirc", 0xc2 | L },
	{ "Acy", 0x410 }, { "Agrave", 0xc0 | L }, { "Alpha", 0x391 },
	{ "Amacr", 0x100 }, { "Aogon", 0x104 }, { "Aring", 0xc5 | L },
	{ "Atilde", 0xc3 | L }, { "Auml", 0xc4 | L }, { "Bcy", 0x411 },
	{ "Beta", 0x392 }, { "Breve", 0x2d8 }, { "CHcy", 0x427 },
	{ "COPY", 0xa9 | L }, { "Cacute", 0x106 }, { "Ccaron", 0x10c },
	{ "Ccedil", 0xc7 | L }, { "Ccirc", 0x108 }, { "Cdot", 0x10a },
	{ "Cedilla", 0xb8 }, { "CenterDot", 0xb7 }, { "Chi", 0x3a7 },
	{ "CloseCurlyDoubleQuote", 0x201d }, { "CloseCurlyQuote", 0x2019 },
	{ "Dagger", 0x2021 }, { "Dcaron", 0x10e }, { "Dcy", 0x414 },
	{ "Delta", 0x394 }, { "Dot", 0xa8 }, { "DoubleDot", 0xa8 },
	{ "DownArrow", 0x2193 }, { "Dstrok", 0x110 }, { "ENG", 0x14a },
	{ "ETH", 0xd0 | L }, { "Eacute", 0xc9 | L }, { "Ecaron", 0x11a },
	{ "Ecirc", 0xca | L }, { "Ecy", 0x42d }, { "Edot", 0x116 },
	{ "Egrave", 0xc8 | L }, { "Element", 0x2208 }, { "Emacr", 0x112 },
	{ "Eogon", 0x118 }, { "Epsilon", 0x395 }, { "Eta", 0x397 },
	{ "Euml", 0xcb | L }, { "Fcy", 0x424 }, { "GT", 0x3e | L },
	{ "Gamma", 0x393 }, { "Gammad", 0x3dc }, { "Gbreve", 0x11e },
	{ "Gcedil", 0x122 }, { "Gcirc", 0x11c }, { "Gcy", 0x413 },
	{ "Gdot", 0x120 }, { "HARDcy", 0x42a }, { "Hacek", 0x2c7 },
	{ "Hat", 0x5e }, { "Hcirc", 0x124 }, { "Hstrok", 0x126 },
	{ "IEcy", 0x415 }, { "IJlig", 0x132 }, { "IOcy", 0x401 },
	{ "Iacute", 0xcd | L }, { "Icirc", 0xce | L }, { "Icy", 0x418 },
	{ "Idot", 0x130 }, { "Igrave", 0xcc | L }, { "Imacr", 0x12a },
	{ "InvisibleTimes", 0x2062 }, { "Iogon", 0x12e }, { "Iota", 0x399 },
	{ "Itilde", 0x128 }, { "Iukcy", 0x406 }, { "Iuml", 0xcf | L },
	{ "Jcirc", 0x134 }, { "Jcy", 0x419 }, { "Jukcy", 0x404 },
	{ "KHcy", 0x425 }, { "Kappa", 0x39a }, { "Kcedil", 0x136 },
	{ "Kcy", 0x41a }, { "LT", 0x3c | L }, { "Lacute", 0x139 },
	{ "Lambda", 0x39b }, { "Lcaron", 0x13d }, { "Lcedil", 0x13b },
	{ "Lcy", 0x41b }, { "LeftArrow", 0x2190 }, { "Lmidot", 0x13f },
	{ "Lstrok", 0x141 }, { "Mcy", 0x41c }, { "MediumSpace", 0x205f },
	{ "Mu", 0x39c }, { "Nacute", 0x143 }, { "Ncaron", 0x147 },
	{ "Ncedil", 0x145 }, { "Ncy", 0x41d }, { "NewLine", 0xa },
	{ "NoBreak", 0x2060 }, { "NonBreakingSpace", 0xa0 },
	{ "Ntilde", 0xd1 | L }, { "Nu", 0x39d }, { "OElig", 0x152 },
	{ "Oacute", 0xd3 | L }, { "Ocirc", 0xd4 | L }, { "Ocy", 0x41e },
	{ "Odblac", 0x150 }, { "Ograve", 0xd2 | L }, { "Omacr", 0x14c },
	{ "Omega", 0x3a9 }, { "Omicron", 0x39f },
	{ "OpenCurlyDoubleQuote", 0x201c }, { "OpenCurlyQuote", 0x2018 },
	{ "Oslash", 0xd8 | L }, { "Otilde", 0xd5 | L }, { "Ouml", 0xd6 | L },
	{ "Pcy", 0x41f }, { "Phi", 0x3a6 }, { "Pi", 0x3a0 },
	{ "PlusMinus", 0xb1 }, { "Prime", 0x2033 }, { "Psi", 0x3a8 },
	{ "QUOT", 0x22 | L }, { "REG", 0xae | L }, { "Racute", 0x154 },
	{ "Rcaron", 0x158 }, { "Rcedil", 0x156 }, { "Rcy", 0x420 },
	{ "Rho", 0x3a1 }, { "RightArrow", 0x2192 }, { "SHCHcy", 0x429 },
	{ "SHcy", 0x428 }, { "SOFTcy", 0x42c }, { "Sacute", 0x15a },
	{ "Scaron", 0x160 }, { "Scedil", 0x15e }, { "Scirc", 0x15c },
	{ "Scy", 0x421 }, { "Sigma", 0x3a3 }, { "Sqrt", 0x221a },
	{ "Square", 0x25a1 }, { "THORN", 0xde | L }, { "TRADE", 0x2122 },
	{ "TScy", 0x426 }, { "Tab", 0x9 }, { "Tau", 0x3a4 },
	{ "Tcaron", 0x164 }, { "Tcedil", 0x162 }, { "Tcy", 0x422 },
	{ "Theta", 0x398 }, { "ThinSpace", 0x2009 }, { "Tstrok", 0x166 },
	{ "Uacute", 0xda | L }, { "Ubreve", 0x16c }, { "Ucirc", 0xdb | L },
	{ "Ucy", 0x423 }, { "Udblac", 0x170 }, { "Ugrave", 0xd9 | L },
	{ "Umacr", 0x16a }, { "UnderBar", 0x5f }, { "Uogon", 0x172 },
	{ "UpArrow", 0x2191 }, { "Upsi", 0x3d2 }, { "Upsilon", 0x3a5 },
	{ "Uring", 0x16e }, { "Utilde", 0x168 }, { "Uuml", 0xdc | L },
	{ "Vcy", 0x412 }, { "Verbar", 0x2016 }, { "Vert", 0x2016 },
	{ "VerticalLine", 0x7c }, { "Wcirc", 0x174 }, { "Xi", 0x39e },
	{ "YAcy", 0x42f }, { "YIcy", 0x407 }, { "YUcy", 0x42e },
	{ "Yacute", 0xdd | L }, { "Ycirc", 0x176 }, { "Ycy", 0x42b },
	{ "Yuml", 0x178 }, { "ZHcy", 0x416 }, { "Zacute", 0x179 },
	{ "Zcaron", 0x17d }, { "Zcy", 0x417 }, { "Zdot", 0x17b },
	{ "ZeroWidthSpace", 0x200b }, { "Zeta", 0x396 }, { "aacute", 0xe1 | L },
	{ "abreve", 0x103 }, { "acirc", 0xe2 | L }, { "acute", 0xb4 | L },
	{ "acy", 0x430 }, { "aelig", 0xe6 | L }, { "agrave", 0xe0 | L },
	{ "alefsym", 0x2135 }, { "alpha", 0x3b1 }, { "amacr", 0x101 },
	{ "amp", 0x26 | L }, { "and", 0x2227 }, { "ang", 0x2220 },
	{ "angst", 0xc5 }, { "aogon", 0x105 }, { "ap", 0x2248 },
	{ "apos", 0x27 }, { "approx", 0x2248 }, { "aring", 0xe5 | L },
	{ "ast", 0x2a }, { "asymp", 0x2248 }, { "atilde", 0xe3 | L },
	{ "auml", 0xe4 | L }, { "backprime", 0x2035 }, { "bcy", 0x431 },
	{ "bdquo", 0x201e }, { "beta", 0x3b2 }, { "bigcirc", 0x25ef },
	{ "bigstar", 0x2605 }, { "blank", 0x2423 }, { "blk14", 0x2591 },
	{ "blk34", 0x2593 }, { "block", 0x2588 }, { "bprime", 0x2035 },
	{ "breve", 0x2d8 }, { "brvbar", 0xa6 | L }, { "bsemi", 0x204f },
	{ "bsime", 0x22cd }, { "bsol", 0x5c }, { "bull", 0x2022 },
	{ "bullet", 0x2022 }, { "bump", 0x224e }, { "cacute", 0x107 },
	{ "cap", 0x2229 }, { "caret", 0x2041 }, { "caron", 0x2c7 },
	{ "ccaron", 0x10d }, { "ccedil", 0xe7 | L }, { "ccirc", 0x109 },
	{ "cdot", 0x10b }, { "cedil", 0xb8 | L }, { "cent", 0xa2 | L },
	{ "centerdot", 0xb7 }, { "chcy", 0x447 }, { "check", 0x2713 },
	{ "checkmark", 0x2713 }, { "chi", 0x3c7 }, { "cir", 0x25cb },
	{ "circ", 0x2c6 }, { "clubs", 0x2663 }, { "colon", 0x3a },
	{ "comma", 0x2c }, { "commat", 0x40 }, { "cong", 0x2245 },
	{ "copy", 0xa9 | L }, { "copysr", 0x2117 }, { "crarr", 0x21b5 },
	{ "cross", 0x2717 }, { "cup", 0x222a }, { "curren", 0xa4 | L },
	{ "dArr", 0x21d3 }, { "dagger", 0x2020 }, { "darr", 0x2193 },
	{ "dash", 0x2010 }, { "dblac", 0x2dd }, { "dcaron", 0x10f },
	{ "dcy", 0x434 }, { "deg", 0xb0 | L }, { "delta", 0x3b4 },
	{ "diams", 0x2666 }, { "die", 0xa8 }, { "divide", 0xf7 | L },
	{ "dollar", 0x24 }, { "dot", 0x2d9 }, { "downarrow", 0x2193 },
	{ "dstrok", 0x111 }, { "dtri", 0x25bf }, { "dtrif", 0x25be },
	{ "eacute", 0xe9 | L }, { "ecaron", 0x11b }, { "ecirc", 0xea | L },
	{ "ecy", 0x44d }, { "edot", 0x117 }, { "egrave", 0xe8 | L },
	{ "emacr", 0x113 }, { "empty", 0x2205 }, { "emsp", 0x2003 },
	{ "emsp13", 0x2004 }, { "emsp14", 0x2005 }, { "eng", 0x14b },
	{ "ensp", 0x2002 }, { "eogon", 0x119 }, { "epsi", 0x3b5 },
	{ "epsilon", 0x3b5 }, { "epsiv", 0x3f5 }, { "equals", 0x3d },
	{ "equiv", 0x2261 }, { "eta", 0x3b7 }, { "eth", 0xf0 | L },
	{ "euml", 0xeb | L }, { "euro", 0x20ac }, { "excl", 0x21 },
	{ "exist", 0x2203 }, { "fcy", 0x444 }, { "female", 0x2640 },
	{ "ffilig", 0xfb03 }, { "fflig", 0xfb00 }, { "ffllig", 0xfb04 },
	{ "filig", 0xfb01 }, { "flat", 0x266d }, { "fllig", 0xfb02 },
	{ "fnof", 0x192 }, { "forall", 0x2200 }, { "frac12", 0xbd | L },
	{ "frac13", 0x2153 }, { "frac14", 0xbc | L }, { "frac15", 0x2155 },
	{ "frac16", 0x2159 }, { "frac18", 0x215b }, { "frac23", 0x2154 },
	{ "frac25", 0x2156 }, { "frac34", 0xbe | L }, { "frac35", 0x2157 },
	{ "frac38", 0x215c }, { "frac45", 0x2158 }, { "frac56", 0x215a },
	{ "frac58", 0x215d }, { "frac78", 0x215e }, { "frasl", 0x2044 },
	{ "frown", 0x2322 }, { "gacute", 0x1f5 }, { "gamma", 0x3b3 },
	{ "gammad", 0x3dd }, { "gbreve", 0x11f }, { "gcirc", 0x11d },
	{ "gcy", 0x433 }, { "gdot", 0x121 }, { "ge", 0x2265 },
	{ "geq", 0x2265 }, { "grave", 0x60 }, { "gt", 0x3e | L },
	{ "hArr", 0x21d4 }, { "hairsp", 0x200a }, { "half", 0xbd },
	{ "hardcy", 0x44a }, { "harr", 0x2194 }, { "hbar", 0x210f },
	{ "hcirc", 0x125 }, { "hearts", 0x2665 }, { "hellip", 0x2026 },
	{ "horbar", 0x2015 }, { "hstrok", 0x127 }, { "hybull", 0x2043 },
	{ "hyphen", 0x2010 }, { "iacute", 0xed | L }, { "icirc", 0xee | L },
	{ "icy", 0x438 }, { "iecy", 0x435 }, { "iexcl", 0xa1 | L },
	{ "igrave", 0xec | L }, { "ijlig", 0x133 }, { "imacr", 0x12b },
	{ "image", 0x2111 }, { "imath", 0x131 }, { "incare", 0x2105 },
	{ "infin", 0x221e }, { "infintie", 0x29dd }, { "inodot", 0x131 },
	{ "int", 0x222b }, { "iocy", 0x451 }, { "iogon", 0x12f },
	{ "iota", 0x3b9 }, { "iquest", 0xbf | L }, { "isin", 0x2208 },
	{ "itilde", 0x129 }, { "iukcy", 0x456 }, { "iuml", 0xef | L },
	{ "jcirc", 0x135 }, { "jcy", 0x439 }, { "jukcy", 0x454 },
	{ "kappa", 0x3ba }, { "kappav", 0x3f0 }, { "kcedil", 0x137 },
	{ "kcy", 0x43a }, { "kgreen", 0x138 }, { "khcy", 0x445 },
	{ "lArr", 0x21d0 }, { "lacute", 0x13a }, { "lambda", 0x3bb },
	{ "lang", 0x2329 }, { "laquo", 0xab | L }, { "larr", 0x2190 },
	{ "lbrace", 0x7b }, { "lbrack", 0x5b }, { "lcaron", 0x13e },
	{ "lcedil", 0x13c }, { "lceil", 0x2308 }, { "lcub", 0x7b },
	{ "lcy", 0x43b }, { "ldquo", 0x201c }, { "ldquor", 0x201e },
	{ "le", 0x2264 }, { "leftarrow", 0x2190 }, { "leq", 0x2264 },
	{ "lfloor", 0x230a }, { "lmidot", 0x140 }, { "lowast", 0x2217 },
	{ "lowbar", 0x5f }, { "loz", 0x25ca }, { "lpar", 0x28 },
	{ "lrm", 0x200e }, { "lsaquo", 0x2039 }, { "lsqb", 0x5b },
	{ "lsquo", 0x2018 }, { "lsquor", 0x201a }, { "lstrok", 0x142 },
	{ "lt", 0x3c | L }, { "ltri", 0x25c3 }, { "ltrif", 0x25c2 },
	{ "macr", 0xaf | L }, { "male", 0x2642 }, { "malt", 0x2720 },
	{ "maltese", 0x2720 }, { "map", 0x21a6 }, { "mapsto", 0x21a6 },
	{ "mcy", 0x43c }, { "mdash", 0x2014 }, { "mho", 0x2127 },
	{ "micro", 0xb5 | L }, { "midast", 0x2a }, { "middot", 0xb7 | L },
	{ "minus", 0x2212 }, { "mldr", 0x2026 }, { "mp", 0x2213 },
	{ "mu", 0x3bc }, { "nabla", 0x2207 }, { "nacute", 0x144 },
	{ "napos", 0x149 }, { "natural", 0x266e }, { "nbsp", 0xa0 | L },
	{ "ncaron", 0x148 }, { "ncedil", 0x146 }, { "ncy", 0x43d },
	{ "ndash", 0x2013 }, { "ne", 0x2260 }, { "nearr", 0x2197 },
	{ "ni", 0x220b }, { "nldr", 0x2025 }, { "not", 0xac | L },
	{ "notin", 0x2209 }, { "nsub", 0x2284 }, { "ntilde", 0xf1 | L },
	{ "nu", 0x3bd }, { "num", 0x23 }, { "numero", 0x2116 },
	{ "numsp", 0x2007 }, { "nwarr", 0x2196 }, { "oacute", 0xf3 | L },
	{ "ocirc", 0xf4 | L }, { "ocy", 0x43e }, { "odblac", 0x151 },
	{ "oelig", 0x153 }, { "ogon", 0x2db }, { "ograve", 0xf2 | L },
	{ "ohm", 0x3a9 }, { "oline", 0x203e }, { "omacr", 0x14d },
	{ "omega", 0x3c9 }, { "omicron", 0x3bf }, { "oplus", 0x2295 },
	{ "or", 0x2228 }, { "ordf", 0xaa | L }, { "ordm", 0xba | L },
	{ "oslash", 0xf8 | L }, { "otilde", 0xf5 | L }, { "otimes", 0x2297 },
	{ "ouml", 0xf6 | L }, { "para", 0xb6 | L }, { "part", 0x2202 },
	{ "pcy", 0x43f }, { "percnt", 0x25 }, { "period", 0x2e },
	{ "permil", 0x2030 }, { "perp", 0x22a5 }, { "phi", 0x3c6 },
	{ "phiv", 0x3d5 }, { "phone", 0x260e }, { "pi", 0x3c0 },
	{ "piv", 0x3d6 }, { "plankv", 0x210f }, { "plus", 0x2b },
	{ "plusmn", 0xb1 | L }, { "pm", 0xb1 }, { "pound", 0xa3 | L },
	{ "prime", 0x2032 }, { "prod", 0x220f }, { "prop", 0x221d },
	{ "psi", 0x3c8 }, { "puncsp", 0x2008 }, { "quest", 0x3f },
	{ "quot", 0x22 | L }, { "rArr", 0x21d2 }, { "racute", 0x155 },
	{ "radic", 0x221a }, { "rang", 0x232a }, { "raquo", 0xbb | L },
	{ "rarr", 0x2192 }, { "rbrace", 0x7d }, { "rbrack", 0x5d },
	{ "rcaron", 0x159 }, { "rcedil", 0x157 }, { "rceil", 0x2309 },
	{ "rcub", 0x7d }, { "rcy", 0x440 }, { "rdquo", 0x201d },
	{ "rdquor", 0x201d }, { "real", 0x211c }, { "reg", 0xae | L },
	{ "rfloor", 0x230b }, { "rho", 0x3c1 }, { "rhov", 0x3f1 },
	{ "rightarrow", 0x2192 }, { "ring", 0x2da }, { "rlm", 0x200f },
	{ "rpar", 0x29 }, { "rsaquo", 0x203a }, { "rsqb", 0x5d },
	{ "rsquo", 0x2019 }, { "rsquor", 0x2019 }, { "rtri", 0x25b9 },
	{ "rtrif", 0x25b8 }, { "sacute", 0x15b }, { "sbquo", 0x201a },
	{ "scaron", 0x161 }, { "scedil", 0x15f }, { "scirc", 0x15d },
	{ "scy", 0x441 }, { "sdot", 0x22c5 }, { "searr", 0x2198 },
	{ "sect", 0xa7 | L }, { "semi", 0x3b }, { "sext", 0x2736 },
	{ "sharp", 0x266f }, { "shchcy", 0x449 }, { "shcy", 0x448 },
	{ "shy", 0xad | L }, { "sigma", 0x3c3 }, { "sigmaf", 0x3c2 },
	{ "sigmav", 0x3c2 }, { "sim", 0x223c }, { "smile", 0x2323 },
	{ "softcy", 0x44c }, { "sol", 0x2f }, { "spades", 0x2660 },
	{ "squ", 0x25a1 }, { "square", 0x25a1 }, { "squarf", 0x25aa },
	{ "squf", 0x25aa }, { "star", 0x2606 }, { "starf", 0x2605 },
	{ "straightepsilon", 0x3f5 }, { "straightphi", 0x3d5 },
	{ "strns", 0xaf }, { "sub", 0x2282 }, { "sube", 0x2286 },
	{ "sum", 0x2211 }, { "sung", 0x266a }, { "sup", 0x2283 },
	{ "sup1", 0xb9 | L }, { "sup2", 0xb2 | L }, { "sup3", 0xb3 | L },
	{ "supe", 0x2287 }, { "swarr", 0x2199 }, { "szlig", 0xdf | L },
	{ "target", 0x2316 }, { "tau", 0x3c4 }, { "tcaron", 0x165 },
	{ "tcedil", 0x163 }, { "tcy", 0x442 }, { "telrec", 0x2315 },
	{ "there4", 0x2234 }, { "theta", 0x3b8 }, { "thetasym", 0x3d1 },
	{ "thetav", 0x3d1 }, { "thinsp", 0x2009 }, { "thorn", 0xfe | L },
	{ "tilde", 0x2dc }, { "times", 0xd7 | L }, { "trade", 0x2122 },
	{ "tscy", 0x446 }, { "tstrok", 0x167 }, { "uArr", 0x21d1 },
	{ "uacute", 0xfa | L }, { "uarr", 0x2191 }, { "ubreve", 0x16d },
	{ "ucirc", 0xfb | L }, { "ucy", 0x443 }, { "udblac", 0x171 },
	{ "ugrave", 0xf9 | L }, { "umacr", 0x16b }, { "uml", 0xa8 | L },
	{ "uogon", 0x173 }, { "uparrow", 0x2191 }, { "upsi", 0x3c5 },
	{ "upsih", 0x3d2 }, { "upsilon", 0x3c5 }, { "uring", 0x16f },
	{ "utilde", 0x169 }, { "utri", 0x25b5 }, { "utrif", 0x25b4 },
	{ "uuml", 0xfc | L }, { "varepsilon", 0x3f5 }, { "varphi", 0x3d5 },
	{ "varr", 0x2195 }, { "varrho", 0x3f1 }, { "varsigma", 0x3c2 },
	{ "vartheta", 0x3d1 }, { "vcy", 0x432 }, { "verbar", 0x7c },
	{ "vert", 0x7c }, { "wcirc", 0x175 }, { "weierp", 0x2118 },
	{ "xcirc", 0x25ef }, { "xi", 0x3be }, { "yacute", 0xfd | L },
	{ "yacy", 0x44f }, { "ycirc", 0x177 }, { "ycy", 0x44b },
	{ "yen", 0xa5 | L }, { "yicy", 0x457 }, { "yucy", 0x44e },
	{ "yuml", 0xff | L }, { "zacute", 0x17a }, { "zcaron", 0x17e },
	{ "zcy", 0x437 }, { "zdot", 0x17c }, { "zeta", 0x3b6 },
	{ "zhcy", 0x436 }, { "zwj", 0x200d }, { "zwnj", 0x200c } };

/* &#128; to &#159; mean what windows-1252 has there; 0: nothing. */
static const uint16_t windows[32] = { 0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026,
	0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0,
	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
	0x161, 0x203a, 0x153, 0, 0x17e, 0x178 };

/* Where each letter's names start, capitals first, and where the last one's
 * end: a test asks for each letter's first and last. */
static const uint16_t starts[2 * 26 + 1] = { 0, 13, 16, 28, 36, 50, 51, 59, 64,
	79, 82, 86, 95, 98, 107, 121, 127, 128, 135, 146, 157, 172, 176, 177,
	178, 185, 192, 215, 234, 262, 280, 305, 332, 343, 356, 379, 382, 388,
	421, 437, 459, 479, 501, 503, 533, 576, 593, 613, 622, 624, 626, 634,
	642 };

enum { DIGIT = 1, LETTER = 2 };

static const uint8_t class[256] = { ['0' ... '9'] = DIGIT,
	['a' ... 'z'] = LETTER,
	['A' ... 'Z'] = LETTER };

/* A name of up to six letters as a number. */
#define KEY(a, b, c, d, e, f)                                       \
	((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | \
	    (uint64_t)(d) << 24 | (uint64_t)(e) << 32 | (uint64_t)(f) << 40)

/* The ones that most texts have, without a search. */
static bool
find_common(struct str name, uint32_t *ret)
{
	uint64_t key = 0;
	size_t i;

	if (name.n > 6)
		return (false);
	for (i = 0; i < name.n; i++)
		key |= (uint64_t)(unsigned char)name.p[i] << 8 * i;
	switch (key) {
	case KEY('a', 'm', 'p', 0, 0, 0):
		*ret = 0x26 | L;
		return (true);
	case KEY('l', 't', 0, 0, 0, 0):
		*ret = 0x3c | L;
		return (true);
	case KEY('g', 't', 0, 0, 0, 0):
		*ret = 0x3e | L;
		return (true);
	case KEY('q', 'u', 'o', 't', 0, 0):
		*ret = 0x22 | L;
		return (true);
	case KEY('n', 'b', 's', 'p', 0, 0):
		*ret = 0xa0 | L;
		return (true);
	case KEY('a', 'p', 'o', 's', 0, 0):
		*ret = 0x27;
		return (true);
	case KEY('h', 'e', 'l', 'l', 'i', 'p'):
		*ret = 0x2026;
		return (true);
	case KEY('n', 'd', 'a', 's', 'h', 0):
		*ret = 0x2013;
		return (true);
	case KEY('m', 'd', 'a', 's', 'h', 0):
		*ret = 0x2014;
		return (true);
	case KEY('l', 's', 'q', 'u', 'o', 0):
		*ret = 0x2018;
		return (true);
	case KEY('r', 's', 'q', 'u', 'o', 0):
		*ret = 0x2019;
		return (true);
	case KEY('l', 'd', 'q', 'u', 'o', 0):
		*ret = 0x201c;
		return (true);
	case KEY('r', 'd', 'q', 'u', 'o', 0):
		*ret = 0x201d;
		return (true);
	case KEY('b', 'u', 'l', 'l', 0, 0):
		*ret = 0x2022;
		return (true);
	default:
		return (false);
	}
}

/* The character of ${name} and whether it needs no ';'. */
static bool
find(struct str name, uint32_t *ret)
{
	size_t low, high, mid, letter;
	int c;

	if (name.n < 2 || name.n > ENTITY_NAME_MAX ||
	    class[(unsigned char)name.p[0]] != LETTER)
		return (false);
	if (find_common(name, ret))
		return (true);
	letter =
	    (size_t)(name.p[0] >= 'a' ? name.p[0] - 'a' + 26 : name.p[0] - 'A');
	low = starts[letter];
	high = starts[letter + 1];
	while (low < high) {
		mid = low + (high - low) / 2;
		c = strncmp(name.p, names[mid].name, name.n);
		if (c == 0 && names[mid].name[name.n] == '\0') {
			*ret = names[mid].c;
			return (true);
		}
		if (c > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return (false);
}

static int
digit(char c)
{

	if (c >= '0' && c <= '9')
		return (c - '0');
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return ((c | 0x20) - 'a' + 10);
	return (16);
}

/* What a number means: controls nothing, what cannot be U+FFFD. */
static void
put_number(uint32_t c, struct reference *r)
{
	uint32_t written = c;

	if (c >= 0x80 && c <= 0x9f)
		c = windows[c - 0x80];
	if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
		r->n = 0;
		return;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) || c == 0xfffe ||
	    c == 0xffff)
		c = 0xfffd;
	r->n = utf8_put(c, r->out);
	r->exact = c == written;
}

static bool
read_number(struct str s, size_t at, struct reference *r)
{
	size_t i = at + 2, first;
	uint32_t c = 0;
	int base = 10;

	r->exact = false;
	if (i < s.n && (s.p[i] == 'x' || s.p[i] == 'X')) {
		base = 16;
		i++;
	}
	for (first = i; i < s.n && digit(s.p[i]) < base; i++)
		if (c <= 0x10ffff)
			c = c * (uint32_t)base + (uint32_t)digit(s.p[i]);
	if (i == first)
		return (false);
	r->semicolon = i < s.n && s.p[i] == ';';
	r->length = i - at + r->semicolon;
	put_number(c, r);
	return (true);
}

struct str
reference_name(struct str s, size_t at)
{
	size_t i = at + 1;

	while (i < s.n && i - at <= ENTITY_NAME_MAX &&
	       class[(unsigned char)s.p[i]] != 0)
		i++;
	return (str_sub(s, at + 1, i));
}

bool
reference_read(struct str s, size_t at, struct reference *r)
{
	struct str name;
	uint32_t c;

	if (at + 1 < s.n && s.p[at + 1] == '#')
		return (read_number(s, at, r));
	name = reference_name(s, at);
	if (!find(name, &c))
		return (false);
	at += 1 + name.n;
	r->semicolon = at < s.n && s.p[at] == ';';
	/* ?a=1&copy=2 is an address. */
	if (!r->semicolon && (!(c & L) || (at < s.n && s.p[at] == '=')))
		return (false);
	r->length = 1 + name.n + r->semicolon;
	r->exact = false;
	r->n = utf8_put(c & ~L, r->out);
	return (true);
}

struct str
html_entity(struct str name)
{
	static _Thread_local char out[8];
	uint32_t c;

	if (!find(name, &c))
		return ((struct str){ NULL, 0 });
	return ((struct str){ out, utf8_put(c & ~L, out) });
}

struct str
html_unescape(struct arena *a, struct str s)
{
	const char *p = s.n > 0 ? memchr(s.p, '&', s.n) : NULL;
	struct reference r;
	size_t at, n;
	char *out;

	if (p == NULL)
		return (s);
	/* No reference is shorter than what it stands for. */
	out = arena_alloc(a, s.n + 1);
	if (out == NULL)
		return ((struct str){ NULL, 0 });
	for (at = n = 0; at < s.n;) {
		p = memchr(s.p + at, '&', s.n - at);
		if (p == NULL)
			p = s.p + s.n;
		memcpy(out + n, s.p + at, (size_t)(p - s.p) - at);
		n += (size_t)(p - s.p) - at;
		at = (size_t)(p - s.p);
		if (at == s.n)
			break;
		if (reference_read(s, at, &r)) {
			memcpy(out + n, r.out, r.n);
			n += r.n;
			at += r.length;
		} else
			out[n++] = s.p[at++];
	}
	return ((struct str){ out, n });
}
