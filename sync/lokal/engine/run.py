"""A synchronisation, from hello to tanda terima.

There are no stages to get stuck in: every round says where this computer stands, sends the next
batch if there is one, takes in what is new, and when nothing is left proves that both sides agree.
Killed anywhere, the next run goes on from what is stored.
"""

import time
from typing import Protocol, Self

import msgspec
from django.db import transaction
from django.utils import timezone

from dapodik.pokok.models import Cursor
from dapodik.validasi import engine, levels
from sync.lokal.models import Connection, Run
from sync.wire.catalogue import catalogue
from sync.wire.digest import Tally
from sync.wire.messages import Ack, Answer, Comparison, Difference, Exchange, Offer, Proof, Receipt
from sync.wire.problems import SyncProblem
from sync.wire.version import VERSION

from . import acknowledged, approval, counts, disk, moments, outbox, pull, push, verify
from .client import Client

PATIENCE = {101: 2, 103: 2, 106: 2, 303: 2, 301: 60, 307: 60}
PAUSE_SECONDS = 2
EPOCHS_MAX = 2
STUCK_MAX = 3


class Line(Protocol):
    """What a run asks and hears: pusat over the network, or the answers in a file (see offline.py)."""

    requests: int
    bytes_up: int
    bytes_down: int

    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...
    def exchange(self, request: Exchange) -> Answer:
        """One round of a run."""

    def compare(self, request: Comparison) -> Difference:
        """Where the two sides differ, after an unequal proof."""


class Rounds:
    """The rounds of one run."""

    def __init__(self, run: Run, connection: Connection, sending: bool) -> None:
        self.run, self.connection, self.sending = run, connection, sending
        self.invalid = 0
        self.unchecked = True
        self.epochs = 0
        self.stuck = 0
        self.place: tuple[object, ...] = ()
        self.parcel: outbox.Parcel | None = None
        self.at_pusat = False
        self.after = Tally()
        self.mended = False

    def finish(self) -> None:
        """Run to the end and note how it ended."""
        problem: SyncProblem | None = SyncProblem(506)
        try:
            with disk.needed(), self._line() as self.client:
                self._rounds()
                problem = self._held_up()
        except SyncProblem as met:
            problem = met
        finally:
            close(self.run, problem)

    def _line(self) -> Line:
        return Client(self.connection.url, self.connection.key)

    def _rounds(self) -> None:
        receipt = None
        while receipt is None:
            receipt = self._round()
        self.run.receipt = {**msgspec.to_builtins(receipt), "pusat": self.connection.url}

    def _round(self) -> Receipt | None:
        """One exchange; the receipt once both sides agree."""
        self._stop_if_asked()
        # Validation gates sending only: where nothing waits, the next page that is opened does it.
        if self.sending and self.unchecked and outbox.waiting():
            self._check()
        request = self._request()
        answer = self._ask(request)
        if answer.new_epoch:
            if self.parcel is None and outbox.has_batches():
                self.at_pusat = True
            else:
                self._take_new_epoch()
            return None
        if answer.set_back:
            self._go_back(answer.head)
            return None
        moments.note(answer)
        if answer.unseen:
            # What comes may be the same records: they are united, and the batch is named anew.
            outbox.forget_batches()
        cursor = self._store(answer)
        if answer.ack:
            # What waited is at pusat by now, and belongs to this moment.
            moments.note(answer)
        if answer.verdict and answer.verdict.receipt is None:
            self._mend()
        if self._lowered(answer) and outbox.waiting():
            return None
        receipt = _receipt(request, answer)
        if receipt is None:
            self._get_on(cursor)
        return receipt

    def _get_on(self, cursor: Cursor) -> None:
        """Raises SyncProblem 106 after rounds that leave the run where it is: it would go on for ever."""
        place = (cursor.seen, cursor.position, cursor.has_pulled, self.connection.acked, self.mended)
        self.stuck = self.stuck + 1 if place == self.place else 0
        self.place = place
        if self.stuck > STUCK_MAX:
            raise SyncProblem(106)

    def _lowered(self, answer: Answer) -> bool:
        """Take over the rules that pusat has lowered; whether that lets the school send now."""
        was_invalid = self.invalid
        if levels.adopt(answer.rules):
            self._check()
        return self.sending and was_invalid > 0 and not self.invalid

    def _check(self) -> None:
        self.unchecked = False
        self.invalid = engine.invalid_count()

    def _held_up(self) -> SyncProblem | None:
        """Why what waits was not sent."""
        if not self.sending or not outbox.waiting():
            return None
        if self.invalid:
            return SyncProblem(502, count=self.invalid)
        return SyncProblem(507) if approval.is_awaited() else None

    @transaction.atomic
    def _request(self) -> Exchange:
        """What is asked now. A batch already named goes again whatever validation says, but not where the run
        only pulls; a new one only when all is valid and approved, and pusat's side was pulled. The proof goes
        with the last batch. One transaction: nothing is edited between the approval and the naming."""
        cursor, waiting = Cursor.load(), outbox.waiting()
        pulled = cursor.has_pulled and cursor.position is None
        may_send = waiting > 0 and self._may_send() and pulled and not approval.is_awaited()
        going = outbox.parcels(self.connection, 1, naming=may_send) if self._offers() else []
        self.parcel, self.at_pusat = going[0] if going else None, False
        self.after = acknowledged.after(self.connection, self.parcel.changes if self.parcel else [])
        proof = verify.proof(cursor, self.after, self.run, going)
        if self.parcel is None:
            return said(self.connection, cursor, proof=proof)
        self._say(f"Mengirim data ({waiting} menunggu)")
        return said(self.connection, cursor, self.parcel.offer, None if proof and proof.later else proof)

    def _offers(self) -> bool:
        """Whether batches go. A run that only pulls leaves even those that are named; but where pusat counts
        one more it has one already, of which the ack did not arrive here."""
        return self.sending or self.at_pusat

    def _may_send(self) -> bool:
        return self.sending and not self.unchecked and not self.invalid

    def _store(self, answer: Answer) -> Cursor:
        """Take an answer in; where the run stands then."""
        if answer.ack:
            counts.add(self.run.sent, self._acknowledged(answer.ack))
        if answer.page:
            received = pull.store_page(answer.page, self.connection, self.run)
            counts.add(self.run.received, received)
            self.unchecked = self.unchecked or bool(received)
        cursor, waiting = Cursor.load(), outbox.waiting()
        self.run.done = _sum(self.run.sent) + _sum(self.run.received)
        to_come = max(0, answer.head - (cursor.seen if cursor.position is None else cursor.position))
        self.run.total = self.run.done + (waiting if self._may_send() else 0) + to_come
        if not (answer.verdict and answer.verdict.receipt):
            settled = cursor.position is None and not waiting
            self._say("Mencocokkan data dengan pusat" if settled else "Menerima data dari pusat")
        return cursor

    def _acknowledged(self, ack: Ack) -> counts.Counts:
        return push.store_ack(ack, self.parcel, self.after, self.connection, self.run)

    def _mend(self) -> None:
        if self.mended:
            raise SyncProblem(504)
        self.mended = True
        self._say("Memeriksa data yang berbeda")
        verify.mend(self.client.compare(verify.comparison()), self.connection, self.run)

    @transaction.atomic
    def _take_new_epoch(self) -> None:
        """This data folder was restored or copied: count batches anew, pull, and offer again."""
        self.epochs += 1
        if self.epochs > EPOCHS_MAX:
            raise SyncProblem(306)
        outbox.begin_anew(self.connection)
        Cursor.objects.update(has_pulled=False, position=None)

    def _go_back(self, head: int) -> None:
        """Pusat was restored from an older copy: go back to there, pull, and send again what it lost."""
        moments.go_back(self.connection, head)
        self.run.set_back = True
        self._say("Pusat dipulihkan dari cadangannya; yang hilang di sana dikirim lagi")

    def _ask(self, request: Exchange) -> Answer:
        """Exchange, patiently where waiting helps: a repeat is never applied twice."""
        tries: dict[int, int] = {}
        while True:
            try:
                return self.client.exchange(request)
            except SyncProblem as problem:
                tries[problem.number] = tries.get(problem.number, 0) + 1
                if tries[problem.number] > PATIENCE.get(problem.number, 0):
                    raise
                self._wait(problem)
            finally:
                self._count()

    def _wait(self, problem: SyncProblem) -> None:
        self._stop_if_asked()
        for left in range(problem.retry_after or PAUSE_SECONDS, 0, -1):
            self._say(f"{problem.sentence} Melanjutkan sendiri dalam {left} detik")
            time.sleep(1)
            self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        """Between two rounds everything is stored, and the next run goes on from there."""
        asked = Run.objects.filter(pk=self.run.pk).exclude(stop_by="").first()
        if asked:
            raise SyncProblem(510, by=asked.stop_by)

    def _count(self) -> None:
        self.run.requests = self.client.requests
        self.run.bytes_up, self.run.bytes_down = self.client.bytes_up, self.client.bytes_down

    def _say(self, step: str) -> None:
        self.run.step = step
        self.run.note()


