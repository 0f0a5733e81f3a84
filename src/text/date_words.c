/*
 * Names in dates, as tables.  Sorted by bytes, so that finding one is a
 * bisection; adding a language is adding rows.
 */
#include "date_words.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "earshot/utf8.h"

struct name {
	const char *name;
	int value;
};

/*
 * Months, folded.  Genitives where a language dates by them.  Names that two
 * languages give to different months stand for the one more feeds mean:
 * listopad is November (Polish, Czech, Ukrainian), not Croatian October;
 * lip is July, srp is August.
 */
/* clang-format off */
static const struct name months[] = {
	{ "abendua", 12 }, { "abril", 4 }, { "abuztua", 8 }, { "ago", 8 },
	{ "agost", 8 }, { "agosto", 8 }, { "agt", 8 }, { "agu", 8 },
	{ "agust", 8 }, { "agustos", 8 }, { "agustus", 8 }, { "aout", 8 },
	{ "apirila", 4 }, { "apr", 4 }, { "aprel", 4 }, { "april", 4 },
	{ "aprila", 4 }, { "aprile", 4 }, { "aprili", 4 }, { "aprilie", 4 },
	{ "aprilis", 4 }, { "aprill", 4 }, { "aralik", 12 }, { "aug", 8 },
	{ "august", 8 }, { "augusta", 8 }, { "augusti", 8 }, { "augusts", 8 },
	{ "augustus", 8 }, { "augusztus", 8 }, { "avgust", 8 },
	{ "avgusta", 8 }, { "avqust", 8 }, { "avril", 4 }, { "azaroa", 11 },
	{ "bal", 4 }, { "balandis", 4 }, { "balandzio", 4 }, { "bir", 6 },
	{ "birzelio", 6 }, { "birzelis", 6 }, { "brezen", 3 },
	{ "brezna", 3 }, { "cec", 7 }, { "cen", 6 }, { "cerven", 6 },
	{ "cervence", 7 }, { "cervenec", 7 }, { "cervna", 6 }, { "cvc", 7 },
	{ "cvn", 6 }, { "czerwca", 6 }, { "czerwiec", 6 }, { "dec", 12 },
	{ "decembar", 12 }, { "december", 12 }, { "decembra", 12 },
	{ "decembre", 12 }, { "decembri", 12 }, { "decembrie", 12 },
	{ "decembris", 12 }, { "decembro", 12 }, { "dekabr", 12 },
	{ "des", 12 }, { "desember", 12 }, { "desembre", 12 },
	{ "detsember", 12 }, { "dez", 12 }, { "dezember", 12 },
	{ "dezembro", 12 }, { "dhjetor", 12 }, { "dic", 12 },
	{ "dicembre", 12 }, { "diciembre", 12 }, { "disember", 12 },
	{ "duben", 4 }, { "dubna", 4 }, { "ekaina", 6 }, { "ekim", 10 },
	{ "elo", 8 }, { "elokuuta", 8 }, { "enero", 1 }, { "eylul", 9 },
	{ "feb", 2 }, { "febbraio", 2 }, { "feber", 2 }, { "febreiro", 2 },
	{ "febrer", 2 }, { "febrero", 2 }, { "februar", 2 },
	{ "februara", 2 }, { "februari", 2 }, { "februarie", 2 },
	{ "februaris", 2 }, { "februarja", 2 }, { "february", 2 },
	{ "fevereiro", 2 }, { "fevral", 2 }, { "fevrier", 2 }, { "geg", 5 },
	{ "geguze", 5 }, { "geguzes", 5 }, { "gener", 1 }, { "gennaio", 1 },
	{ "giu", 6 }, { "giugn", 6 }, { "giugno", 6 }, { "grd", 12 },
	{ "grudnia", 12 }, { "grudzien", 12 }, { "gruodis", 12 },
	{ "gruodzio", 12 }, { "gusht", 8 }, { "haziran", 6 }, { "heina", 7 },
	{ "heinakuuta", 7 }, { "helmi", 2 }, { "helmikuuta", 2 },
	{ "huhti", 4 }, { "huhtikuuta", 4 }, { "ian", 1 }, { "ianuarie", 1 },
	{ "iraila", 9 }, { "iul", 7 }, { "iulie", 7 }, { "iun", 6 },
	{ "iunie", 6 }, { "iyul", 7 }, { "iyun", 6 }, { "jaanuar", 1 },
	{ "jan", 1 }, { "janar", 1 }, { "janeiro", 1 }, { "janner", 1 },
	{ "januar", 1 }, { "januara", 1 }, { "januari", 1 },
	{ "januarie", 1 }, { "januarja", 1 }, { "january", 1 },
	{ "janvari", 1 }, { "janvaris", 1 }, { "janvier", 1 },
	{ "joulu", 12 }, { "joulukuuta", 12 }, { "juillet", 7 },
	{ "juin", 6 }, { "jul", 7 }, { "jula", 7 }, { "julai", 7 },
	{ "julho", 7 }, { "juli", 7 }, { "julie", 7 }, { "julij", 7 },
	{ "julija", 7 }, { "julijs", 7 }, { "julio", 7 }, { "juliol", 7 },
	{ "julius", 7 }, { "july", 7 }, { "jun", 6 }, { "juna", 6 },
	{ "june", 6 }, { "junho", 6 }, { "juni", 6 }, { "junie", 6 },
	{ "junij", 6 }, { "junija", 6 }, { "junijs", 6 }, { "junio", 6 },
	{ "junius", 6 }, { "juny", 6 }, { "juuli", 7 }, { "juuni", 6 },
	{ "kasim", 11 }, { "kesa", 6 }, { "kesakuuta", 6 }, { "kolovoz", 8 },
	{ "kolovoza", 8 }, { "korrik", 7 }, { "kov", 3 }, { "kovas", 3 },
	{ "kovo", 3 }, { "kveten", 5 }, { "kvetna", 5 }, { "kwiecien", 4 },
	{ "kwietnia", 4 }, { "lap", 11 }, { "lapkricio", 11 },
	{ "lapkritis", 11 }, { "leden", 1 }, { "ledna", 1 }, { "lie", 7 },
	{ "liepa", 7 }, { "liepos", 7 }, { "lip", 7 }, { "lipanj", 6 },
	{ "lipca", 7 }, { "lipiec", 7 }, { "lipnja", 6 }, { "lis", 11 },
	{ "listopad", 11 }, { "listopada", 11 }, { "listopadu", 11 },
	{ "loka", 10 }, { "lokakuuta", 10 }, { "lug", 7 }, { "luglio", 7 },
	{ "lutego", 2 }, { "luty", 2 }, { "maalis", 3 }, { "maaliskuuta", 3 },
	{ "maart", 3 }, { "mac", 3 }, { "maerz", 3 }, { "mag", 5 },
	{ "maggio", 5 }, { "mai", 5 }, { "maiatza", 5 }, { "maig", 5 },
	{ "maija", 5 }, { "maijs", 5 }, { "maio", 5 }, { "maj", 5 },
	{ "maja", 5 }, { "majus", 5 }, { "mar", 3 }, { "marc", 3 },
	{ "marca", 3 }, { "march", 3 }, { "marcius", 3 }, { "marco", 3 },
	{ "marec", 3 }, { "maret", 3 }, { "marras", 11 },
	{ "marraskuuta", 11 }, { "mars", 3 }, { "mart", 3 }, { "marta", 3 },
	{ "martie", 3 }, { "marts", 3 }, { "martxoa", 3 }, { "marz", 3 },
	{ "marzec", 3 }, { "marzo", 3 }, { "may", 5 }, { "mayis", 5 },
	{ "mayo", 5 }, { "mei", 5 }, { "mrt", 3 }, { "mrz", 3 },
	{ "nentor", 11 }, { "nisan", 4 }, { "noiembrie", 11 }, { "nov", 11 },
	{ "novembar", 11 }, { "november", 11 }, { "novembra", 11 },
	{ "novembre", 11 }, { "novembri", 11 }, { "novembris", 11 },
	{ "novembro", 11 }, { "noviembre", 11 }, { "noyabr", 11 },
	{ "ocak", 1 }, { "oct", 10 }, { "october", 10 }, { "octobre", 10 },
	{ "octombrie", 10 }, { "octubre", 10 }, { "ogos", 8 },
	{ "oktobar", 10 }, { "oktober", 10 }, { "oktobra", 10 },
	{ "oktobri", 10 }, { "oktobris", 10 }, { "oktoober", 10 },
	{ "oktyabr", 10 }, { "otsaila", 2 }, { "ott", 10 }, { "ottobre", 10 },
	{ "outubro", 10 }, { "ozujak", 3 }, { "ozujka", 3 },
	{ "pazdziernik", 10 }, { "pazdziernika", 10 }, { "prill", 4 },
	{ "prosinac", 12 }, { "prosinca", 12 }, { "prosince", 12 },
	{ "prosinec", 12 }, { "qershor", 6 }, { "rgp", 8 }, { "rgs", 9 },
	{ "rijen", 10 }, { "rijna", 10 }, { "rugpjucio", 8 },
	{ "rugpjutis", 8 }, { "rugsejis", 9 }, { "rugsejo", 9 },
	{ "rujan", 9 }, { "rujna", 9 }, { "sau", 1 }, { "sausio", 1 },
	{ "sausis", 1 }, { "sentyabr", 9 }, { "sep", 9 }, { "septembar", 9 },
	{ "september", 9 }, { "septembra", 9 }, { "septembre", 9 },
	{ "septembri", 9 }, { "septembrie", 9 }, { "septembris", 9 },
	{ "septiembre", 9 }, { "set", 9 }, { "setembre", 9 },
	{ "setembro", 9 }, { "setiembre", 9 }, { "settembre", 9 },
	{ "shkurt", 2 }, { "shtator", 9 }, { "sierpien", 8 },
	{ "sierpnia", 8 }, { "sijecanj", 1 }, { "sijecnja", 1 },
	{ "spa", 10 }, { "spalio", 10 }, { "spalis", 10 }, { "srp", 8 },
	{ "srpanj", 7 }, { "srpen", 8 }, { "srpna", 8 }, { "srpnja", 7 },
	{ "studeni", 11 }, { "studenoga", 11 }, { "styczen", 1 },
	{ "stycznia", 1 }, { "subat", 2 }, { "svibanj", 5 }, { "svibnja", 5 },
	{ "syys", 9 }, { "syyskuuta", 9 }, { "szeptember", 9 },
	{ "tammi", 1 }, { "tammikuuta", 1 }, { "temmuz", 7 }, { "tetor", 10 },
	{ "touko", 5 }, { "toukokuuta", 5 }, { "travanj", 4 },
	{ "travnja", 4 }, { "unor", 2 }, { "unora", 2 }, { "urria", 10 },
	{ "urtarrila", 1 }, { "uztaila", 7 }, { "vas", 2 }, { "vasario", 2 },
	{ "vasaris", 2 }, { "veebruar", 2 }, { "veljaca", 2 },
	{ "veljace", 2 }, { "wrzesien", 9 }, { "wrzesnia", 9 },
	{ "xaneiro", 1 }, { "xullo", 7 }, { "xuno", 6 }, { "yanvar", 1 },
	{ "zari", 9 }, { "απριλιοσ", 4 }, { "απριλιου", 4 },
	{ "αυγουστοσ", 8 }, { "αυγουστου", 8 }, { "δεκεμβριοσ", 12 },
	{ "δεκεμβριου", 12 }, { "ιανουαριοσ", 1 }, { "ιανουαριου", 1 },
	{ "ιουλιοσ", 7 }, { "ιουλιου", 7 }, { "ιουνιοσ", 6 },
	{ "ιουνιου", 6 }, { "μαι", 5 }, { "μαιοσ", 5 }, { "μαιου", 5 },
	{ "μαρτιοσ", 3 }, { "μαρτιου", 3 }, { "νοεμβριοσ", 11 },
	{ "νοεμβριου", 11 }, { "οκτωβριοσ", 10 }, { "οκτωβριου", 10 },
	{ "σεπτεμβριοσ", 9 }, { "σεπτεμβριου", 9 }, { "φεβρουαριοσ", 2 },
	{ "φεβρουαριου", 2 }, { "авг", 8 }, { "август", 8 }, { "августа", 8 },
	{ "апр", 4 }, { "апрель", 4 }, { "апреля", 4 }, { "април", 4 },
	{ "березень", 3 }, { "березня", 3 }, { "верасень", 9 },
	{ "верасня", 9 }, { "вересень", 9 }, { "вересня", 9 },
	{ "грудень", 12 }, { "грудня", 12 }, { "дек", 12 }, { "декабрь", 12 },
	{ "декабря", 12 }, { "декември", 12 }, { "децембар", 12 },
	{ "жнівень", 8 }, { "жніўня", 8 }, { "жовтень", 10 },
	{ "жовтня", 10 }, { "июл", 7 }, { "июль", 7 }, { "июля", 7 },
	{ "июн", 6 }, { "июнь", 6 }, { "июня", 6 }, { "кастрычнік", 10 },
	{ "кастрычніка", 10 }, { "квітень", 4 }, { "квітня", 4 },
	{ "красавік", 4 }, { "красавіка", 4 }, { "липень", 7 },
	{ "липня", 7 }, { "листопад", 11 }, { "листопада", 11 },
	{ "лютага", 2 }, { "лютий", 2 }, { "лютого", 2 }, { "люты", 2 },
	{ "ліпень", 7 }, { "ліпеня", 7 }, { "лістапад", 11 },
	{ "лістапада", 11 }, { "май", 5 }, { "мар", 3 }, { "март", 3 },
	{ "марта", 3 }, { "мая", 5 }, { "мај", 5 }, { "новембар", 11 },
	{ "ное", 11 }, { "ноем", 11 }, { "ноември", 11 }, { "ноя", 11 },
	{ "ноябрь", 11 }, { "ноября", 11 }, { "окт", 10 }, { "октобар", 10 },
	{ "октомври", 10 }, { "октябрь", 10 }, { "октября", 10 },
	{ "сакавік", 3 }, { "сакавіка", 3 }, { "сен", 9 }, { "сент", 9 },
	{ "сентябрь", 9 }, { "сентября", 9 }, { "сеп", 9 }, { "септ", 9 },
	{ "септембар", 9 }, { "септември", 9 }, { "серпень", 8 },
	{ "серпня", 8 }, { "снежань", 12 }, { "снежня", 12 },
	{ "студзень", 1 }, { "студзеня", 1 }, { "січень", 1 }, { "січня", 1 },
	{ "травень", 5 }, { "травня", 5 }, { "фебруар", 2 }, { "фев", 2 },
	{ "февраль", 2 }, { "февраля", 2 }, { "февруари", 2 },
	{ "червень", 6 }, { "червня", 6 }, { "чэрвень", 6 }, { "чэрвеня", 6 },
	{ "юли", 7 }, { "юни", 6 }, { "ян", 1 }, { "январь", 1 },
	{ "января", 1 }, { "яну", 1 }, { "януари", 1 }, { "јануар", 1 },
	{ "јануари", 1 }, { "јул", 7 }, { "јули", 7 }, { "јун", 6 },
	{ "јуни", 6 }, { "אוגוסט", 8 }, { "אוקטובר", 10 }, { "אפריל", 4 },
	{ "באוגוסט", 8 }, { "באוקטובר", 10 }, { "באפריל", 4 },
	{ "בדצמבר", 12 }, { "ביולי", 7 }, { "ביוני", 6 }, { "בינואר", 1 },
	{ "במאי", 5 }, { "במרץ", 3 }, { "בנובמבר", 11 }, { "בספטמבר", 9 },
	{ "בפברואר", 2 }, { "דצמבר", 12 }, { "יולי", 7 }, { "יוני", 6 },
	{ "ינואר", 1 }, { "מאי", 5 }, { "מרס", 3 }, { "מרץ", 3 },
	{ "נובמבר", 11 }, { "ספטמבר", 9 }, { "פברואר", 2 }, { "آوریل", 4 },
	{ "أبريل", 4 }, { "أغسطس", 8 }, { "أفريل", 4 }, { "أكتوبر", 10 },
	{ "أوت", 8 }, { "ابريل", 4 }, { "اغسطس", 8 }, { "اكتوبر", 10 },
	{ "اوت", 8 }, { "اکتبر", 10 }, { "جانفي", 1 }, { "جوان", 6 },
	{ "جويلية", 7 }, { "دسامبر", 12 }, { "ديسمبر", 12 }, { "سبتمبر", 9 },
	{ "سپتامبر", 9 }, { "فبراير", 2 }, { "فوریه", 2 }, { "فيفري", 2 },
	{ "مارس", 3 }, { "ماي", 5 }, { "مايو", 5 }, { "مه", 5 },
	{ "نوامبر", 11 }, { "نوفمبر", 11 }, { "يناير", 1 }, { "يوليه", 7 },
	{ "يوليو", 7 }, { "يونيه", 6 }, { "يونيو", 6 }, { "ژانویه", 1 },
	{ "ژوئن", 6 }, { "ژوئیه", 7 }, { "अक्टूबर", 10 }, { "अक्तूबर", 10 },
	{ "अगस्त", 8 }, { "अप्रैल", 4 }, { "जनवरी", 1 }, { "जुलाई", 7 },
	{ "जून", 6 }, { "दिसंबर", 12 }, { "दिसम्बर", 12 }, { "नवंबर", 11 },
	{ "नवम्बर", 11 }, { "फरवरी", 2 }, { "फ़रवरी", 2 }, { "मई", 5 },
	{ "मार्च", 3 }, { "सितंबर", 9 }, { "सितम्बर", 9 }, { "กรกฎาคม", 7 },
	{ "กันยายน", 9 }, { "กุมภาพันธ์", 2 }, { "ตุลาคม", 10 },
	{ "ธันวาคม", 12 }, { "พฤศจิกายน", 11 }, { "พฤษภาคม", 5 },
	{ "มกราคม", 1 }, { "มิถุนายน", 6 }, { "มีนาคม", 3 }, { "สิงหาคม", 8 },
	{ "เมษายน", 4 },
};

