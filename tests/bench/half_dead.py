#!/usr/bin/env python3
"""Half of the feeds are dead: refused, a black hole, no such name; does that
keep the daemon from the others?  Everything on loopback.  Prints the peak of
memory and descriptors, how late the healthy feeds were, and how long the stop
took; exits 1 where one of the bounds does not hold.

half_dead.py [-n FEEDS] [-i INTERVAL_S] [-t SECONDS] EARSHOTD [OPTION ...]
"""
import argparse
import asyncio
import collections
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

HOSTS = 50
MB_MAX, FDS_MAX, STOP_MAX_S = 192, 512, 5
WORDS = ('on the first day of spring a train leaves the valley at noon and '
         'carries letters, seeds and two old clocks over the hills').split()


def document(n):
    items = ''.join(
        f'<item><guid>{n}-{k}</guid><title>About {n} and {k}</title>'
        f'<description>{" ".join(WORDS[(n * 7 + k * 3 + j) % len(WORDS)] for j in range(80))}'
        '.</description></item>' for k in range(10))
    return ('<rss version="2.0"><channel><title>T</title>' + items +
            '</channel></rss>').encode()


async def answer(reader, writer, asked):
    try:
        while True:
            head = await reader.readuntil(b'\r\n\r\n')
            n = int(head.split(b' ', 2)[1].strip(b'/'))
            asked[n].append(time.monotonic())
            body = b'' if b'If-None-Match' in head else document(n)
            writer.write(
                b'HTTP/1.1 ' + (b'200 OK' if body else b'304 Not Modified') +
                b'\r\nETag: "%d"\r\nContent-Type: application/rss+xml\r\n'
                b'Content-Length: %d\r\n\r\n' % (n, len(body)) + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def serve(port, pipe):
    """The healthy ones: a process of its own, which tells who asked when."""
    asked = collections.defaultdict(list)

    async def run():
        for i in range(HOSTS):
            await asyncio.start_server(
                lambda r, w: answer(r, w, asked), f'127.2.0.{i + 1}', port,
                backlog=512)
        pipe.send('ready')
        while not pipe.poll():
            await asyncio.sleep(.2)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(run())
    pipe.send(dict(asked))


def black_hole():
    """A socket whose backlog is full: what comes next is never answered."""
    s = socket.socket()
    # Of every address: each black hole is a host of its own.
    s.bind(('0.0.0.0', 0))
    s.listen(0)
    kept = [s]
    for _ in range(3):
        c = socket.socket()
        c.setblocking(False)
        c.connect_ex(('127.4.0.1', s.getsockname()[1]))
        kept.append(c)
    return s.getsockname()[1], kept


def free_port():
    with socket.socket() as s:
        s.bind(('127.2.0.1', 0))
        return s.getsockname()[1]


def lines(n, interval, port, hole):
    """Healthy and dead in turn."""
    healthy, names = n // 2, []
    for i in range(n):
        k = i // 2
        if i % 2 == 0 and k < healthy:
            yield f'http://127.2.0.{k % HOSTS + 1}:{port}/{k} every={interval}s'
        elif k % 3 == 0:
            yield f'http://127.3.{k // 250 % 250}.{k % 250 + 1}:9/{k}'
        elif k % 3 == 1:
            yield f'http://127.4.{k // 250 % 250}.{k % 250 + 1}:{hole}/{k}'
        else:
            yield f'http://nobody{k}.invalid/{k}'


def status(pid, key):
    with open(f'/proc/{pid}/status') as f:
        for line in f:
            if line.startswith(key + ':'):
                return int(line.split()[1])
    return 0


def main():
    p = argparse.ArgumentParser()
    p.add_argument('-n', type=int, default=10000)
    p.add_argument('-i', type=int, default=60)
    p.add_argument('-t', type=int, default=0)
    p.add_argument('daemon', nargs='+')
    o = p.parse_args()
    seconds = o.t or 3 * o.i
    port, (hole, kept) = free_port(), black_hole()
    mine, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(port, theirs))
    server.start()
    mine.recv()
    with tempfile.TemporaryDirectory() as folder:
        feeds = os.path.join(folder, 'all.feeds')
        with open(feeds, 'w') as f:
            f.write('\n'.join(lines(o.n, o.i, port, hole)) + '\n')
        with open(os.path.join(folder, 'log'), 'w') as log:
            began = time.monotonic()
            d = subprocess.Popen(
                o.daemon + ['--db', os.path.join(folder, 'db'), '--feeds',
                            feeds, '--set', 'fetch.allow_private=127.0.0.0/8',
                            '--set', f'fetch.min_interval={o.i}', '--set',
                            'fetch.host_gap=0.1', '--set', 'web.listen=',
                            '--set', 'metrics.listen='],
                stderr=log, stdout=log)
            fds = peak = threads = 0
            while time.monotonic() < began + seconds and d.poll() is None:
                time.sleep(.5)
                try:
                    fds = max(fds, len(os.listdir(f'/proc/{d.pid}/fd')))
                    peak = max(peak, status(d.pid, 'VmHWM'))
                    threads = max(threads, status(d.pid, 'Threads'))
                except OSError:
                    break
            ended = time.monotonic()
            d.terminate()
            code = d.wait()
            stop = time.monotonic() - ended
    mine.send('stop')
    asked = mine.recv()
    server.join()
    first, gap, never = 0, 0, 0
    for i in range(o.n // 2):
        times = asked.get(i, [])
        if not times:
            never += 1
            continue
        first = max(first, times[0] - began)
        for a, b in zip(times, times[1:] + [ended]):
            gap = max(gap, b - a)
    visits = sum(len(t) for t in asked.values())
    print(f'{o.n} feeds, {o.n // 2} of them well, interval {o.i} s: '
          f'peak {peak // 1024} MB, {fds} descriptors, {threads} threads; '
          f'{visits} visits in {seconds} s, never visited {never}, '
          f'first after {first:.1f} s at the latest, longest gap {gap:.1f} s; '
          f'stopped in {stop:.1f} s with {code}')
    # A rhythm has a jitter of a tenth or so.
    ok = (peak < MB_MAX * 1024 and fds <= FDS_MAX and stop <= STOP_MAX_S and
          code == 0 and never == 0 and first <= o.i and gap <= o.i * 1.25)
    sys.exit(0 if ok else 1)


if __name__ == '__main__':
    main()
