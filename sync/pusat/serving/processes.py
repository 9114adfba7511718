"""Pusat in several processes, under gunicorn (not for Windows).

SIGHUP to the first process replaces the others one after the other and lets each finish what it is
doing; SIGUSR2 does so with a new version of the program; SIGTERM finishes and stops.
"""

import gc
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

# Loaded before the processes part: they share its queue.
from sync.pusat.door import admission

GRACE_SECONDS = 60
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


class YieldingWorker(ThreadWorker):  # type: ignore[misc]
    """A process of pusat. With a round to serve it lets the others take a call first: else whoever is quicker
    takes it, and two rounds in one process share a processor while another stands idle.

    These three methods of gunicorn's are not documented; why they are used is in docs/dependencies.md.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._lock = threading.Lock()
        self.in_hand = 0

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, after a pause where another process may be idle."""
        for _ in range(_YIELD_STEPS):
            # With more in hand than it can be at work on, there is nobody who has nothing to do.
            if not 0 < self.in_hand < admission.AT_WORK:
                break
            time.sleep(_YIELD_SECONDS / _YIELD_STEPS)
        super().accept(listener)

    def enqueue_req(self, conn: Any) -> None:
        """A request has come."""
        self._count(1)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Answer a request."""
        try:
            return super().handle(conn)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._lock:
            self.in_hand += more


def _spare_the_collector() -> None:
    """Make the garbage collector look seldom: a batch is tens of thousands of small objects that live for one
    request and form no circles, and looking through them again and again took a third of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
