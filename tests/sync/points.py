"""Named points at which a process of the tests kills itself with SIGKILL."""

import os
import pkgutil
import signal
from itertools import count
from typing import Any

LAPTOP = {
    "before sending": ("sync.lokal.client:Client", "exchange", "before"),
    "before the answer is stored": ("sync.lokal.client:Client", "exchange", "after"),
    "before the ack is stored": ("sync.lokal.push", "store_ack", "before"),
    "after the ack is stored": ("sync.lokal.push", "store_ack", "after"),
    "before the page is stored": ("sync.lokal.pull", "store_page", "before"),
    "after the page is stored": ("sync.lokal.pull", "store_page", "after"),
}
PUSAT = {
    "before the batch is applied": ("sync.pusat.receive", "_apply", "before"),
    "before the commit": ("sync.pusat.receive", "_apply", "after"),
    "after the commit": ("sync.pusat.api", "_answer", "after"),
    "before the page": ("sync.pusat.serve", "page", "before"),
}


def die_at(point: tuple[str, str, str], times: int = 1) -> None:
    """Make this process kill itself, and all of its session (in which it must be alone with its own),
    before or after it calls the function of the point for the `times`th time."""
    where, name, when = point
    holder = pkgutil.resolve_name(where)
    original = getattr(holder, name)

    calls = count(1)

    def cut(*args: Any, **options: Any) -> Any:
        if next(calls) < times:
            return original(*args, **options)
        if when == "after":
            original(*args, **options)
        # With it the other processes of a pusat that has several.
        os.killpg(0, signal.SIGKILL)

    setattr(holder, name, cut)
