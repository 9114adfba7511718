"""Synchronisation by file, for a school without internet: a run with days between its two halves.

`write` makes the request: what a run would begin with, and the batches that would follow. `ReplyRun` is a run
that gets its answers from the reply. See sync/wire/offline.py.
"""

import contextlib
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from dapodik.validasi import engine
from sync.lokal.models import Connection, OfflineRequest, Run
from sync.wire import offline, packing, sealed
from sync.wire.messages import Answer, Comparison, Difference, Exchange
from sync.wire.offline import OFFERS_MAX, OfflineReply
from sync.wire.problems import SyncProblem
from sync.wire.sealed import Purpose
from sync.wire.steps import RunState

from . import acknowledged, may_send, outbox, position, runner, verify
from .run import Prepared, SyncRun, exchange_request


class NoAnswerLeft(Exception):
    """The file has no answer to the next request of the run."""


def write(by: str, sending: bool = True) -> bytes:
    """Make the sealed file for pusat. Before a first pull it only asks for pusat's data, as a run does.

    Raises SyncProblem 501 without a registration and 503 while a run is under way; with `sending` also 502
    for invalid data and 507 for changes that are not approved.
    """
    connection, lock = runner.registered(), runner.acquire_lock()
    try:
        request = _request(connection, by, sending)
    finally:
        lock.release()
    return sealed.seal(request, Purpose.REQUEST, _key_hash(connection), *_address(connection))


@transaction.atomic
def _request(connection: Connection, by: str, sending: bool) -> offline.OfflineRequest:
    if sending and (obstacle := may_send.obstacle(engine.invalid_count())):
        raise obstacle
    here = position.load(connection)
    batches = outbox.batches(connection, OFFERS_MAX, numbering=sending and here.has_pulled)
    changes = [change for batch in batches for change in batch.changes]
    OfflineRequest.objects.create(by=by, changes=len(changes))
    proof = verify.proof(here, acknowledged.tally_after(connection, changes), batches=batches)
    if not batches:
        comparison = verify.comparison() if proof else None
        return offline.OfflineRequest(exchange_request(here, proof=proof), comparison=comparison)
    first, *rest = (batch.offer for batch in batches)
    return offline.OfflineRequest(exchange_request(here, first), rest, expected=proof)


def begin(by: str, data: bytes) -> Callable[[], Run]:
    """Begin a run that reads pusat's file. See `runner.begin_with`; raises SyncProblem also 601, 602, 603,
    605."""
    reply = _read(data)
    return runner.begin_with(by, Run.Way.FILE, lambda run, connection: ReplyRun(run, connection, reply))


def _read(data: bytes) -> OfflineReply:
    """The reply in a file. Raises SyncProblem 501, 601, 602, 605, and 603 for one to another computer."""
    connection = runner.registered()
    if sealed.address(data, Purpose.REPLY) != _address(connection):
        raise SyncProblem(603)
    return sealed.unseal(data, Purpose.REPLY, _key_hash(connection), OfflineReply)


class ReplyRun(SyncRun):
    """A run over a file: it takes in what answers the requests that this computer would make now."""

    def __init__(self, run: Run, connection: Connection, reply: OfflineReply) -> None:
        # It numbers no batches, but the requests that the file answers were made with theirs.
        super().__init__(run, connection, RunState(sends=False, offers=True))
        self._reply = reply

    def _connected(self) -> "ReplyConnection":
        return ReplyConnection(self._reply)

    @transaction.atomic
    def _store(self, prepared: Prepared, answer: Answer) -> None:
        """All of an answer or nothing of it, so that a reading that was cut short is simply begun again."""
        super()._store(prepared, answer)

    def _exchange_until_agreed(self) -> None:
        with contextlib.suppress(NoAnswerLeft):
            super()._exchange_until_agreed()


class ReplyConnection:
    """A reply in the place of the network. Each of its answers is given once."""

    requests = bytes_up = bytes_down = 0

    def __init__(self, reply: OfflineReply) -> None:
        self._reply = reply
        self._left = {packing.encode(answered.question): answered.answer for answered in reply.answers}

    def __enter__(self) -> "ReplyConnection":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to close."""

    def exchange(self, request: Exchange) -> Answer:
        """The answer to this question, or to the same without its batch, which is then still to be brought.

        Raises NoAnswerLeft, and SyncProblem 604 where not one question of the file is this computer's.
        """
        for offer in (request.offer, None):
            asked = offline.key(request, offer)
            if answer := self._left.pop(packing.encode(asked), None):
                return answer
        if len(self._left) == len(self._reply.answers):
            raise SyncProblem(604)
        raise NoAnswerLeft

    def compare(self, request: Comparison) -> Difference:
        """The difference in the reply. Raises SyncProblem 504 where it holds none."""
        if self._reply.difference is None:
            raise SyncProblem(504)
        return self._reply.difference


def _key_hash(connection: Connection) -> str:
    return sealed.hash_of(connection.key.rpartition(".")[2])


def _address(connection: Connection) -> tuple[UUID, int]:
    return connection.sekolah_id, connection.installation
