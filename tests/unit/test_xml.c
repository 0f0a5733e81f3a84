#include <unistd.h>

#include "earshot/buf.h"
#include "earshot/xml.h"

#include "../support/xmloracle.h"
#include "unit.h"

/* What a document says, one event after another: (name text )name; text that
 * comes in pieces is one. */
struct heard {
	struct buf out;
	bool stop;
	const char *stop_at; /* an element's name */
	size_t pieces, longest;
};

static struct arena *a;

static void
hear_start(void *arg, const struct xml_element *e)
{
	struct heard *h = arg;
	const struct xml_attribute *at = e->attributes;

	buf_addc(&h->out, '(');
	if (e->prefix.n > 0)
		buf_printf(&h->out, "%.*s:", STR_ARG(e->prefix));
	buf_add(&h->out, e->name);
	if (e->ns.n > 0)
		buf_printf(&h->out, "{%.*s}", STR_ARG(e->ns));
	for (size_t i = 0; i < e->nattributes; i++, at++) {
		buf_addc(&h->out, ' ');
		if (at->prefix.n > 0)
			buf_printf(&h->out, "%.*s:", STR_ARG(at->prefix));
		buf_add(&h->out, at->name);
		if (at->ns.n > 0)
			buf_printf(&h->out, "{%.*s}", STR_ARG(at->ns));
		buf_printf(&h->out, "=[%.*s]", STR_ARG(at->value));
	}
	buf_addc(&h->out, ' ');
	if (h->stop_at != NULL && str_eq(e->name, str_of(h->stop_at)))
		h->stop = true;
}

static void
hear_end(void *arg, struct str name)
{
	struct heard *h = arg;

	buf_printf(&h->out, ")%.*s ", STR_ARG(name));
}

static void
hear_text(void *arg, struct str text)
{
	struct heard *h = arg;

	assert_true(text.n > 0);
	h->pieces++;
	if (text.n > h->longest)
		h->longest = text.n;
	buf_add(&h->out, text);
}

static const struct xml_handler handler = { hear_start, hear_end, hear_text };

static enum status
hear(struct heard *h, struct str text, bool *malformed)
{

	buf_init(&h->out, 64 << 20);
	return (xml_read(a, text, &handler, h, &h->stop, malformed));
}

static void
check(const char *text, const char *want, bool want_malformed)
{
	struct heard h = { 0 };
	bool malformed = !want_malformed;

	assert_int_equal(hear(&h, str_of(text), &malformed), OK);
	assert_string_equal(h.out.p != NULL ? h.out.p : "", want);
	assert_int_equal(malformed, want_malformed);
	buf_free(&h.out);
}

#define assert_well(text, want)   check(text, want, false)
#define assert_mended(text, want) check(text, want, true)

static void
well_formed_documents_say_what_stands_in_them(void **state)
{

	(void)state;
	assert_well("<a>x</a>", "(a x)a ");
	assert_well("<?xml version='1.0' encoding='utf-16'?>\n<a><b/>y</a>\n",
	    "(a (b )b y)a ");
	assert_well("<a/>", "(a )a ");
	assert_well("<a b = 'c' d=\"e'f\" >x</a >", "(a b=[c] d=[e'f] x)a ");
	assert_well("<\xc3\xa9t\xc3\xa9/>",
	    "(\xc3\xa9t\xc3\xa9 )\xc3\xa9t\xc3\xa9 ");
	assert_well("\xef\xbb\xbf<a>x</a>", "(a x)a ");
}

static void
namespaces_come_with_elements_and_attributes(void **state)
{

	(void)state;
	assert_well("<a xmlns='u:1' xmlns:p='u:2' p:b='1' b='2'><p:c/></a>",
	    "(a{u:1} p:b{u:2}=[1] b=[2] (p:c{u:2} )c )a ");
	assert_well("<a xml:base='http://b/' xml:lang='de'/>",
	    "(a xml:base{http://www.w3.org/XML/1998/namespace}=[http://b/] "
	    "xml:lang{http://www.w3.org/XML/1998/namespace}=[de] )a ");
	assert_well("<a xmlns='u:1'><b xmlns=''/></a>", "(a{u:1} (b )b )a ");
}

