#!/usr/bin/env python3
"""What a year has brought: posts as JSON Lines for `earshot import`, made of
the rules' own examples as those of the world (world.py) are.

year.py RULES POSTS
"""
import json
import random
import sys
import time

import world

YEAR_S = 365 * 86400
LANGS = ('en', 'en', 'en', 'es', 'fr')


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    world.read_texts(sys.argv[1])
    posts, now = int(sys.argv[2]), time.time()
    for k in range(1, posts + 1):
        rng = random.Random(k)
        said = [rng.choice(world.texts[LANGS[k % len(LANGS)]])
                for _ in range(rng.randint(1, 6))]
        print(json.dumps({
            'id': f'year-{k}',
            'url': f'https://year.example/p/{k}',
            'title': f'Of the year, {k}: {said[0][:60]}',
            'author': f'Reader {rng.randint(1, posts // 20 + 1)}',
            'date': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(
                now - YEAR_S + YEAR_S * k / (posts + 1))),
            'text': ' '.join(said) + f' ({k})'}))


main()
