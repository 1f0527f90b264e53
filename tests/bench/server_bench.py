#!/usr/bin/env python3
"""Measures rowcold from outside: large products, and what others notice of them. Loopback only.

usage: server_bench.py PROGRAM

Figures are seconds on this machine and now; the ratios, taken in one run, are what counts.
"""
import http.client
import json
import math
import random
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

SMALL = b'{"a":[[1,2,3],[4,5,6],[7,8,10]],"b":[[0.5,-1,2],[3.25,4,1e-3],[7,0.1,9]]}'
HEAD = b"POST /v1/multiply HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


class Server:
    """A rowcold of its own on a free port."""

    def __init__(self, program):
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([program, "--listen", "127.0.0.1:0"], stderr=self.log)
        self.port = None
        while self.port is None:
            self.log.seek(0)
            for line in self.log:
                if "listening on http://" in line:
                    self.port = int(line.split("listening on http://")[1].split()[0].rsplit(":", 1)[1])
            time.sleep(0.01)

    def status(self, key):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(key):
                return int(line.split()[1]) / 1024
        raise KeyError(key)

    def reset_peak(self):
        open(f"/proc/{self.process.pid}/clear_refs", "w").write("5")

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port))

    def stop(self):
        self.process.terminate()
        return self.process.wait()


def body_of(size):
    draw = random.Random(size).uniform
    rows = ["[" + ",".join("%.17g" % draw(-1, 1) for _ in range(size)) + "]" for _ in range(2 * size)]
    return ('{"a":[' + ",".join(rows[:size]) + '],"b":[' + ",".join(rows[size:]) + "]}").encode()


def post(server, body):
    """-> (seconds, answer). A bare socket: the client takes as little of the machine as it can."""
    with server.connect() as connection:
        start = time.perf_counter()
        connection.sendall(HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        connection.sendall(body)
        parts = []
        while part := connection.recv(1 << 20):
            parts.append(part)
        seconds = time.perf_counter() - start
    answer = b"".join(parts)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"no product: {answer[:200]!r}")
    return seconds, answer


def unchunk(answer):
    head, _, rest = answer.partition(b"\r\n\r\n")
    if b"chunked" not in head:
        return rest
    parts = []
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        count = int(size, 16)
        parts.append(rest[:count])
        rest = rest[count + 2:]
    return b"".join(parts)


def check(body, answer):
    """Some entries of the product against exactly rounded sums."""
    asked, product = json.loads(body), json.loads(unchunk(answer))["product"]
    a, b = asked["a"], asked["b"]
    for _ in range(50):
        i, j = random.randrange(len(a)), random.randrange(len(b[0]))
        exact = math.fsum(a[i][k] * b[k][j] for k in range(len(b)))
        if not math.isclose(product[i][j], exact, rel_tol=1e-9, abs_tol=1e-11):
            raise SystemExit(f"wrong product at {i},{j}")


def large(server, size, times):
    body = body_of(size)
    idle = server.status("VmRSS")
    server.reset_peak()
    _, answer = post(server, body)
    peak = server.status("VmHWM") - idle
    check(body, answer)
    seconds = statistics.median(post(server, body)[0] for _ in range(times))
    matrices = 3 * size * size * 8 / 2**20
    print(f"{size} x {size}: {seconds:.3f} s, {len(body) / 1e6:.0f} MB in, {len(answer) / 1e6:.0f} MB out, "
          f"peak memory {peak:.0f} MiB = {peak / matrices:.2f} of the three matrices", flush=True)
    return body, seconds


def beside_idle(server, body, quiet, count):
    connections = [server.connect() for _ in range(count)]
    seconds = statistics.median(post(server, body)[0] for _ in range(3))
    for connection in connections:
        connection.close()
    print(f"beside {count} idle connections: {seconds / quiet:.2f} of its quiet time", flush=True)


def beside_slow(server, body, quiet, count):
    """Clients that send a byte of their body every tenth of a second."""
    stop = threading.Event()
    connections = [server.connect() for _ in range(count)]
    for connection in connections:
        connection.sendall(HEAD + b'Content-Length: 100000\r\n\r\n{"a":[[')

    def drip():
        while not stop.wait(0.1):
            for connection in connections:
                connection.sendall(b"1")

    thread = threading.Thread(target=drip)
    thread.start()
    seconds = statistics.median(post(server, body)[0] for _ in range(3))
    stop.set()
    thread.join()
    for connection in connections:
        connection.close()
    print(f"beside {count} slow clients: {seconds / quiet:.2f} of its quiet time", flush=True)


def small_beside_large(server, body, target, small):
    busy = [threading.Thread(target=post, args=(server, body)) for _ in range(2)]
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    times = []
    for thread in busy:
        thread.start()
    while any(thread.is_alive() for thread in busy):
        start = time.perf_counter()
        connection.request("POST" if small else "GET", target, small, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{target}: {response.status}")
        times.append((time.perf_counter() - start) * 1000)
        time.sleep(0.005)
    times.sort()
    print(f"{target} while two such products run: p50 {times[len(times) // 2]:.2f} ms, "
          f"p99 {times[int(len(times) * 0.99)]:.2f} ms, {len(times)} requests", flush=True)


def main():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = Server(sys.argv[1])
    large(server, 512, 7)
    body, quiet = large(server, 2000, 5)
    beside_idle(server, body, quiet, min(10000, hard - 200))
    beside_slow(server, body, quiet, 200)
    small_beside_large(server, body, "/healthz", None)
    small_beside_large(server, body, "/v1/multiply", SMALL)
    if server.stop() != 0:
        raise SystemExit("rowcold did not stop well")


main()
