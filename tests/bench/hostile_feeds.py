#!/usr/bin/env python3
"""What hostile feed documents of 16 MB cost `earshot parse`: CPU time and peak
memory of the whole process, printing included.  Each is measured beside an
ordinary document of its size: BAD is what costs 200 ms more than that one, or
more memory than four times its size and 16 MB beyond an empty document's.

hostile_feeds.py EARSHOT [NAME ...]
"""
import os
import resource
import subprocess
import sys
import tempfile

N = 16 << 20


def rep(head, unit, tail, n=N):
    k = (n - len(head) - len(tail)) // len(unit)
    return head + unit * k + tail


RSS = '<rss version="2.0"><channel><link>https://a.example/x/</link>'
ATOM = ('<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xml:base="https://a.example/x/">')
DOCS = {
    'honest-text': lambda: rep(RSS + '<item><description>','plain words and more of them ','</description></item></channel></rss>'),
    'items': lambda: rep(RSS,'<item/>',''),
    'items-max': lambda: rep(RSS,'<item><title>t</title><link>/a</link><guid>g</guid></item>','</channel></rss>'),
    'categories': lambda: RSS + '<item>'+''.join('<category>%d</category>'%i for i in range(650000))+'</item></channel></rss>',
    'authors': lambda: ATOM + '<entry>'+''.join('<author><name>%d</name></author>'%i for i in range(430000))+'</entry></feed>',
    'authors-items': lambda: ATOM + rep('',' <entry>'+''.join('<author><name>n%d</name></author>'%i for i in range(200))+'</entry>','</feed>'),
    'enclosures': lambda: RSS + '<item>'+''.join('<enclosure url="/%d"/>'%i for i in range(650000))+'</item></channel></rss>',
    'enclosures-items': lambda: RSS + rep('','<item>'+''.join('<enclosure url="/%d"/>'%i for i in range(250))+'</item>','</channel></rss>'),
    'same-enclosure': lambda: rep(ATOM + '<entry>','<link rel="enclosure" href="/a"/>','</entry></feed>'),
    'xmlbase': lambda: rep(ATOM + '<entry><content type="xhtml">','<i xml:base="b/">x</i>','</content></entry></feed>'),
    'xmlbase-abs': lambda: rep(ATOM + '<entry><content type="xhtml">','<i xml:base="http://b/">x</i>','</content></entry></feed>'),
    'xhtml': lambda: rep(ATOM + '<entry><content type="xhtml">','<p>x<a href="y">z</a></p>','</content></entry></feed>'),
    'links-html': lambda: rep(RSS + '<item><description>','&lt;a href="x">y&lt;/a>','</description></item></channel></rss>'),
    'links-html-items': lambda: rep(RSS,'<item><description>'+'&lt;a href="x%d">y&lt;/a>'*700+'</description></item>','</channel></rss>'),
    'unknown': lambda: rep(RSS + '<item>','<x:y xmlns:x="u"><z/></x:y>','</item></channel></rss>'),
    'unknown-feed': lambda: rep(RSS,'<x><y/></x>','</channel></rss>'),
    'lang': lambda: rep(ATOM + '<entry>','<title xml:lang="de"/>','</entry></feed>'),
    'lang-many': lambda: ATOM + ''.join('<title xml:lang="l%d"/>'%i for i in range(600000))+'</feed>',
    'dates': lambda: rep(RSS + '<item>','<pubDate>x</pubDate>','</item></channel></rss>'),
    'skiphours': lambda: rep(RSS + '<skipHours>','<hour>1</hour>','</skipHours></channel></rss>'),
    'hubs': lambda: ATOM + ''.join('<link rel="hub" href="h%d"/>'%i for i in range(500000))+'</feed>',
    'implicit': lambda: rep(RSS + '<item>','<title>a<link>b','</item></channel></rss>'),
    'nested-items': lambda: rep(RSS,'<item><title>a','</channel></rss>'),
    'ns-many': lambda: '<rss '+' '.join('xmlns:a%d="u%d"'%(i,i) for i in range(200))+'><channel><item>'+''.join('<a%d:b/>'%(i%200) for i in range(2000000))+'</item></channel></rss>',
    'json-empty': lambda: rep('{"version":"https://jsonfeed.org/version/1.1","items":[','{},',']}'),
    'json-bad': lambda: rep('{"version":"https://jsonfeed.org/version/1.1","items":[','{"a" 1},',']}'),
    'json-deep': lambda: '{"version":"https://jsonfeed.org/version/1.1","items":['+'['*(8<<20)+']'*(8<<20)+']}',
    'json-values': lambda: rep('{"version":"https://jsonfeed.org/version/1.1","items":[{"x":[','1,',']}]}'),
    'json-tags': lambda: '{"version":"https://jsonfeed.org/version/1.1","items":[{"tags":['+','.join('"%d"'%i for i in range(49000))+']}]}',
    'json-string': lambda: rep('{"version":"https://jsonfeed.org/version/1.1","items":[{"content_text":"','tea ','"}]}'),
    'json-badstring': lambda: rep('{"version":"https://jsonfeed.org/version/1.1","items":[{"content_text":"\\ud800','tea\n ','"}]}'),
    'json-manykeys': lambda: rep('{','"a":1,','}'),
    'json-quotes': lambda: rep('{"a":','"\\',''),
    'persons-at': lambda: rep(RSS + '<item><author>','a@','</author></item></channel></rss>'),
    'title-lt': lambda: rep(RSS + '<item><title><![CDATA[','<','&lt;]]></title></item></channel></rss>'),
    'title-amp': lambda: rep(RSS + '<item><title>','&amp;','</title></item></channel></rss>'),
    'sniff-lt': lambda: rep('','<',''),
    'sniff-cmt': lambda: rep('','<!--',''),
    'sniff-html': lambda: rep('<br>','<rss',''),
}


def cost(earshot, path):
    """CPU seconds and peak MB of one run."""
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execvp(earshot, [earshot, 'parse', path])
    _, status, used = os.wait4(pid, 0)
    if os.WIFSIGNALED(status):
        sys.exit(f'killed by signal {os.WTERMSIG(status)}')
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    earshot, names = sys.argv[1], sys.argv[2:]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'doc')

        def measure(text):
            with open(path, 'wb') as f:
                f.write(text.encode()[:N])
            return min(cost(earshot, path) for _ in range(2))

        none = measure(RSS + '</channel></rss>')[1]
        honest = measure(DOCS['honest-text']())[0]
        for name, make in DOCS.items():
            if names and name not in names:
                continue
            seconds, mb = measure(make())
            wrong = seconds > honest + .2 or mb - none > 4 * 16 + 16
            bad += wrong
            print(f"{'BAD' if wrong else 'ok':4} {name:18} "
                  f"{seconds * 1000:6.0f} ms {mb - none:6.1f} MB", flush=True)
    sys.exit(bad > 0)


main()