static void
undeclared_prefixes_are_handed_over_without_namespace(void **state)
{

	(void)state;
	assert_mended("<a><itunes:b>x</itunes:b>y</a>",
	    "(a (itunes:b x)b y)a ");
	assert_mended("<a thr:c='1'>x</a>", "(a thr:c=[1] x)a ");
}

static void
comments_instructions_and_doctype_are_passed_over(void **state)
{

	(void)state;
	assert_well(
	    "<!-- <x> --><!DOCTYPE a SYSTEM 'http://x/y.dtd' [ <!ELEMENT "
	    "a ANY> <!-- ]> --> <?x ]> ?> ]><a>b<!-- <c> -- -->d<?e <f> "
	    "?>g</a><!-- h -->",
	    "(a bdg)a ");
	assert_well("<!DOCTYPE html PUBLIC \"-//W3C//DTD\" "
		    "\"http://x/\"><a>b</a>",
	    "(a b)a ");
}

static void
references_become_characters_once(void **state)
{

	(void)state;
	assert_well("<a b='&lt;&amp;amp;&#65;&#x42;'>&lt;i&gt; &amp;lt; &#67;"
		    "&quot;&apos;</a>",
	    "(a b=[<&amp;AB] <i> &lt; C\"')a ");
	assert_well("<a b='?x=1&amp;y=2&amp;#38;'/>",
	    "(a b=[?x=1&y=2&#38;] )a ");
	/* meant as in windows-1252 */
	assert_well("<a b='it&#146;s'>&#147;x&#148;</a>",
	    "(a b=[it\xe2\x80\x99s] \xe2\x80\x9cx\xe2\x80\x9d)a ");
	assert_well("<a>&#X41;</a>", "(a A)a ");
	assert_well("<a b='1&#10;2'/>", "(a b=[1\n2] )a ");
}

static void
html_entities_live_without_being_declared(void **state)
{

	(void)state;
	assert_mended("<a b='&eacute;'>x&nbsp;y &hellip;</a>",
	    "(a b=[\xc3\xa9] x\xc2\xa0y \xe2\x80\xa6)a ");
	/* a DOCTYPE may have declared them */
	assert_well("<!DOCTYPE a SYSTEM 'x'><a>&nbsp;</a>", "(a \xc2\xa0)a ");
}

static void
entities_that_the_document_declares_are_literal(void **state)
{

	(void)state;
	assert_well("<!DOCTYPE a [<!ENTITY id \"tag:x,\"><!ENTITY co 'R&#38;D "
		    "<b>'>]><a b='&id;'>&id;1 &co;</a>",
	    "(a b=[tag:x,] tag:x,1 R&D <b>)a ");
	/* not nested, not external, not parameters */
	assert_mended("<!DOCTYPE a [<!ENTITY x 'X'><!ENTITY y "
		      "'&x;&x;'><!ENTITY "
		      "z SYSTEM 'file:///etc/hostname'><!ENTITY % p 'P'>]>"
		      "<a>&y; &z; %p;</a>",
	    "(a &x;&x; &z; %p;)a ");
}

static void
entities_do_not_multiply(void **state)
{
	struct buf doc = BUF_INIT(64 << 20);
	struct heard h = { 0 };
	bool malformed;

	(void)state;
	buf_adds(&doc, "<!DOCTYPE a [<!ENTITY a '");
	for (size_t i = 0; i < 1000; i++)
		buf_addc(&doc, 'x');
	buf_adds(&doc, "'>]><a>");
	for (size_t i = 0; i < 100000; i++)
		buf_adds(&doc, "&a;");
	buf_adds(&doc, "</a>");
	assert_int_equal(hear(&h, buf_str(&doc), &malformed), OK);
	assert_true(h.out.n < 6 << 20);
	buf_free(&h.out);
	buf_free(&doc);
}

