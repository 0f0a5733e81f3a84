#!/usr/bin/env python3
"""The world of a soak, on loopback: feeds that are well and gain posts, feeds
that flap (well, refusing, failing, silent, in turn), and ports where nobody
answers.  Hostile ones are the feed server's business.

world.py FOLDER RULES

FOLDER gets `ports` (shell assignments) when all listen and `acked`, at SIGTERM:
how far each feed was acknowledged.  RULES: the folder of rule files whose
examples the posts are made of.

Who presents an ETag has all that was served under it.  Every second feed drops
that for ever, so that a post which was not stored is a gap in its numbers for
good; the others go on serving their last twenty, some of them edited.
"""
import asyncio
import glob
import gzip
import json
import os
import random
import re
import signal
import sys
import time
from html import escape

HOSTS, FLAPPING = 20, 12
PHASES, PHASE_S = ('well', 'refuse', 'well', 'fail', 'well', 'silent'), 40
KEPT, MOST = 20, 200
ATOM = 'http://www.w3.org/2005/Atom'
TYPES = ('application/rss+xml', 'application/atom+xml',
         'application/feed+json', 'application/rdf+xml')
began = time.monotonic()
texts = {}


def read_texts(folder):
    """What the rules give as examples, by language; they fire or just do not."""
    for path in sorted(glob.glob(os.path.join(folder, '*.rules'))):
        lang = os.path.basename(path)[:2]
        with open(path, encoding='utf-8') as f:
            texts.setdefault(lang, []).extend(
                m[1] for m in re.finditer(r'^\s+(?:yes|no)\s+(.*)$', f.read(),
                                          re.M))


class Feed:
    """One feed; its posts are numbered from 1 and come with the time."""

    def __init__(self, n):
        self.n, self.acked, self.born = n, 0, time.monotonic()
        self.lang = ('en', 'en', 'en', 'es', 'fr')[n % 5]
        self.every_s = 12 + n % 7 * 6
        self.forgets = n % 2 == 1

    def last(self):
        return 1 + int((time.monotonic() - self.born) / self.every_s)

    def post(self, k, last):
        rng = random.Random(self.n * 1000003 + k)
        said = [rng.choice(texts[self.lang]) for _ in range(rng.randint(1, 6))]
        if k % 10 == 0 and last >= k + 5 and not self.forgets:
            said.append('Edited later.')
        who = f'Reader {rng.randint(1, 60)}'
        title = (f'Comment {k} by {who}' if self.n % 5 == 1 else
                 f'Day {k} of {self.n}: {said[0][:60]}')
        return (f'{self.n}-{k}', title, f'https://w{self.n}.example/p/{k}', who,
                f'<p>{"</p><p>".join(escape(s) for s in said)} ({k})</p>')

    def answer(self, presented):
        """Status, headers, body."""
        m = re.fullmatch(r'"(\d+)-(\d+)"', presented or '')
        last = self.last()
        if m and int(m[1]) == self.n and int(m[2]) <= last:
            self.acked = max(self.acked, int(m[2]))
        if m and int(m[2]) == last:
            return '304 Not Modified', f'ETag: {presented}\r\n', b''
        first = self.acked + 1 if self.forgets else max(
            1, min(self.acked + 1, last - KEPT))
        # As many as were never acknowledged, however many.
        last = min(last, self.acked + MOST)
        posts = [self.post(k, last) for k in range(first, last + 1)]
        posts.reverse()
        kind = self.n % 4
        body = (rss, atom, jsonfeed, rdf)[kind](self, posts).encode()
        headers = f'ETag: "{self.n}-{last}"\r\nContent-Type: {TYPES[kind]}\r\n'
        if self.n % 3 == 0:
            body = gzip.compress(body, 1)
            headers += 'Content-Encoding: gzip\r\n'
        return '200 OK', headers, body


def rss(feed, posts):
    return ('<?xml version="1.0"?><rss version="2.0"><channel><title>Feed '
            f'{feed.n}</title><link>https://w{feed.n}.example/</link>' + ''.join(
                f'<item><guid isPermaLink="false">{g}</guid><title>{escape(t)}'
                f'</title><link>{u}</link><author>{w}</author><description>'
                f'{escape(x)}</description></item>'
                for g, t, u, w, x in posts) + '</channel></rss>')