/*
 * Minutes east of Greenwich.  Where a name means several zones, the one of
 * RFC 822, else the one with most people; single letters as RFC 822 has them
 * (5.1), which is also how libcurl reads them.
 */
static const struct name zones[] = {
	{ "a", -60 }, { "acdt", 630 }, { "acst", 570 }, { "adt", -180 },
	{ "aedt", 660 }, { "aest", 600 }, { "akdt", -480 }, { "akst", -540 },
	{ "art", -180 }, { "ast", -240 }, { "awst", 480 }, { "b", -120 },
	{ "brst", -120 }, { "brt", -180 }, { "bst", 60 }, { "c", -180 },
	{ "cat", 120 }, { "cdt", -300 }, { "cest", 120 }, { "cet", 60 },
	{ "clst", -180 }, { "clt", -240 }, { "cot", -300 }, { "cst", -360 },
	{ "ct", -360 }, { "d", -240 }, { "e", -300 }, { "eat", 180 },
	{ "edt", -240 }, { "eest", 180 }, { "eet", 120 }, { "est", -300 },
	{ "et", -300 }, { "f", -360 }, { "fet", 180 }, { "g", -420 },
	{ "gmt", 0 }, { "gst", 240 }, { "h", -480 }, { "hae", -240 },
	{ "hast", -600 }, { "hkt", 480 }, { "hne", -300 }, { "hst", -600 },
	{ "i", -540 }, { "ict", 420 }, { "idt", 180 }, { "irkt", 480 },
	{ "irst", 210 }, { "ist", 330 }, { "jst", 540 }, { "k", -600 },
	{ "krat", 420 }, { "kst", 540 }, { "l", -660 }, { "m", -720 },
	{ "mdt", -360 }, { "mest", 120 }, { "mesz", 120 }, { "met", 60 },
	{ "mez", 60 }, { "msd", 240 }, { "msk", 180 }, { "mst", -420 },
	{ "mt", -420 }, { "myt", 480 }, { "n", 60 }, { "ndt", -150 },
	{ "novt", 420 }, { "npt", 345 }, { "nst", -210 }, { "nzdt", 780 },
	{ "nzst", 720 }, { "o", 120 }, { "p", 180 }, { "pdt", -420 },
	{ "pet", -300 }, { "pht", 480 }, { "pkt", 300 }, { "pst", -480 },
	{ "pt", -480 }, { "q", 240 }, { "r", 300 }, { "s", 360 },
	{ "sast", 120 }, { "sgt", 480 }, { "t", 420 }, { "trt", 180 },
	{ "u", 480 }, { "ut", 0 }, { "utc", 0 }, { "uyt", -180 },
	{ "v", 540 }, { "vet", -240 }, { "vlat", 600 }, { "w", 600 },
	{ "wat", 60 }, { "west", 60 }, { "wet", 0 }, { "wib", 420 },
	{ "wit", 540 }, { "wita", 480 }, { "x", 660 }, { "y", 720 },
	{ "yekt", 300 }, { "z", 0 },
};

