#!/usr/bin/env python3
"""What a soak's figures say: does anything grow?  The first quarter is warming
up (rules are compiled to machine code as they first match, caches fill), so the
medians of the second and of the last are compared.  The -wal file is a sawtooth:
it grows while anybody reads, so its lowest of both quarters are compared.

verdict.py FILE.csv

Exit status 1: something grew; 2: no such figures.
"""
import csv
import statistics
import sys

MB = 1024
# Under this nothing has warmed up: growth is told and not judged.
SHORT_S = 1800
# column, what it is, unit, how much the last median may exceed the second
# (share and amount), and why that is no growth.
ALLOWED = (
    ('anon_kb', 'memory, anonymous', MB, 'MB', .02, 2 * MB,
     'hostile documents of 16 MB come and go: a median moves with them'),
    ('rss_kb', 'memory, resident', MB, 'MB', .04, 4 * MB,
     'and pages of files and of the -shm, which the kernel lends'),
    ('fds', 'descriptors', 1, '', 0, 8,
     'connections to silent servers come and go'),
    ('threads', 'threads', 1, '', 0, 2,
     'a resolver thread a lookup'),
    ('wal_bytes', '-wal file', MB * MB, 'MB', 0, 48 * MB * MB,
     'it is emptied again and again, in steps of 16 MB without readers'),
)
LOWEST = {'wal_bytes'}
# Where visits would pause (store.wal_max).
WAL_MAX = 1024 * MB * MB


def quarters(rows, column):
    end = rows[-1]['seconds']
    return [[r[column] for r in rows if end * q / 4 <= r['seconds'] and
             (r['seconds'] < end * (q + 1) / 4 or q == 3)] for q in range(4)]


def slope(rows, column):
    """Per hour, over the second half: least squares."""
    half = [r for r in rows if r['seconds'] >= rows[-1]['seconds'] / 2]
    x, y = [r['seconds'] / 3600 for r in half], [r[column] for r in half]
    if len(set(x)) < 2:
        return 0
    return statistics.linear_regression(x, y).slope


def rates(rows):
    first, last = rows[0], rows[-1]
    s = last['seconds'] - first['seconds'] or 1
    return (f"{last['seconds']} s, {last['posts'] - first['posts']} posts, "
            f"{last['visits']} visits ({last['visits'] / s:.1f}/s), database "
            f"{last['db_bytes'] / MB / MB:.1f} MB, CPU of the daemon "
            f"{(last['cpu_s'] - first['cpu_s']) / s * 100:.1f} % of a core, "
            f"reloads {last['reloads']} refused {last['refused']}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        with open(sys.argv[1], newline='') as f:
            rows = [{k: float(v) if '.' in v else int(v)
                     for k, v in r.items()} for r in csv.DictReader(f)
                    if None not in r.values() and '' not in r.values()]
    except (OSError, ValueError) as e:
        print(f'{sys.argv[1]}: {e}', file=sys.stderr)
        sys.exit(2)
    if len(rows) < 8:
        print(f'{sys.argv[1]}: {len(rows)} lines are too few',
              file=sys.stderr)
        sys.exit(2)
    bad, short = 0, rows[-1]['seconds'] < SHORT_S
    print(rates(rows))
    for column, name, unit, word, share, amount, why in ALLOWED:
        of = min if column in LOWEST else statistics.median
        q = [of(part) if part else 0 for part in quarters(rows, column)]
        most = max(r[column] for r in rows)
        grew = q[3] > q[1] * (1 + share) + amount
        bad += grew and not short
        word_of = 'flat' if not grew else 'more' if short else 'GREW'
        print(f"{word_of} {name}: "
              f"{'lowest' if column in LOWEST else 'medians'} of the quarters "
              + ', '.join(f'{v / unit:.1f}' for v in q) +
              f' {word}'.rstrip() + f'; most {most / unit:.1f}; slope of the '
              f'second half {slope(rows, column) / unit:+.2f} an hour; allowed '
              f'+{share * 100:.0f} % and +{amount / unit:g}: {why}')
    most = max(r['wal_bytes'] for r in rows)
    if most > WAL_MAX:
        bad += 1
        print(f'GREW -wal file: {most / MB / MB:.1f} MB, at most '
              f'{WAL_MAX / MB / MB:g}')
    pids = {r['pid'] for r in rows}
    if len(pids) != 1 or rows[-1]['restarts']:
        bad += 1
        print(f"BAD  {len(pids)} processes, {rows[-1]['restarts']} restarts")
    else:
        print(f'one  process all the time: pid {pids.pop()}')
    if short:
        print(f'under {SHORT_S} s nothing has warmed up: growth is not judged')
    print('verdict:', f'{bad} bad' if bad else 'well')
    sys.exit(bad > 0)


main()