def atom(feed, posts):
    return (f'<?xml version="1.0"?><feed xmlns="{ATOM}"><title>Feed {feed.n}'
            f'</title><id>urn:w{feed.n}</id>' + ''.join(
                f'<entry><id>{g}</id><title>{escape(t)}</title><link href="{u}"/>'
                f'<author><name>{w}</name></author><content type="html">'
                f'{escape(x)}</content></entry>'
                for g, t, u, w, x in posts) + '</feed>')


def jsonfeed(feed, posts):
    return json.dumps({
        'version': 'https://jsonfeed.org/version/1.1',
        'title': f'Feed {feed.n}',
        'items': [{'id': g, 'title': t, 'url': u, 'authors': [{'name': w}],
                   'content_html': x} for g, t, u, w, x in posts]})


def rdf(feed, posts):
    about = f'https://w{feed.n}.example/'
    return ('<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:rdf='
            '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel rdf:about='
            f'"{about}"><title>Feed {feed.n}</title><link>{about}</link>'
            '</channel>' + ''.join(
                f'<item rdf:about="{u}"><title>{escape(t)}</title><link>{u}'
                f'</link><dc:identifier>{g}</dc:identifier><dc:creator>{w}'
                f'</dc:creator><description>{escape(x)}</description></item>'
                for g, t, u, w, x in posts) + '</rdf:RDF>')


feeds = {}


def phase(n):
    """How feed n, a flapping one, is now; each turns at its own time."""
    return PHASES[int((time.monotonic() - began + n * 13) / PHASE_S)
                  % len(PHASES)]


async def talk(reader, writer, flapping):
    try:
        while True:
            head = (await reader.readuntil(b'\r\n\r\n')).decode('latin-1')
            path = head.split(' ', 2)[1]
            n = int(path.rpartition('/')[2])
            now = phase(n) if flapping else 'well'
            if now == 'refuse':
                break
            if now == 'silent':
                await reader.read()
                break
            if now == 'fail':
                status, headers, body = '503 Service Unavailable', '', b''
            elif path.startswith('/old/'):
                status, headers, body = ('301 Moved Permanently',
                                         f'Location: /{n}\r\n', b'')
            else:
                m = re.search(r'^if-none-match: *(\S+)', head, re.I | re.M)
                status, headers, body = feeds.setdefault(n, Feed(n)).answer(
                    m and m[1])
            writer.write(f'HTTP/1.1 {status}\r\n{headers}'
                         f'Content-Length: {len(body)}\r\n\r\n'.encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError,
            ValueError):
        pass
    writer.close()


async def flap(n, port):
    """Listens only while it does not refuse."""
    server = None
    while True:
        if phase(n) == 'refuse':
            if server is not None:
                server.close()
                server = None
        elif server is None:
            server = await asyncio.start_server(
                lambda r, w: talk(r, w, True), f'127.2.1.{n - 499}', port)
        await asyncio.sleep(1)


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(('127.2.0.1', 0))
        return s.getsockname()[1]


async def main():
    folder = sys.argv[1]
    read_texts(sys.argv[2])
    sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'bench'))
    from half_dead import black_hole
    hole, kept = black_hole()
    port, refused = free_port(), free_port()
    for i in range(HOSTS):
        await asyncio.start_server(lambda r, w: talk(r, w, False),
                                   f'127.2.0.{i + 1}', port)
    flaps = [asyncio.create_task(flap(500 + i, port)) for i in range(FLAPPING)]
    done = asyncio.Event()
    for s in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(s, done.set)
    new = os.path.join(folder, 'ports.new')
    with open(new, 'w') as f:
        f.write(f'well={port} hole={hole} refused={refused} hosts={HOSTS} '
                f'flapping={FLAPPING}\n')
    os.rename(new, os.path.join(folder, 'ports'))
    await done.wait()
    with open(os.path.join(folder, 'acked'), 'w') as f:
        for n in sorted(feeds):
            f.write(f'{n}|{feeds[n].acked}\n')
    for t in flaps:
        t.cancel()
    del kept


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    asyncio.run(main())