static const struct name marks[] = {
	{ "am", DATE_MARK_AM }, { "ch", DATE_MARK_PM },
	{ "em", DATE_MARK_PM }, { "fm", DATE_MARK_AM },
	{ "h", DATE_MARK_HOUR }, { "hrs", DATE_MARK_HOUR },
	{ "hs", DATE_MARK_HOUR },
	{ "m", DATE_MARK_MINUTE }, { "min", DATE_MARK_MINUTE },
	{ "oo", DATE_MARK_AM }, { "os", DATE_MARK_PM },
	{ "pm", DATE_MARK_PM }, { "s", DATE_MARK_SECOND },
	{ "sa", DATE_MARK_AM }, { "sec", DATE_MARK_SECOND },
	{ "thang", DATE_MARK_MONTH_NEXT }, { "thg", DATE_MARK_MONTH_NEXT },
	{ "uhr", DATE_MARK_HOUR }, { "μμ", DATE_MARK_PM },
	{ "πμ", DATE_MARK_AM }, { "ч", DATE_MARK_HOUR },
	{ "ص", DATE_MARK_AM }, { "م", DATE_MARK_PM },
};
/* clang-format on */

/* Longer ones before their beginnings. */
static const struct {
	const char *text;
	enum date_mark mark;
	int era;
} east[] = {
	{ "年", DATE_MARK_YEAR, 0 },
	{ "月", DATE_MARK_MONTH, 0 },
	{ "日", DATE_MARK_DAY, 0 },
	{ "号", DATE_MARK_DAY, 0 },
	{ "號", DATE_MARK_DAY, 0 },
	{ "时", DATE_MARK_HOUR, 0 },
	{ "時", DATE_MARK_HOUR, 0 },
	{ "点", DATE_MARK_HOUR, 0 },
	{ "點", DATE_MARK_HOUR, 0 },
	{ "分", DATE_MARK_MINUTE, 0 },
	{ "秒", DATE_MARK_SECOND, 0 },
	{ "上午", DATE_MARK_AM, 0 },
	{ "午前", DATE_MARK_AM, 0 },
	{ "凌晨", DATE_MARK_AM, 0 },
	{ "早上", DATE_MARK_AM, 0 },
	{ "下午", DATE_MARK_PM, 0 },
	{ "午後", DATE_MARK_PM, 0 },
	{ "午后", DATE_MARK_PM, 0 },
	{ "晚上", DATE_MARK_PM, 0 },
	{ "中午", DATE_MARK_PM, 0 },
	{ "년", DATE_MARK_YEAR, 0 },
	{ "월", DATE_MARK_MONTH, 0 },
	{ "일", DATE_MARK_DAY, 0 },
	{ "시", DATE_MARK_HOUR, 0 },
	{ "분", DATE_MARK_MINUTE, 0 },
	{ "초", DATE_MARK_SECOND, 0 },
	{ "오전", DATE_MARK_AM, 0 },
	{ "오후", DATE_MARK_PM, 0 },
	{ "令和", DATE_MARK_ERA, 2018 },
	{ "平成", DATE_MARK_ERA, 1988 },
	{ "昭和", DATE_MARK_ERA, 1925 },
};

