"""Synchronisation by file, for a school without internet: a run of the line with days between its two halves.

`write` makes the letter: what a run would begin with, and the batches that would follow. `Reading` is a run
whose line is the reply. See sync/wire/letters.py.
"""

import contextlib
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from dapodik.pokok.models import Cursor
from dapodik.validasi import engine
from sync.lokal.models import Connection, Letter, Run
from sync.wire import letters, packing, sealed
from sync.wire.letters import OFFERS_MAX, Reply
from sync.wire.messages import Answer, Comparison, Difference, Exchange
from sync.wire.problems import SyncProblem
from sync.wire.sealed import Purpose

from . import acknowledged, approval, outbox, runner, verify
from .run import Rounds, said


class Exhausted(Exception):
    """The file has no answer to what would be asked now."""


def write(by: str, sending: bool = True) -> bytes:
    """The file for pusat. Before pusat's data was pulled it only asks for that, as a run does.

    Raises SyncProblem 501 without a registration, 503 while a run is under way, and where it is to send 502
    for invalid data and 507 for what is not approved.
    """
    connection, held = runner.registered(), runner.alone()
    try:
        letter = _letter(connection, by, sending)
    finally:
        held.release()
    return sealed.seal(letter, Purpose.LETTER, _key_hash(connection), *_address(connection))


@transaction.atomic
def _letter(connection: Connection, by: str, sending: bool) -> letters.Letter:
    if sending:
        _gate()
    cursor = Cursor.load()
    parcels = outbox.parcels(connection, OFFERS_MAX, naming=sending and cursor.has_pulled)
    changes = [change for parcel in parcels for change in parcel.changes]
    Letter.objects.create(by=by, changes=len(changes))
    proof = verify.proof(cursor, acknowledged.after(connection, changes), going=parcels)
    if not parcels:
        comparison = verify.comparison() if proof else None
        return letters.Letter(said(connection, cursor, proof=proof), comparison=comparison)
    first, *rest = (parcel.offer for parcel in parcels)
    return letters.Letter(said(connection, cursor, first), rest, expected=proof)


def _gate() -> None:
    """What may be sent over the line may be sent in a file."""
    if count := engine.invalid_count():
        raise SyncProblem(502, count=count)
    if approval.is_awaited():
        raise SyncProblem(507)


def begin(by: str, data: bytes) -> Callable[[], Run]:
    """Begin to read a reply in, as `runner.begin_with` does. Raises SyncProblem as that and `read` do."""
    reply = _read(data)
    return runner.begin_with(by, Run.Way.FILE, lambda run, connection: Reading(run, connection, reply))


def _read(data: bytes) -> Reply:
    """Pusat's reply in a file. Raises SyncProblem 501, 601, 602, 605, and 603 for one to another computer."""
    connection = runner.registered()
    if sealed.address(data, Purpose.REPLY) != _address(connection):
        raise SyncProblem(603)
    return sealed.unseal(data, Purpose.REPLY, _key_hash(connection), Reply)


class Reading(Rounds):
    """A run over a file: it takes in what answers the questions this computer would ask now."""

    def __init__(self, run: Run, connection: Connection, reply: Reply) -> None:
        super().__init__(run, connection, sending=False)
        self._reply = reply

    def _offers(self) -> bool:
        """The questions that the file answers were asked with their batches."""
        return True

    def _line(self) -> "Answers":
        return Answers(self._reply)

    @transaction.atomic
    def _store(self, answer: Answer) -> Cursor:
        """All of an answer or nothing of it, so that a reading that was cut short is simply begun again."""
        return super()._store(answer)

    def _rounds(self) -> None:
        with contextlib.suppress(Exhausted):
            super()._rounds()


class Answers:
    """The line that a reply is. Each answer is given once."""

    requests = bytes_up = bytes_down = 0

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._left = {packing.encode(one.question): one.answer for one in reply.answers}

    def __enter__(self) -> "Answers":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to close."""

    def exchange(self, request: Exchange) -> Answer:
        """The answer to this question, or to the same without its batch, which is then still to be brought.

        Raises Exhausted, and SyncProblem 604 where not one question of the file is this computer's.
        """
        for offer in (request.offer, None):
            asked = letters.question(request, offer)
            if answer := self._left.pop(packing.encode(asked), None):
                return answer
        if len(self._left) == len(self._reply.answers):
            raise SyncProblem(604)
        raise Exhausted

    def compare(self, request: Comparison) -> Difference:
        """Where the two sides differ. Raises SyncProblem 504 where the reply does not say."""
        if self._reply.difference is None:
            raise SyncProblem(504)
        return self._reply.difference


def _key_hash(connection: Connection) -> str:
    return sealed.hash_of(connection.key.rpartition(".")[2])


def _address(connection: Connection) -> tuple[UUID, int]:
    return connection.sekolah_id, connection.installation
