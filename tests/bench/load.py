"""Clients. Each takes as little of the machine as it can, since the server runs on the same one."""
import contextlib
import os
import pathlib
import re
import select
import socket
import subprocess
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent

PIECE = 1 << 20
PATIENCE = 60  # seconds without a byte, after which a server counts as hung

LAST_CHUNK = b"\r\n0\r\n\r\n"


JSON = {"Content-Type": "application/json"}


def request_head(method, path, length, headers=JSON):
    """The headers are those of a body: without a length there are none."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    if length is not None:
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines.append(f"Content-Length: {length}")
    return "".join(line + "\r\n" for line in [*lines, ""]).encode()


class Client:
    """One connection, kept for request after request."""

    def __init__(self, server, headers=JSON):
        self.path = server.path
        self.headers = headers
        self.buffer = memoryview(bytearray(PIECE))
        self.socket = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def time(self, body):
        """Seconds from the first byte sent to the last received."""
        start = time.perf_counter()
        self._send(body)
        self._receive(lambda piece: None)
        return time.perf_counter() - start

    def post(self, body):
        """The answer's body."""
        pieces = []
        self._send(body)
        self._receive(lambda piece: pieces.append(bytes(piece)))
        return body_of(b"".join(pieces))

    def _send(self, body):
        self.socket.sendall(request_head("POST", self.path, len(body), self.headers))
        self.socket.sendall(body)

    def _receive(self, take):
        head, left, tail = b"", None, b""
        while left is None or left > 0:
            count = self.socket.recv_into(self.buffer)
            if count == 0:
                raise ConnectionError("closed before its answer was complete")
            piece = self.buffer[:count]
            take(piece)
            if left is not None:
                left -= count
            elif b"\r\n\r\n" not in head:
                head += piece
                left = length_left(head)
            tail = (tail + bytes(piece[-len(LAST_CHUNK) :]))[-len(LAST_CHUNK) :]
            if left is None and tail == LAST_CHUNK:
                left = 0


def length_left(start):
    """How much is still to come after the start of an answer; None while that can't be told."""
    head, end, rest = start.partition(b"\r\n\r\n")
    if not end:
        return None
    if not head.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(f"answered {head.splitlines()[0].decode()}")
    length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return int(length[1]) - len(rest) if length else None


def body_of(answer):
    head_end = answer.index(b"\r\n\r\n")
    at = head_end + 4
    if not re.search(rb"\r\ntransfer-encoding: *chunked", answer[:head_end], re.IGNORECASE):
        return answer[at:]
    pieces = []
    while True:
        line_end = answer.index(b"\r\n", at)
        count = int(answer[at:line_end], 16)
        if count == 0:
            return b"".join(pieces)
        at = line_end + 2
        pieces.append(answer[at : at + count])
        at += count + 2


def wrk(server, body, connections, seconds):
    """-> requests, seconds, p50 and p99 in seconds, errors."""
    url = f"http://127.0.0.1:{server.port}{server.path}"
    run = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", HERE / "small.lua", url],
        env=os.environ | {"BODY": body.decode()},
        capture_output=True,
        text=True,
        timeout=seconds + PATIENCE,
    )
    figures = re.search(r"^figures (\d+) (\d+) (\d+) (\d+) (\d+)$", run.stdout, re.MULTILINE)
    if not figures:
        raise ConnectionError(f"wrk: {run.stdout.strip()} {run.stderr.strip()}")
    if figures[1] == "0":
        raise ConnectionError("no request was answered")
    requests, duration, p50, p99, errors = map(int, figures.groups())
    return requests, duration / 1e6, p50 / 1e6, p99 / 1e6, errors


class Paced:
    """Requests that fall due at a steady rate, over a few connections, whatever the server does.

    A request is timed from when it was due, not from when its connection was free for it: else a
    server that stands still would look good, as nothing is asked of it meanwhile.
    """

    CONNECTIONS = 8
    RATE = 400

    def __init__(self, server, request):
        self.server = server
        self.request = request
        self.seconds = []
        self.lost = 0

    def run(self, finished):
        """Until finished() says so, and everything that was due by then is answered or lost."""
        start = time.perf_counter()
        self.due = {self._connect(): start + i / self.RATE for i in range(self.CONNECTIONS)}
        self.waiting = {}
        while self.waiting or not finished():
            self._send_what_is_due(finished())
            self._take_answers()
        for connection in self.due:
            connection.close()
        return self

    def _connect(self):
        return socket.create_connection(("127.0.0.1", self.server.port), PATIENCE)

    def _send_what_is_due(self, finished):
        now = time.perf_counter()
        for connection, due in self.due.items():
            if due <= now and connection not in self.waiting and not finished:
                self.waiting[connection] = b""
                connection.sendall(self.request)

    def _take_answers(self):
        now = time.perf_counter()
        next_due = min(
            (due for connection, due in self.due.items() if connection not in self.waiting),
            default=now + PATIENCE,
        )
        ready, _, _ = select.select(list(self.waiting), [], [], min(max(0, next_due - now), 0.1))
        for connection in ready:
            self._take(connection)
        if not ready and any(now - self.due[connection] > PATIENCE for connection in self.waiting):
            raise ConnectionError("small requests are not answered")

    def _take(self, connection):
        try:
            piece = connection.recv(65536)
            if not piece:
                raise ConnectionError("closed")
            self.waiting[connection] += piece
            if length_left(self.waiting[connection]) != 0:
                return
            self.seconds.append(time.perf_counter() - self.due[connection])
        except OSError:
            self._replace(connection)
            return
        del self.waiting[connection]
        self.due[connection] += self.CONNECTIONS / self.RATE

    def _replace(self, connection):
        self.lost += 1
        del self.waiting[connection]
        due = self.due.pop(connection)
        connection.close()
        self.due[self._connect()] = due + self.CONNECTIONS / self.RATE


class Busy:
    """Large requests one after the other, on a thread of their own, until told to end."""

    def __init__(self, server, body):
        self.seconds = []
        self.error = None
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(server, body), daemon=True)
        self.thread.start()

    def _run(self, server, body):
        try:
            with Client(server) as client:
                while not self.ending.is_set():
                    self.seconds.append(client.time(body))
        except OSError as error:
            self.error = error

    def running(self):
        return self.thread.is_alive()

    def end(self):
        self.ending.set()


@contextlib.contextmanager
def idle_clients(server, count):
    """Connections that say nothing."""
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), PATIENCE))
        yield


@contextlib.contextmanager
def slow_clients(server, count):
    """Connections that send a byte of their body every tenth of a second."""
    stop = threading.Event()

    def drip(connections):
        while not stop.wait(0.1):
            for connection in connections:
                with contextlib.suppress(OSError):
                    connection.sendall(b"1")

    with contextlib.ExitStack() as stack:
        connections = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), PATIENCE))
            for _ in range(count)
        ]
        for connection in connections:
            connection.sendall(request_head("POST", server.path, 100_000) + b'{"a":[[')
        thread = threading.Thread(target=drip, args=(connections,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