static bool
latin_or_greek(ucs4_t c)
{

	return (c < 0x250 || (c >= 0x370 && c < 0x400) ||
		(c >= 0x1e00 && c < 0x2000));
}

/* Letters that have no decomposition but a plain relative. */
static ucs4_t
plain(ucs4_t c)
{

	switch (c) {
	case 0x0142: /* l with stroke */
		return ('l');
	case 0x00f8: /* o with stroke */
		return ('o');
	case 0x0111: /* d with stroke */
		return ('d');
	case 0x0131: /* dotless i */
		return ('i');
	case 0x03c2: /* final sigma */
		return (0x03c3);
	default:
		return (c);
	}
}

static ucs4_t
fold(ucs4_t c)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];

	c = uc_tolower(c);
	while (latin_or_greek(c) && uc_canonical_decomposition(c, parts) > 0)
		c = parts[0];
	return (plain(c));
}

struct str
date_word_fold(struct str s, size_t *at, char out[DATE_WORD_MAX])
{
	struct str ret = { out, 0 };
	bool fits = true;
	size_t next;
	ucs4_t c;

	for (; *at < s.n; *at = next) {
		next = *at;
		c = utf8_next(s, &next);
		if (c < 0x80) {
			if ((c | 0x20) < 'a' || (c | 0x20) > 'z')
				break;
			c |= 0x20;
		} else if (c >= 0x300 && c < 0x370 &&
			   uc_is_general_category(c, UC_NON_SPACING_MARK))
			continue; /* an accent on its own */
		else if (uc_is_general_category_withtable(c,
			     UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M))
			c = fold(c);
		else
			break;
		fits = fits && ret.n + 4 <= DATE_WORD_MAX;
		if (fits)
			ret.n += utf8_put(c, out + ret.n);
	}
	return (fits ? ret : (struct str){ out, 0 });
}