static void
unknown_and_bare_references_stay_text(void **state)
{

	(void)state;
	assert_mended("<a b='?x&y=1'>AT&T & co &foo; &#; &#xZ; &</a>",
	    "(a b=[?x&y=1] AT&T & co &foo; &#; &#xZ; &)a ");
	assert_mended("<a>&#0;&#x1f;x&#xD800;&#x110000;</a>",
	    "(a x\xef\xbf\xbd\xef\xbf\xbd)a ");
}

static void
a_bare_less_than_is_text(void **state)
{

	(void)state;
	assert_mended("<a>1 < 2 <3 <b c <d>x</d></a>",
	    "(a 1 < 2 <3 <b c (d x)d )a ");
	assert_mended("<a>mail <me@x.example> or <http://x.example/></a>",
	    "(a mail <me@x.example> or <http://x.example/>)a ");
	assert_mended("<a>a ]]> b</a>", "(a a ]]> b)a ");
	assert_mended("<a>& &#65; &lt;&#x42;&</a>", "(a & A <B&)a ");
}

static void
wrong_nesting_is_mended(void **state)
{

	(void)state;
	assert_mended("<r><i><t>a<b></t><l>x</l></i><i>2</i></r>",
	    "(r (i (t a(b )b )t (l x)l )i (i 2)i )r ");
	assert_mended("<r><d><b>1<i>2</b>3</i></d><e>4</e></r>",
	    "(r (d (b 1(i 2)i )b 3)d (e 4)e )r ");
	assert_mended("<r><i>1</x></i><i>2</i></r>", "(r (i 1)i (i 2)i )r ");
	assert_mended("<r><Title>1</title>2</r>", "(r (Title 1)Title 2)r ");
	assert_mended("<r xmlns:c='u'><c:e>1</e>2</r>", "(r (c:e{u} 1)e 2)r ");
	assert_mended("<r><d>1<br>2<br>3<p>4<p>5</d>6</r>",
	    "(r (d 1(br 2)br (br 3(p 4)p (p 5)p )br )d 6)r ");
}

static void
broken_tags_are_mended(void **state)
{

	(void)state;
	assert_mended("<r><a b=1 c='x' d>2</a></r>",
	    "(r (a b=[1] c=[x] d=[] 2)a )r ");
	assert_mended("<r><a b='1'c='2'>3</a></r>",
	    "(r (a b=[1] c=[2] 3)a )r ");
	assert_mended("<r><a b='<i>\"'>3</a></r>", "(r (a b=[<i>\"] 3)a )r ");
	assert_mended("<r><a b=\"x>1</a><a b=\"y\">2</a></r>",
	    "(r (a b=[x] 1)a (a b=[y] 2)a )r ");
	assert_mended("<r><a b='x' \"?>1</a>2</r>", "(r (a b=[x] 1)a 2)r ");
	assert_mended("<r><a b='x'<c>1</c></a></r>",
	    "(r (a b=[x] (c 1)c )a )r ");
	assert_mended("<r><a>1</a<b>2</b></r>", "(r (a 1)a (b 2)b )r ");
	assert_mended("<r><a>1</></a>2</ r></r>", "(r (a 1)a 2)r ");
}

static void
of_two_attributes_of_a_name_the_first_is_handed_over_first(void **state)
{

	(void)state;
	/* and what libxml2 thinks of it does not spoil what follows */
	assert_mended("<r><a b='1' b='2'>&lt;3</a>&amp;</r>",
	    "(r (a b=[1] b=[2] <3)a &)r ");
}

static void
a_cut_document_gives_all_up_to_the_cut(void **state)
{

	(void)state;
	assert_mended("<r><i>1</i><i><t>two", "(r (i 1)i (i (t two)t )i )r ");
	assert_mended("<r><i>1</i><i><t a='x", "(r (i 1)i (i )i )r ");
	assert_mended("<r><i>1</i></r", "(r (i 1)i )r ");
	assert_mended("<r><i><![CDATA[1 ", "(r (i 1 )i )r ");
	assert_mended("<r><i><![CDA", "(r (i )i )r ");
	assert_mended("<r><!-- 1 <i>2", "(r (i 2)i )r ");
	assert_mended("", "");
	assert_mended("no markup", "");
}

