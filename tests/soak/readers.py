#!/usr/bin/env python3
"""Analysts of a soak: each begins to read, asks views, holds what it saw for a
while (up to 40 s, in which the -wal file cannot begin anew), asks again, lets
go and is away for a while: a third of the time nobody reads.  One line for each
thing that went wrong, on standard error; at SIGTERM one that counts, on
standard output.

readers.py DATABASE [READERS]
"""
import random
import signal
import sqlite3
import sys
import threading
import time

ended = threading.Event()
lock = threading.Lock()
counts = {'transactions': 0, 'queries': 0, 'failed': 0, 'unsteady': 0}


def count(key):
    with lock:
        counts[key] += 1


def one(db, rng):
    views = [r[0] for r in db.execute(
        "select name from sqlite_schema where type = 'view' and name like "
        "'v\\_%' escape '\\'")]
    db.execute('begin')
    seen = db.execute('select count(*), max(rowid) from post').fetchone()
    until = time.monotonic() + rng.choice((1, 5, 15, 40))
    while not ended.is_set():
        view = rng.choice(views)
        db.execute(f'select * from {view} limit 200').fetchall()
        count('queries')
        left = until - time.monotonic()
        if left <= 0:
            break
        ended.wait(min(left, rng.uniform(2, 8)))
    # One transaction sees one state.
    if db.execute('select count(*), max(rowid) from post').fetchone() != seen:
        count('unsteady')
        print('a transaction saw two states', file=sys.stderr, flush=True)
    db.execute('commit')
    count('transactions')


def read(path, seed):
    rng, db = random.Random(seed), None
    while not ended.wait(rng.choice((5, 20, 60, 90))):
        try:
            if db is None:
                db = sqlite3.connect(f'file:{path}?mode=ro', uri=True,
                                     isolation_level=None, timeout=5)
            one(db, rng)
            # Some come and go, some keep their connection.
            if seed % 2 == 0:
                db.close()
                db = None
        except sqlite3.Error as e:
            count('failed')
            print(e, file=sys.stderr, flush=True)
            db = None


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    for s in (signal.SIGTERM, signal.SIGINT):
        signal.signal(s, lambda *_: ended.set())
    threads = [threading.Thread(target=read, args=(sys.argv[1], i))
               for i in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(f'readers {n} ' + ' '.join(f'{k} {v}' for k, v in counts.items()))


if __name__ == '__main__':
    main()