def said(
    connection: Connection, cursor: Cursor, offer: Offer | None = None, proof: Proof | None = None
) -> Exchange:
    """What this computer asks at this cursor, with this batch or this proof."""
    moment = moments.newest()
    return Exchange(
        catalogue=catalogue().hash,
        app=VERSION,
        epoch=connection.epoch,
        acked=connection.acked,
        since=cursor.seen,
        position=cursor.position,
        offer=offer,
        proof=proof,
        head=moment.number,
        mark=moment.mark,
    )


def _receipt(request: Exchange, answer: Answer) -> Receipt | None:
    """The tanda terima, where both sides agree: not where pusat did otherwise with the batch than the proof
    foretold."""
    if answer.verdict is None or request.proof is None or (answer.ack and answer.ack.results):
        return None
    return answer.verdict.receipt_for(request.proof)


def close(run: Run, problem: SyncProblem | None) -> None:
    """Note how a run ended: well, or with a problem. On a full disk that is not written down: once there is
    room the run shows as interrupted."""
    run.status = Run.Status.FAILED if problem else Run.Status.DONE
    run.problem = problem.number if problem else None
    run.details = problem.details if problem else {}
    run.ended = timezone.now()
    try:
        with disk.needed():
            run.note()
    except SyncProblem as full:
        run.status, run.problem, run.details = Run.Status.FAILED, full.number, full.details


def _sum(counts: dict[str, dict[str, int]]) -> int:
    return sum(sum(kind.values()) for kind in counts.values())