static void
cdata_is_text_however_long(void **state)
{
	struct buf doc = BUF_INIT(64 << 20);
	struct heard h = { 0 };
	bool malformed;

	(void)state;
	assert_well("<a>1<![CDATA[<b>&amp;]] ]]>2<![CDATA[]]></a>",
	    "(a 1<b>&amp;]] 2)a ");
	/* 12 MB, after text and before text, lines ended as on Windows */
	buf_adds(&doc, "<a>before <![CDATA[");
	for (size_t i = 0; i < 1000000; i++)
		buf_adds(&doc, "words <b>\r\n");
	buf_adds(&doc, "]]> after</a>");
	assert_int_equal(hear(&h, buf_str(&doc), &malformed), OK);
	assert_false(malformed);
	assert_int_equal(h.out.n, 3 + 7 + 10000000 + 6 + 3);
	assert_memory_equal(h.out.p, "(a before words <b>\nwords", 25);
	assert_string_equal(h.out.p + h.out.n - 15, "s <b>\n after)a ");
	buf_free(&h.out);
	buf_free(&doc);
}

static void
cdata_without_end_does_not_swallow_what_follows(void **state)
{

	(void)state;
	assert_mended("<r><t><![CDATA[one</t><d><![CDATA[two]]></d></r>",
	    "(r (t one)t (d two)d )r ");
	assert_mended("<r><t><![CDATA[one</t><d>two</d></r>",
	    "(r (t one)t (d two)d )r ");
	assert_mended("<r><![CDATA[a <![CDATA[b]]> c]]></r>",
	    "(r a <![CDATA[b c]]>)r ");
}

static void
junk_round_the_document_is_skipped(void **state)
{

	(void)state;
	assert_well("\n \t<?xml version='1.0'?><a>1</a>", "(a 1)a ");
	assert_mended("Warning: x <br /> y\n<?xml version='1.0'?><a>1</a>",
	    "(a 1)a ");
	assert_mended("x<a>1</a>y", "(a 1)a ");
	assert_well("<a>1</a>\n<!-- served in 2 ms -->\n", "(a 1)a ");
}

static void
what_follows_an_early_end_of_the_root_is_read(void **state)
{

	(void)state;
	assert_mended("<r><i>1</i></r><i>2</i></r>", "(r (i 1)i (i 2)i )r ");
	assert_mended("<r/><i>2</i>", "(r (i 2)i )r ");
}

static void
a_callback_can_end_the_reading(void **state)
{
	struct heard h = { .stop_at = "b" };
	bool malformed;

	(void)state;
	assert_int_equal(hear(&h, STR("<a>1<b>2</b>3<c/></a>"), &malformed),
	    OK);
	assert_string_equal(h.out.p, "(a 1(b ");
	buf_free(&h.out);
}

/* ${head}, ${n} times ${unit}, ${tail}; how many bytes were heard. */
static size_t
hear_many(const char *head, const char *unit, size_t n, const char *tail,
    const char *want_end)
{
	struct buf doc = BUF_INIT(64 << 20);
	struct heard h = { 0 };
	bool malformed;
	size_t heard;

	buf_adds(&doc, head);
	for (size_t i = 0; i < n; i++) {
		for (const char *u = unit; *u != '\0'; u++) {
			if (*u == '#')
				buf_printf(&doc, "%zu", i);
			else
				buf_addc(&doc, *u);
		}
	}
	buf_adds(&doc, tail);
	assert_int_equal(hear(&h, buf_str(&doc), &malformed), OK);
	heard = h.out.n;
	assert_true(h.out.n >= strlen(want_end));
	assert_string_equal(h.out.p + h.out.n - strlen(want_end), want_end);
	buf_free(&h.out);
	buf_free(&doc);
	return (heard);
}

