"""Pusat in several processes, under gunicorn (not for Windows).

SIGHUP to the first process replaces the others one after the other and lets each finish what it is
doing; SIGUSR2 does so with a new version of the program; SIGTERM finishes and stops.
"""

import gc
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from . import admission  # noqa: F401  (before the processes part: they share its queue)

GRACE_SECONDS = 60


class Processes(BaseApplication):  # type: ignore[misc]
    """`workers` processes with `threads` threads each; `ready` is called once they are about to begin."""

    def __init__(self, host: str, port: int, workers: int, threads: int, ready: Callable[[], object]) -> None:
        self._settings: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
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


def _spare_the_collector() -> None:
    """A batch is tens of thousands of small objects that live for one request and form no circles:
    looking through them again and again took a third of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
