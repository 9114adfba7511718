"""The connection check: what is wrong with the way to pusat, found in bounded time and without sending a
record."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import requests
from django.utils import timezone
from django.utils.timesince import timesince

from sync.lokal.models import Connection, Run
from sync.wire.catalogue import catalogue
from sync.wire.problems import SyncProblem
from sync.wire.registration import Checked

from .client import Client, causes, is_here

# Until the answer is "pusat does not answer"; looking up a name knows no end of its own.
SECONDS = 20.0
EACH_WAIT = 8.0
# Further apart than clocks of computers that are set by the network ever are.
CLOCK_DIFFERENCE = timedelta(minutes=5)
# Addresses that are nobody's (RFC 5737, RFC 3849).
_NOWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


@dataclass(frozen=True)
class CheckResult:
    """The result of a check. `seconds`: until pusat had answered; `remarks`: problems that do not stop a
    run."""

    problem: SyncProblem | None = None
    seconds: float = 0.0
    remarks: tuple[SyncProblem, ...] = ()
    at: datetime = field(default_factory=timezone.now)


class ConnectionCheck:
    """A check in a thread of its own, so that nobody has to wait for it."""

    def __init__(self, connection: Connection) -> None:
        self._result: CheckResult | None = None
        self._ends = time.monotonic() + SECONDS
        self._thread = threading.Thread(target=self._work, args=(connection,), name="check", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until the check is over, at most so many seconds."""
        self._thread.join(min(seconds, max(0.0, self._ends - time.monotonic())))

    @property
    def result(self) -> CheckResult | None:
        """The result; None while the check is under way."""
        if self._result is None and time.monotonic() >= self._ends:
            self._result = CheckResult(SyncProblem(103))
        return self._result

    def _work(self, connection: Connection) -> None:
        result = CheckResult(SyncProblem(506))
        try:
            result = check_now(connection)
        finally:
            self._result = self._result or result


_newest: ConnectionCheck | None = None


def begin(connection: Connection) -> ConnectionCheck:
    """Begin a check, or return the one that is under way."""
    global _newest
    if _newest is None or _newest.result:
        _newest = ConnectionCheck(connection)
    return _newest


def newest(last_good: Run | None = None) -> ConnectionCheck | None:
    """The newest check since the application was started. None where its problem is over: `last_good`, the
    last run that went well, was over the network and ended after the check."""
    failed = _newest.result if _newest and _newest.result and _newest.result.problem else None
    if failed is None or last_good is None or last_good.way == Run.Way.FILE:
        return _newest
    return None if last_good.ended and last_good.ended > failed.at else _newest


def check_now(connection: Connection) -> CheckResult:
    """Ask pusat if a run would be let in; where it does not answer, find out why."""
    began = time.monotonic()
    try:
        with Client(connection.url, connection.key, EACH_WAIT) as client:
            answer = client.check()
    except SyncProblem as problem:
        return CheckResult(_closer(problem, connection.url))
    return CheckResult(None, time.monotonic() - began, tuple(_remarks(answer)))


def _closer(problem: SyncProblem, url: str) -> SyncProblem:
    """The more exact problem behind "cannot be reached"."""
    if problem.number not in (101, 102):
        return problem
    if not is_here(url) and not _has_network():
        return SyncProblem(108)
    behind = list(causes(problem.__cause__))
    of_a_proxy = any(isinstance(error, requests.exceptions.ProxyError) for error in behind)
    refused = any(isinstance(error, ConnectionRefusedError) for error in behind)
    return SyncProblem(109) if refused and not of_a_proxy else problem


def _has_network() -> bool:
    """True where this computer knows a route to anywhere. Nothing is sent: connecting a datagram socket only
    looks the route up."""
    for family, address in _NOWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
        except OSError:
            continue
        return True
    return False


def _remarks(answer: Checked) -> Iterator[SyncProblem]:
    if answer.closing:
        announced = SyncProblem(309)
        announced.details.update(answer.closing)
        yield announced
    if answer.catalogue != catalogue().hash:
        yield SyncProblem(207)
    here, there = datetime.now(UTC), datetime.fromtimestamp(answer.clock, UTC)
    if abs(here - there) > CLOCK_DIFFERENCE:
        yield SyncProblem(509, difference=timesince(min(here, there), max(here, there), depth=1))