static void
what_follows_hostile_markup_is_read(void **state)
{

	(void)state;
	/* too deep: the tags go, the text stays */
	hear_many("<r><i>", "<b>x", 5000, "</i><j>2</j></r>", "(j 2)j )r ");
	/* too many attributes, too long a tag */
	hear_many("<r><i ", "a#='1' ", 100000, "/><j>2</j></r>", "(j 2)j )r ");
	hear_many("<r><i a='", "words ", 100000, "'/><j>2</j></r>",
	    "(i )i (j 2)j )r ");
	hear_many("<r ", "xmlns:a#='u' ", 100000, "><j>2</j></r>",
	    "(j 2)j )r ");
	/* too many names: unknown ones go, known ones stay */
	hear_many("<r><j/>", "<a# b#=''/>", 100000, "<j>2</j></r>",
	    "(j 2)j )r ");
	hear_many("<r>", "<!DOCTYPE x [", 1000, "<j>2</j></r>", "(j 2)j )r ");
	hear_many("<r>", "<!--", 1000, "<j>2</j></r>", "(j 2)j )r ");
	hear_many("<r>", "</x>", 1000, "<j>2</j></r>", "(j 2)j )r ");
}

static void
namespaces_in_scope_are_capped(void **state)
{

	(void)state;
	/* 100 open elements with 10 declarations each: only the first 256 */
	hear_many("<r xmlns:k='u:k'>",
	    "<a xmlns:a#='u' xmlns:b#='u' xmlns:c#='u' xmlns:d#='u' "
	    "xmlns:e#='u' xmlns:f#='u' xmlns:g#='u' xmlns:h#='u'>",
	    100, "<k:x>1</k:x></r>", ")a )r ");
}

static void
namespaces_are_found_however_many_there_are(void **state)
{
	struct buf doc = BUF_INIT(64 << 20);
	struct heard h = { 0 };
	bool malformed;

	(void)state;
	buf_adds(&doc, "<r");
	for (int i = 0; i < 250; i++)
		buf_printf(&doc, " xmlns:p%d='u%d'", i, i);
	buf_adds(&doc, "><p1:j/><b xmlns:p1='v'><p1:k p249:l='1'/></b>");
	for (int i = 0; i < 700000; i++)
		buf_adds(&doc, "<p2:a/>");
	buf_adds(&doc, "<p1:m/></r>");
	assert_int_equal(hear(&h, buf_str(&doc), &malformed), OK);
	assert_false(malformed);
	assert_memory_equal(h.out.p,
	    "(r (p1:j{u1} )j (b (p1:k{v} p249:l{u249}=[1] )k )b (p2:a{u2} )a ",
	    63);
	assert_string_equal(h.out.p + h.out.n - 17, " (p1:m{u1} )m )r ");
	buf_free(&h.out);
	buf_free(&doc);
}

static void
long_text_comes_in_pieces(void **state)
{
	size_t n = hear_many("<r>", "some words &amp; more ", 400000, "</r>",
	    "more )r ");

	(void)state;
	assert_int_equal(n, 3 + 400000 * 18 + 3);
}

/* What libxml2 reads without complaint says the same here. */
static void
agree(struct str doc)
{
	struct buf ours = BUF_INIT(64 << 20), theirs = BUF_INIT(64 << 20);
	bool malformed = true;

	assert_true(xmloracle_theirs(doc, &theirs));
	assert_int_equal(xmloracle_ours(a, doc, &ours, &malformed), OK);
	assert_false(malformed);
	assert_string_equal(ours.p, theirs.p);
	buf_free(&ours);
	buf_free(&theirs);
}