/* The first row whose name is not before ${s}. */
static size_t
lower_bound(const struct name *rows, size_t n, struct str s)
{
	size_t low = 0, high = n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (str_cmp(str_of(rows[mid].name), s) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return (low);
}

static const struct name *
find(const struct name *rows, size_t n, struct str s)
{
	size_t i = lower_bound(rows, n, s);

	return (i < n && str_eq(str_of(rows[i].name), s) ? &rows[i] : NULL);
}

#define FIND(rows, s) find(rows, sizeof(rows) / sizeof(rows[0]), s)

int
date_month(struct str folded, bool *ret_whole)
{
	const size_t n = sizeof(months) / sizeof(months[0]);
	size_t i, letters = 0, at = 0;
	int month;

	while (at < folded.n) {
		utf8_next(folded, &at);
		letters++;
	}
	i = lower_bound(months, n, folded);
	if (letters == 0 || i == n ||
	    !str_starts(str_of(months[i].name), folded))
		return (0);
	month = months[i].value;
	*ret_whole = strlen(months[i].name) == folded.n;
	if (*ret_whole)
		return (month);
	for (; i < n && str_starts(str_of(months[i].name), folded); i++) {
		if (months[i].value != month)
			return (0);
	}
	return (letters >= 3 ? month : 0);
}

bool
date_month_thai(struct str folded)
{

	/* U+0E01 to U+0E5B, in UTF-8. */
	return (str_starts(folded, STR("\xe0\xb8")));
}

bool
date_zone(struct str folded, int *ret_minutes)
{
	const struct name *row = FIND(zones, folded);

	if (row == NULL)
		return (false);
	*ret_minutes = row->value;
	return (true);
}

enum date_mark
date_mark(struct str folded)
{
	const struct name *row = FIND(marks, folded);

	return (row != NULL ? (enum date_mark)row->value : DATE_MARK_NONE);
}

size_t
date_mark_east(struct str s, enum date_mark *ret, int *ret_era)
{
	size_t i;

	for (i = 0; i < sizeof(east) / sizeof(east[0]); i++) {
		if (str_starts(s, str_of(east[i].text))) {
			*ret = east[i].mark;
			*ret_era = east[i].era;
			return (strlen(east[i].text));
		}
	}
	return (0);
}
