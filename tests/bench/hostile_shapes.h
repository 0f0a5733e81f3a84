/* The shapes of hostile_markup: SHAPE(name, kind, head, unit, tail). */
SHAPE("ordinary", XML, "<rss><channel>",
    "<item><title>Some words #</title><link>http://e.example/#</link>"
    "<description>&lt;p&gt;Words of a post that people wrote, and more "
    "of them, to have an ordinary length.&lt;/p&gt;</description></item>\n",
    "</channel></rss>")
SHAPE("ordinary", HTML, "<div>",
    "<p>Words of a <b>post</b> that people <a href=\"http://e.example/#\">"
    "wrote</a>, and more of them &amp; more.</p>\n",
    "</div>")
SHAPE("empty elements", XML, "<r>", "<a/>", "</r>")
SHAPE("open", XML, "", "<a>", "")
SHAPE("open and closed", XML, "<r>", "<a></a>", "</r>")
SHAPE("open with namespaces", XML, "<r>", "<a xmlns:a='u' xmlns:b='v'>", "")
SHAPE("open, new names", XML, "<r>", "<a#>", "")
SHAPE("new names", XML, "<r>", "<a#/>", "</r>")
SHAPE("new attribute names", XML, "<r>", "<a b#='' c#=''/>", "</r>")
SHAPE("new namespaces", XML, "<r>", "<a xmlns='u:#'/>", "</r>")
SHAPE("new prefixes in scope", XML, "<r", " xmlns:a#='u'", "></r>")
SHAPE("one tag of attributes", XML, "<r", " a#='1'", "></r>")
SHAPE("one tag of one attribute", XML, "<r", " a='1'", "></r>")
SHAPE("256 namespaces then elements", XML,
    "<r xmlns:a0='u' xmlns:a1='u' xmlns:a2='u' xmlns:a3='u' xmlns:a4='u' "
    "xmlns:a5='u' xmlns:a6='u' xmlns:a7='u' xmlns:a8='u' xmlns:a9='u'>",
    "<a xmlns:b#='u' xmlns:c#='u'>", "</r>")
SHAPE("prefixed elements deep in namespaces", XML,
    "<r xmlns:z='u'><a xmlns:a='u' xmlns:b='u' xmlns:c='u' xmlns:d='u' "
    "xmlns:e='u' xmlns:f='u' xmlns:g='u' xmlns:h='u' xmlns:i='u' "
    "xmlns:j='u' xmlns:k='u' xmlns:l='u' xmlns:m='u' xmlns:n='u' "
    "xmlns:o='u' xmlns:p='u' xmlns:q='u' xmlns:s='u' xmlns:t='u'>",
    "<z:a z:b='' z:c=''/>", "</a></r>")
SHAPE("wide tags", XML, "<r>",
    "<a b#='' c#='' d#='' e#='' f#='' g#='' h#='' i#='' j#='' k#='' l#='' "
    "m#='' n#='' o#='' p#='' q#='' r#='' s#='' t#='' u#='' v#='' w#=''/>",
    "</r>")
SHAPE("wide tags of the same names", XML, "<r>",
    "<a aa='' ab='' ac='' ad='' ae='' af='' ag='' ah='' ai='' aj='' ak='' "
    "al='' am='' an='' ao='' ap='' aq='' ar='' as='' at='' au='' av='' "
    "ba='' bb='' bc='' bd='' be='' bf='' bg='' bh='' bi='' bj='' bk='' "
    "bl='' bm='' bn='' bo='' bp='' bq='' br='' bs='' bt='' bu='' bv='' "
    "ca='' cb='' cc='' cd='' ce='' cf='' cg='' ch='' ci='' cj='' ck='' "
    "cl='' cm='' cn='' co='' cp='' cq='' cr='' cs='' ct='' cu='' cv=''/>",
    "</r>")
SHAPE("end tags of nothing", XML, "<r>", "</a>", "</r>")
SHAPE("b b b i i i", XML, "<r>", "<b></i>", "</r>")
SHAPE("crossed", XML, "<r>", "<b><i></b></i>", "</r>")
SHAPE("bare &", XML, "<r>", "&", "</r>")
SHAPE("bare <", XML, "<r>", "<", "</r>")
SHAPE("bare </", XML, "<r>", "</", "</r>")
SHAPE("bare <a", XML, "<r>", "<a ", "</r>")
SHAPE("bare <!", XML, "<r>", "<!", "</r>")
SHAPE("bare <?", XML, "<r>", "<?", "</r>")
SHAPE("comments without end", XML, "<r>", "<!--", "</r>")
SHAPE("comments", XML, "<r>", "<!---->", "</r>")
SHAPE("one comment", XML, "<r><!--", "- -- ", "--></r>")
SHAPE("instructions without end", XML, "<r>", "<?a ", "</r>")
SHAPE("instructions", XML, "<r>", "<?a ?>", "</r>")
SHAPE("doctypes", XML, "<r>", "<!DOCTYPE a [", "</r>")
SHAPE("doctype quotes", XML, "<!DOCTYPE a [", "<!ENTITY '", "]><r/>")
SHAPE("attlist", XML, "<!DOCTYPE r [<!ATTLIST a", " b# CDATA 'x'",
    ">]><r><a/></r>")
SHAPE("entity used often", XML,
    "<!DOCTYPE r [<!ENTITY a 'some words some words some words some words "
    "some words some words some words some words some words'>]><r>",
    "&a;", "</r>")