static void
libxml2_reads_well_formed_documents_as_we_do(void **state)
{
	static const char *const docs[] = {
		"<a>x</a>",
		"<?xml version='1.0'?><!-- c --><a\n b = 'c'\td=\"e'f\" >x</a "
		">",
		"<a xmlns='u:1' xmlns:p='u:2' p:b='1' b='2'><p:c xmlns:p='u:3'"
		"/><c xmlns=''><d p:b=''/></c><p:e/></a>",
		"<a xml:lang='de' b='&lt;&amp;amp;&#65;\t\n\r\n\r&#9;&#10;'/>",
		"<a>1\r\n2\r3&#13;\n&lt;<![CDATA[\r\n<b>&amp;]] >]]>\r</a>",
		"<a>] ]] &gt; &quot;&apos;&#x20ac;<b/><b ></b ></a>\n<!-- -->",
		"<\xc3\xa9t\xc3\xa9 _-.\xce\xb1='1'>\xe2\x82\xac</\xc3\xa9t"
		"\xc3\xa9>",
		"<a b='?x=1&amp;y=2&amp;#38;'>a<?p i?>b<!-- - -->c</a>",
		"<a b='>' c='\"' d=\"'\">></a>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(docs) / sizeof(docs[0]); i++)
		agree(str_of(docs[i]));
}

static struct str
read_file(struct buf *doc, const char *top, const char *name)
{
	char path[4096];
	FILE *f;
	char *to;

	snprintf(path, sizeof(path), "%s/%s", top, name);
	f = fopen(path, "rb");
	assert_non_null(f);
	buf_clear(doc);
	to = buf_reserve(doc, 1 << 20);
	buf_advance(doc, fread(to, 1, 1 << 20, f));
	fclose(f);
	return (buf_str(doc));
}

static void
libxml2_reads_our_sample_feeds_as_we_do(void **state)
{
	static const char *const names[] = { "app-store", "atom-links",
		"atom-people", "atom-text", "channel-details", "discourse",
		"media", "podcast", "rdf-1.0", "relative-links" };
	struct buf doc = BUF_INIT(16 << 20);
	char name[64];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(name, sizeof(name), "tests/data/feeds/%s.xml",
		    names[i]);
		agree(read_file(&doc, getenv("EARSHOT_SRC"), name));
	}
	buf_free(&doc);
}

/* Real feeds: nothing is lost and nothing complains. */
static void
feeds_as_they_are_served_come_through(void **state)
{
	static const char *const names[] = { "data/feeds/large_atom.xml",
		"data/feeds/large_rss.xml", "data/feeds/rdf_UTF8.xml",
		"data/feeds/small_atom.xml", "data/feeds/urdu_UTF8.xml",
		"data/blog/posts.xml", "data/blog/pact-comments.xml" };
	const char *shared = getenv("EARSHOT_SHARED");
	struct buf doc = BUF_INIT(16 << 20);

	(void)state;
	if (shared == NULL || access(shared, R_OK) != 0) {
		printf("skipped: no EARSHOT_SHARED\n");
		skip();
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		agree(read_file(&doc, shared, names[i]));
	buf_free(&doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_documents_say_what_stands_in_them),
		cmocka_unit_test(namespaces_come_with_elements_and_attributes),
		cmocka_unit_test(
		    undeclared_prefixes_are_handed_over_without_namespace),
		cmocka_unit_test(
		    comments_instructions_and_doctype_are_passed_over),
		cmocka_unit_test(references_become_characters_once),
		cmocka_unit_test(html_entities_live_without_being_declared),
		cmocka_unit_test(
		    entities_that_the_document_declares_are_literal),
		cmocka_unit_test(entities_do_not_multiply),
		cmocka_unit_test(unknown_and_bare_references_stay_text),
		cmocka_unit_test(a_bare_less_than_is_text),
		cmocka_unit_test(wrong_nesting_is_mended),
		cmocka_unit_test(broken_tags_are_mended),
		cmocka_unit_test(
		    of_two_attributes_of_a_name_the_first_is_handed_over_first),
		cmocka_unit_test(a_cut_document_gives_all_up_to_the_cut),
		cmocka_unit_test(cdata_is_text_however_long),
		cmocka_unit_test(
		    cdata_without_end_does_not_swallow_what_follows),
		cmocka_unit_test(junk_round_the_document_is_skipped),
		cmocka_unit_test(what_follows_an_early_end_of_the_root_is_read),
		cmocka_unit_test(a_callback_can_end_the_reading),
		cmocka_unit_test(what_follows_hostile_markup_is_read),
		cmocka_unit_test(namespaces_in_scope_are_capped),
		cmocka_unit_test(namespaces_are_found_however_many_there_are),
		cmocka_unit_test(long_text_comes_in_pieces),
		cmocka_unit_test(libxml2_reads_well_formed_documents_as_we_do),
		cmocka_unit_test(libxml2_reads_our_sample_feeds_as_we_do),
		cmocka_unit_test(feeds_as_they_are_served_come_through),
	};
	int failed;

	xml_init();
	a = arena_new(64 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
