"""Pusat in several processes, under gunicorn (not for Windows).

SIGHUP to the first process replaces the others one after the other and lets each finish what it is
doing; SIGUSR2 does so with a new version of the program; SIGTERM finishes and stops.
"""

import errno
import gc
import math
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

# Loaded before the processes part: they share its queue.
from sync.pusat.door import admission

from . import limits, patience

GRACE_SECONDS = 60
# How long an answered connection may take to hang up.
_LINGER_SECONDS = 2.0
# Long enough for a process that has nothing to do to take the call; in steps so short that this process, once
# its round is done, does not wait for long either.
_YIELD_SECONDS, _YIELD_STEPS = 0.005, 10


class Processes(BaseApplication):  # type: ignore[misc]
    """The server: a number of `workers` (processes), each with a number of `threads`. `ready` is called when
    they are about to begin."""

    def __init__(self, host: str, port: int, workers: int, threads: int, ready: Callable[[], object]) -> None:
        self._settings: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": YieldingWorker,
            "graceful_timeout": GRACE_SECONDS,
            "timeout": GRACE_SECONDS,
            # Longer than the pause between two rounds of a run.
            "keepalive": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda arbiter: ready(),
            "post_worker_init": lambda worker: _spare_the_collector(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


class TimedSocket(socket.socket):
    """A connection on which a request has to come in time."""

    deadline = math.inf
    # How much each byte of a body puts the deadline off.
    seconds_a_byte = 0.0
    on_close: Callable[[], object] | None = None

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Wait no longer than the deadline. Raises ConnectionResetError then: nobody answers."""
        others = self.gettimeout()
        left = max(self.deadline - time.monotonic(), 0.001)
        if left < (math.inf if others is None else others):
            self.settimeout(left)
        try:
            data = super().recv(size, flags)
        except TimeoutError as error:
            if time.monotonic() < self.deadline:
                raise
            self.hang_up()
            raise ConnectionResetError(errno.ECONNRESET, "too slow") from error
        finally:
            self.settimeout(others)
        self.deadline += len(data) * self.seconds_a_byte
        return data

    def hang_up(self) -> None:
        """End the connection both ways: nobody waits any more for what the other side may send."""
        with suppress(OSError):
            self.shutdown(socket.SHUT_RDWR)

    def linger(self) -> None:
        """Let the other side read the answer and close, but not for long."""
        with suppress(OSError):
            self.shutdown(socket.SHUT_WR)
            self.deadline, self.seconds_a_byte = time.monotonic() + _LINGER_SECONDS, 0.0
            while self.recv(4096):
                pass
        self.hang_up()

    def close(self) -> None:
        """It is closed, and counts no more."""
        super().close()
        if self.on_close:
            self.on_close()
            self.on_close = None


class YieldingWorker(ThreadWorker):  # type: ignore[misc]
    """A process of pusat. With a round to serve it lets the others take a call first: else whoever is quicker
    takes it, and two rounds in one process share a processor while another stands idle.

    It waits for a request no longer than `patience` says, and takes a few connections of an address. The
    thread of a connection sees the other side off: gunicorn does so in the one thread that takes calls, which
    whoever does not hang up would stop.

    These four methods of gunicorn's are not documented; why they are used is in docs/dependencies.md.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._lock = threading.Lock()
        self.in_hand = 0
        self._connections: Counter[str] = Counter()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, after a pause where another process may be idle."""
        for _ in range(_YIELD_STEPS):
            # With more in hand than it can be at work on, there is nobody who has nothing to do.
            if not 0 < self.in_hand < admission.AT_WORK:
                break
            time.sleep(_YIELD_SECONDS / _YIELD_STEPS)
        super().accept(listener)

    def enqueue_req(self, conn: Any) -> None:
        """A request has come, or a connection."""
        if not isinstance(conn.sock, TimedSocket) and not self._admit(conn):
            self.nr_conns -= 1
            conn.close()
            return
        self._count(1)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Answer a request."""
        try:
            conn.sock.deadline, conn.sock.seconds_a_byte = time.monotonic() + patience.HEAD_SECONDS, 0.0
            goes_on = super().handle(conn)
            if goes_on is False:
                conn.sock.linger()
            return goes_on
        finally:
            self._count(-1)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """The head has come; its body is read while it is answered."""
        conn.sock.deadline = time.monotonic() + patience.BODY_SECONDS
        conn.sock.seconds_a_byte = 1 / patience.BODY_RATE
        return super().handle_request(req, conn)

    def _admit(self, conn: Any) -> bool:
        """Count a new connection; False where its address has too many."""
        address = str(conn.client[0])
        conn.sock = _timed(conn.sock)
        with self._lock:
            self._connections[address] += 1
            has_too_many = self._connections[address] > limits.connections_of(address)
        conn.sock.on_close = lambda: self._forget(address)
        return not has_too_many

    def _forget(self, address: str) -> None:
        with self._lock:
            self._connections[address] -= 1
            if not self._connections[address]:
                del self._connections[address]

    def _count(self, more: int) -> None:
        with self._lock:
            self.in_hand += more


def _timed(plain: socket.socket) -> TimedSocket:
    """The same connection, which plain no longer is."""
    timeout = plain.gettimeout()
    timed = TimedSocket(plain.family, plain.type, plain.proto, fileno=plain.detach())
    timed.settimeout(timeout)
    return timed


def _spare_the_collector() -> None:
    """Make the garbage collector look seldom: a batch is tens of thousands of small objects that live for one
    request and form no circles, and looking through them again and again took a third of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