SHAPE("named references", XML, "<r>", "&zwnj;", "</r>")
SHAPE("unknown references", XML, "<r>", "&zwnx;", "</r>")
SHAPE("numbers", XML, "<r>", "&#1;", "</r>")
SHAPE("]]>", XML, "<r>", "]]>", "</r>")
SHAPE("]", XML, "<r>", "]", "</r>")
SHAPE("long CDATA", XML, "<r><![CDATA[", "words and words ", "]]></r>")
SHAPE("CDATA of ]", XML, "<r><![CDATA[", "]", "]]></r>")
SHAPE("CDATA in CDATA", XML, "<r>", "<![CDATA[", "]]></r>")
SHAPE("CDATA without end", XML, "<r>", "<![CDATA[x</r>", "]]></r>")
SHAPE("short CDATA", XML, "<r>", "<![CDATA[]]>", "</r>")
SHAPE("CDATA with a comment's start", XML, "<r>", "<![CDATA[<!--]]>", "</r>")
SHAPE("long text", XML, "<r>", "words and words ", "</r>")
SHAPE("long attribute", XML, "<r><a b='", "words and words ", "'/></r>")
SHAPE("quotes without end", XML, "<r>", "<a b=\"c>d</a>", "</r>")
SHAPE("both quotes without end", XML, "<r>", "<a b=\"c><d e='f>", "</r>")
SHAPE("attributes without =", XML, "<r>", "<a b c d e f g ", "</r>")
SHAPE("attributes of junk", XML, "<r>", "<a = = \" ' = ", "></r>")
SHAPE("many colons", XML, "<r>", "<a:b:c:d></a:b:c:d>", "</r>")
SHAPE("names of other letters", XML, "<r>", "<\xc3\xa9\xc3\xa9/>", "</r>")
SHAPE("roots", XML, "", "<rss></rss>", "")
SHAPE("text after the root", XML, "<r></r>", "x &", "")
SHAPE("long name", XML, "<r><", "abcdefgh", "/></r>")
SHAPE("b b b i i i", HTML, "", "<b></i>", "")
SHAPE("open b", HTML, "", "<b>", "")
SHAPE("open b text", HTML, "", "<b>x", "")
SHAPE("open div", HTML, "", "<div>", "")
SHAPE("open p", HTML, "", "<p>x", "")
SHAPE("open li", HTML, "<ul>", "<li>x", "")
SHAPE("open tables", HTML, "", "<table><tr><td>", "")
SHAPE("open lists", HTML, "", "<ul><li>", "")
SHAPE("open b and p", HTML, "", "<b><p>x", "")
SHAPE("open unknown", HTML, "", "<x#>", "")
SHAPE("unknown", HTML, "", "<x#>x</x#>", "")
SHAPE("closed in disorder", HTML, "", "<b><i><u></b></i></u>", "")
SHAPE("p that div ends", HTML,
    "<b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b>"
    "<b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b>",
    "<p><div>x</p></div>", "")
SHAPE("end tags of nothing", HTML, "", "</i>", "")
SHAPE("end tags of p", HTML, "", "</p>", "")
SHAPE("one tag of attributes", HTML, "<a", " a#='1'", ">")
SHAPE("attributes of junk", HTML, "<a", " = \" '", ">")
SHAPE("many links", HTML, "", "<a href='http://e.example/#'>x</a>", "")
SHAPE("one link", HTML, "", "<a href='http://e.example/'>x</a>", "")
SHAPE("open links", HTML, "", "<a href=x>", "")
SHAPE("comments without end", HTML, "", "<!--", "")
SHAPE("scripts without end", HTML, "", "<script>", "")
SHAPE("scripts", HTML, "", "<script></script>", "")
SHAPE("script ends", HTML, "<script>", "</scrip", "")
SHAPE("styles", HTML, "", "<style></script>", "")
SHAPE("templates", HTML, "", "<template>", "")
SHAPE("hidden", HTML, "", "<div style='display:none'>", "")
SHAPE("CDATA", HTML, "", "<![CDATA[", "]]>")
SHAPE("CDATA with ends", HTML, "", "<![CDATA[x]]>", "")
SHAPE("bare &", HTML, "", "&", "")
SHAPE("bare <", HTML, "", "<", "")
SHAPE("named references", HTML, "", "&zwnj;", "")
SHAPE("numbers", HTML, "", "&#1;", "")
SHAPE("quotes", HTML, "", "<blockquote>x</blockquote>", "")
SHAPE("open quotes", HTML, "", "<blockquote><q>x", "")
SHAPE("lines of >", HTML, "", "&gt; x<br>", "")
SHAPE("lines of On", HTML, "", "On x wrote:<br>", "")
SHAPE("lines of On without end", HTML, "", "On x wrote<br>", "")
SHAPE("pre", HTML, "<pre>", "x\n", "</pre>")
SHAPE("br", HTML, "", "<br>", "")
SHAPE("white space", HTML, "", " <b> </b>", "")
SHAPE("long text", HTML, "<p>", "words and words ", "</p>")
SHAPE("head", HTML, "", "<head><title>x</title></head>", "")
SHAPE("selects", HTML, "", "<select><option>", "")
SHAPE("forms", HTML, "", "<form><input>", "")
SHAPE("frames", HTML, "", "<frameset><frame>", "")
SHAPE("html and body", HTML, "", "<html><body>", "")
SHAPE("crossed now and then", HTML, "",
    "<p>some words <b>and <i>more</b> of them</i> in a row</p>", "")
SHAPE("crossed at the end", HTML, "",
    "<p>Words of a <b>post</b> that people <a href=\"http://e.example/#\">"
    "wrote</a>, and more of them &amp; more.</p>\n", "<b><i></b></i>")
