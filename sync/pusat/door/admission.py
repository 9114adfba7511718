"""Admission: pusat lets in as many rounds as it can serve, and tells all others when to come again.

Past a certain load every round would only wait longer, until connections time out and every school tries
again. So a round beyond that load is refused at once, with a place in the queue and a ticket. A round with a
ticket is let in before rounds without one.

A process lets in AT_WORK rounds to work on, and some more that wait inside it. The queue before the door is
common to all processes, in memory that they share because it was made before they were forked. It is not a
list: pusat only knows when its last place will be served, and gives the next place a little later. The ticket
is that time, signed.
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

# Rounds at work in one process: more would only share one processor.
AT_WORK = 2
# Rounds that wait in one process: as many as it serves in this time, and never more than it has threads to
# wait in. Retry-After counts whole seconds. Until those that were sent away come again, the process needs
# work.
WAITING_SECONDS = 1.0
WAITING_MAX = 100
# Places in the queue follow each other a little faster than pusat serves: that a few rounds have to come
# twice costs less than a processor with nothing to do.
_PLACE_SHARE = 0.9
# The weight of one round in a moving average. Some hundred rounds count, so that a crowd that is just being
# sent away, which slows pusat down, says little of how fast it is without one.
_WEIGHT = 0.005
_TICKETS_MAX = 10_000
_SOON_SECONDS, _PAUSE_MAX_SECONDS = 1.0, 60.0

# Registrations at work in one process, and how many more wait for them: a few, beside the rounds.
_REGISTERING, _REGISTERING_MAX = 2, 10

_turns = threading.BoundedSemaphore(AT_WORK)
_registrations = threading.BoundedSemaphore(_REGISTERING)
_registrations_inside = threading.BoundedSemaphore(_REGISTERING_MAX)
_lock = threading.Lock()
_inside = 0
_used_tickets: set[str] = set()
# When the last place in the queue will be served: seconds since 1970.
_last_place = RawValue("d", 0.0)
# How long a round takes: a moving average, in seconds.
_round_seconds = RawValue("d", 0.02)
# How many of the rounds with a ticket are the first with it, from 0 to 1. A school uses its ticket for all
# rounds of a run, so this is one by the number of rounds of a usual run.
_first_share = RawValue("d", 0.5)


@contextmanager
def turn(ticket: str) -> Iterator[None]:
    """Wait for a turn, and hold it while one round is served. `ticket`: that of an earlier refusal, or "".

    Raises SyncProblem 301 where pusat is full, with the seconds until the caller is to come again, its place
    in the queue and its ticket.
    """
    _enter(ticket if _is_genuine(ticket) else "")
    try:
        with _turns:
            started = time.monotonic()
            yield
            _round_seconds.value += _WEIGHT * (time.monotonic() - started - _round_seconds.value)
    finally:
        _leave()


@contextmanager
def registration() -> Iterator[None]:
    """Hold a place for a registration. Anybody may ask for one, so that it takes no place of a round.

    Raises SyncProblem 307 where many wait already.
    """
    if not _registrations_inside.acquire(blocking=False):
        raise SyncProblem(307, retry_after=5)
    try:
        with _registrations:
            yield
    finally:
        _registrations_inside.release()


def _enter(ticket: str) -> None:
    """Let the round in, or raise SyncProblem 301. Rounds without a ticket have half of the waiting room."""
    global _inside
    waiting = min(WAITING_MAX, int(WAITING_SECONDS * AT_WORK / _round_seconds.value))
    with _lock:
        if _inside >= AT_WORK + (waiting if ticket else waiting // 2):
            raise _refusal(ticket)
        _inside += 1
        if ticket:
            _first_share.value += _WEIGHT * ((ticket not in _used_tickets) - _first_share.value)
            _remember(ticket)


def _remember(ticket: str) -> None:
    if len(_used_tickets) >= _TICKETS_MAX:
        _used_tickets.clear()
    _used_tickets.add(ticket)


def _leave() -> None:
    global _inside
    with _lock:
        _inside -= 1


def _refusal(ticket: str) -> SyncProblem:
    """The problem for a round that is sent away; without a ticket it gets the next place in the queue."""
    now = time.time()
    rounds_a_second = AT_WORK * _processes() / max(_round_seconds.value, 0.001)
    seconds_a_place = _PLACE_SHARE / (rounds_a_second * max(_first_share.value, 0.1))
    if not ticket:
        # Two processes that write at once give the same place twice; that does no harm.
        _last_place.value = max(now, _last_place.value) + seconds_a_place
        ticket = _signer().sign(f"{_last_place.value:.3f}")
    wait = float(ticket.partition(":")[0]) - now
    return SyncProblem(
        301,
        retry_after=max(1, math.ceil(_pause(wait))),
        place=max(1, math.ceil(wait / seconds_a_place)),
        ticket=ticket,
    )


def _pause(wait: float) -> float:
    """Seconds until a round is to ask again whose place is served in `wait` seconds.

    Who has to wait long asks again half-way: by then pusat may have become faster, and stand idle. Where the
    time of the place is past (`wait` is negative), pusat has become slower than it thought: the later it is,
    the longer is the pause, because to be asked costs pusat something too.
    """
    if wait < 0:
        return min(-wait / 2, _PAUSE_MAX_SECONDS)
    return wait if wait <= _SOON_SECONDS else wait / 2


def _is_genuine(ticket: str) -> bool:
    try:
        float(_signer().unsign(ticket))
    except (BadSignature, ValueError):
        return False
    return True


def _signer() -> Signer:
    return Signer(salt="antrean")


def _processes() -> int:
    return int(os.environ.get("PUSAT_WORKERS", "1"))
