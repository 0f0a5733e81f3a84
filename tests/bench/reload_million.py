#!/usr/bin/env python3
"""A list grows by a million feeds while the daemon listens to a thousand.

    reload_million.py [-b BUILD] [-o OLD] [-n NEW] [-p]

Does the reload answer, how long does it take, what does it weigh, and who waits
for it?  The old feeds are visited all the time, every two seconds each; the new
ones are paused (-p: not, but on addresses that are refused).  One line for each
of: a start, a reload of the same list, one with the new feeds, the same list
again, one without them.  "Gaps" are the longest times without a visit, without
an answer from /healthz, and without a word to the watchdog, which waits 60 s;
"status" is asked a second after the reload.  All traffic stays on loopback.
Needs tests/support/feedserver.
"""
import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

FEED = """<rss version="2.0"><channel><title>x</title><item><title>A story
</title><link>http://x.example/1</link></item></channel></rss>
"""
WEB = 18217


class Gap:
    """The longest time between two signs of life since reset()."""

    def __init__(self):
        self.lock = threading.Lock()
        self.reset()

    def reset(self):
        with self.lock:
            self.last, self.longest = time.monotonic(), 0.0

    def sign(self):
        with self.lock:
            now = time.monotonic()
            self.longest = max(self.longest, now - self.last)
            self.last = now

    def seconds(self):
        with self.lock:
            return max(self.longest, time.monotonic() - self.last)


def watch_served(path, gap):
    size = 0
    while True:
        try:
            now = os.stat(path).st_size
        except OSError:  # not yet, or no more
            now = 0
        if now != size:
            size = now
            gap.sign()
        time.sleep(0.02)


def watch_health(gap):
    while True:
        try:
            with urllib.request.urlopen(
                    f"http://127.0.0.1:{WEB}/healthz", timeout=120):
                gap.sign()
        except OSError:
            pass
        time.sleep(0.1)


def watch_told(sock, gap):
    while True:
        if b"WATCHDOG=1" in sock.recv(4096):
            gap.sign()


def memory(pid, key):
    with open(f"/proc/{pid}/status") as f:
        for line in f:
            if line.startswith(key + ":"):
                return int(line.split()[1]) // 1024
    return 0


def main():
    ask = argparse.ArgumentParser(usage=__doc__)
    ask.add_argument("-b", dest="build", default=".")
    ask.add_argument("-o", dest="old", type=int, default=1000)
    ask.add_argument("-n", dest="new", type=int, default=1000000)
    ask.add_argument("-p", dest="polled", action="store_true")
    args = ask.parse_args()
    work = tempfile.mkdtemp()
    children = []
    try:
        run(args, work, children)
    finally:
        for child in children:
            child.terminate()
            child.wait()
        shutil.rmtree(work)


def run(args, work, children):
    def path(name):
        return os.path.join(work, name)

    with open(path("f.xml"), "w") as f:
        f.write(FEED)
    with open(path("script"), "w") as f:
        f.write("/...  file=f.xml etag=auto\n")
    os.mkdir(path("feeds"))
    children.append(subprocess.Popen(
        [f"{args.build}/tests/support/feedserver", "-P", path("port"), "-l",
         path("served"), path("script")]))
    while not os.path.exists(path("port")) or not os.stat(path("port")).st_size:
        time.sleep(0.05)
    with open(path("port")) as f:
        base = f"127.0.0.1:{f.read().strip()}"
    with open(path("feeds/old.feeds"), "w") as f:
        f.writelines(f"http://{base}/{i} every=2s\n" for i in range(args.old))
    with open(path("new"), "w") as f:
        f.write("" if args.polled else "[source \"New\" paused=yes]\n")
        f.writelines(f"http://10.{i >> 18}.{i >> 10 & 255}.{i >> 2 & 255}"
                     f"/topic/{i}/feed.xml\n" for i in range(args.new))

    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(path("notify"))
    visits, health, word = Gap(), Gap(), Gap()
    said = open(path("log"), "w")
    began = time.monotonic()
    daemon = subprocess.Popen(
        [f"{args.build}/src/earshotd", "--db", path("db"), "--feeds",
         path("feeds"), "--set", f"web.listen=127.0.0.1:{WEB}", "--set",
         f"fetch.allow_private={base}", "--set", "fetch.host_gap=0", "--set",
         "fetch.min_interval=1s"],
        stderr=said, env=dict(os.environ, NOTIFY_SOCKET=path("notify"),
                              WATCHDOG_USEC="60000000"))
    children.insert(0, daemon)
    while b"READY=1" not in told.recv(4096):
        pass
    print(f"start: {time.monotonic() - began:.1f} s,"
          f" {memory(daemon.pid, 'VmRSS')} MB", flush=True)
    for target, given in ((watch_served, (path("served"), visits)),
                          (watch_health, (health,)),
                          (watch_told, (told, word))):
        threading.Thread(target=target, args=given, daemon=True).start()
    time.sleep(5)

    def status(ret):
        time.sleep(1)
        began = time.monotonic()
        ret.append(subprocess.run(
            [f"{args.build}/src/earshot", "status", "--db", path("db")],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True))
        ret.append(time.monotonic() - began)

    def reload(name):
        with open(f"/proc/{daemon.pid}/clear_refs", "w") as f:
            f.write("5")
        for gap in (visits, health, word):
            gap.reset()
        asked = []
        asker = threading.Thread(target=status, args=(asked,))
        asker.start()
        began = time.monotonic()
        answer = subprocess.run(
            [f"{args.build}/src/earshot", "reload", "--db", path("db")],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        took = time.monotonic() - began
        wal = os.stat(path("db-wal")).st_size >> 20
        asker.join()
        time.sleep(3)
        if daemon.poll() is not None:
            sys.exit(f"{name}: the daemon ended: {daemon.returncode}")
        print(f"{name}: exit {answer.returncode}"
              f" ({answer.stdout.strip()[:200]}), {took:.1f} s,"
              f" peak {memory(daemon.pid, 'VmHWM')} MB, then"
              f" {memory(daemon.pid, 'VmRSS')} MB; gaps: visits"
              f" {visits.seconds():.1f} s, /healthz {health.seconds():.1f} s,"
              f" watchdog {word.seconds():.1f} s; status exit"
              f" {asked[0].returncode} in {asked[1]:.1f} s; WAL {wal} MB, then"
              f" {os.stat(path('db-wal')).st_size >> 20} MB", flush=True)

    reload("the same list")
    os.rename(path("new"), path("feeds/new.feeds"))
    reload(f"{args.new} new feeds")
    reload("the same list")
    os.rename(path("feeds/new.feeds"), path("new"))
    reload("without them")


main()
