"""A server under measurement: started on a free port, watched through /proc, and always stopped."""
import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time

import load
import matrices

START_SECONDS = 30
STOP_SECONDS = 15

PRIVATE_CPU_CLOCK = 2  # of a process, all its threads, in nanoseconds: see clock_getcpuclockid(3)


class Failed(Exception):
    """A server that can't be started, died, hung or answered wrongly."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    """Whether somebody does, without connecting: at a free port that may meet itself."""
    with open("/proc/net/tcp") as sockets:
        return any(f":{port:04X} 00000000:0000 0A" in line for line in sockets)


class Server:
    """One side's server, for the length of a `with`: it answers inside, and nothing runs after.

    Its processes are a session of their own, which is how they are found. Should this program be
    killed, the kernel ends the server.
    """

    def __init__(self, side):
        self.side = side
        self.port = free_port()
        self.path = side.path
        self.log = tempfile.TemporaryFile()
        self.process = None

    def __enter__(self):
        command = ["setpriv", "--pdeathsig", "TERM", *self.side.command(self.port)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        try:
            self._wait_until_it_listens()
        except BaseException:
            self._stop()
            self.log.close()
            raise
        return self

    def __exit__(self, kind, error, trace):
        self._stop()
        with self.log:
            last_words = self._last_words()
        if kind is None and self.process.returncode not in (0, -signal.SIGTERM):
            raise Failed(f"ended with {self.process.returncode}{last_words}")

    def _wait_until_it_listens(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            if listens(self.port):
                return self._check_an_answer()
            if self.process.poll() is not None:
                raise Failed(f"did not start{self._last_words()}")
            if time.monotonic() > deadline:
                raise Failed("did not start to listen")
            time.sleep(0.02)

    def _check_an_answer(self):
        with load.Client(self) as client:
            answer = client.post(matrices.SMALL)
        if self.side.multiplies:
            matrices.check_small(answer)

    def _stop(self):
        """Asks the first process, as service managers do; what is left after a while is killed."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        while left := self.processes():
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)
        self.process.wait()

    def _last_words(self):
        self.log.seek(0)
        lines = self.log.read().decode(errors="replace").split("\n")
        words = [line for line in lines if line.strip()]
        return f": {words[-1].strip()}" if words else ""

    def processes(self):
        """The ids of its processes that live: of the session that its first one leads."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                with open(f"/proc/{pid}/stat") as stat:
                    state, _, _, session = stat.read().rpartition(")")[2].split()[:4]
                if int(session) == self.process.pid and state != "Z":
                    found.append(int(pid))
        return found

    def cpu_seconds(self):
        return sum(time.clock_gettime(~pid << 3 | PRIVATE_CPU_CLOCK) for pid in self.processes())

    def watch_memory(self):
        return MemoryWatch(self.processes())


class MemoryWatch:
    """How far the memory of the process that grows most rises above where it stands now."""

    def __init__(self, processes):
        self.start = {pid: resident(pid, "VmRSS") for pid in processes}
        self.restart()

    def restart(self):
        for pid in self.start:
            with open(f"/proc/{pid}/clear_refs", "w") as peak:
                peak.write("5")

    def peak(self):
        """Bytes since the last restart."""
        return max(resident(pid, "VmHWM") - start for pid, start in self.start.items())


def resident(pid, which):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith(which):
                return int(line.split()[1]) * 1024
    raise Failed(f"process {pid} is gone")
