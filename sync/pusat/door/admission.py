"""Letting in no more rounds than pusat can serve; the others are told when to come again.

Past a set load everybody would only wait longer, until connections time out and every school tries
again: so a round beyond that gets a place in the queue at once, and a ticket that puts it before those
who come later. Each process has its own room; the queue they share, through memory that is there before
the processes part.
"""

import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import RawValue

from django.core.signing import BadSignature, Signer

from sync.wire.problems import SyncProblem

# At work in one process: more would only share one processor.
AT_WORK = 2
# Waiting in it: what is served within this time, and never more than have a thread to wait in. Who is told to
# come again does so after whole seconds, as HTTP has it: nothing is to stand idle meanwhile.
ROOM_SECONDS = 1.0
ROOM_MOST = 100
# Places in the queue are given a little closer than pusat is fast: that somebody has to come twice costs less
# than a processor with nothing to do.
_CLOSER = 0.9
# Of one round in what is known of all: some hundred rounds count, so that what a crowd slows down while it is
# being told to wait says little of how fast pusat is without it.
_WEIGHT = 0.005
_REMEMBERED = 10_000
_SOON_SECONDS, _LATE_SECONDS = 1.0, 60.0

_work = threading.BoundedSemaphore(AT_WORK)
_count = threading.Lock()
_inside = 0
_let_in: set[str] = set()
# When the last place in the queue is served (seconds since 1970), and how long a round takes (seconds).
_last_slot = RawValue("d", 0.0)
_took = RawValue("d", 0.02)
# Which part of the rounds with a ticket are the first with it: a place brings all rounds of a school's run.
_firsts = RawValue("d", 0.5)


@contextmanager
def turn(ticket: str) -> Iterator[None]:
    """A turn for one round. `ticket`: what an earlier refusal gave, or "".

    Raises SyncProblem 301, with the time to come again, the place in the queue and the ticket.
    """
    _enter(ticket if _is_ticket(ticket) else "")
    try:
        with _work:
            started = time.monotonic()
            yield
            _took.value += _WEIGHT * (time.monotonic() - started - _took.value)
    finally:
        _leave()


def _enter(ticket: str) -> None:
    global _inside
    room = min(ROOM_MOST, int(ROOM_SECONDS * AT_WORK / _took.value))
    with _count:
        if _inside >= AT_WORK + (room if ticket else room // 2):
            raise _full(ticket)
        _inside += 1
        if ticket:
            _firsts.value += _WEIGHT * ((ticket not in _let_in) - _firsts.value)
            _remember(ticket)


def _remember(ticket: str) -> None:
    if len(_let_in) >= _REMEMBERED:
        _let_in.clear()
    _let_in.add(ticket)


def _leave() -> None:
    global _inside
    with _count:
        _inside -= 1


def _full(ticket: str) -> SyncProblem:
    now = time.time()
    each = _CLOSER * max(_took.value, 0.001) / (AT_WORK * _processes() * max(_firsts.value, 0.1))
    if not ticket:
        # Two processes that write at once give the same place twice; nobody is hurt.
        _last_slot.value = max(now, _last_slot.value) + each
        ticket = _signer().sign(f"{_last_slot.value:.3f}")
    wait = float(ticket.partition(":")[0]) - now
    place = max(1, math.ceil(wait / each))
    return SyncProblem(301, retry_after=max(1, math.ceil(_until_asking(wait))), place=place, ticket=ticket)


def _until_asking(wait: float) -> float:
    """Whose turn is long to come asks again half-way: by then pusat may be faster than it was, and stand
    idle. The later a turn is, the slower pusat has become, and the longer is the pause: to be asked costs
    it too."""
    if wait < 0:
        return min(-wait / 2, _LATE_SECONDS)
    return wait if wait <= _SOON_SECONDS else wait / 2


def _is_ticket(ticket: str) -> bool:
    try:
        float(_signer().unsign(ticket))
    except (BadSignature, ValueError):
        return False
    return True


def _signer() -> Signer:
    return Signer(salt="antrean")


def _processes() -> int:
    return int(os.environ.get("PUSAT_WORKERS", "1"))
