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

from dapodik import VERSION
from dapodik.pokok.models import Cursor
from dapodik.validasi import engine, levels
from sync.wire.catalogue import catalogue
from sync.wire.messages import Answer, Comparison, Difference, Exchange, Offer, Receipt
from sync.wire.problems import SyncProblem

from . import approval, counts, disk, pull, push, verify
from .client import Client
from .models import Connection, Run, new_epoch

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
        self.unchecked = False
        self.epochs = 0
        self.stuck = 0
        self.pulled = False
        self.mended = False

    def finish(self) -> None:
        """Run to the end and note how it ended."""
        problem: SyncProblem | None = SyncProblem(506)
        try:
            with disk.needed(), self._line() as self.client:
                self._check()
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
        before = self._place()
        offer = self._offer()
        proving = offer is None and not self._pulls_first()
        request = said(self.connection, offer, proving, self.run)
        answer = self._ask(request)
        if answer.new_epoch:
            self._take_new_epoch()
            return None
        self._store(answer)
        if answer.verdict and answer.verdict.receipt is None:
            self._mend()
        if self._lowered(answer) and push.waiting():
            return None
        receipt = answer.verdict.receipt_for(request.proof) if answer.verdict and request.proof else None
        self.stuck = self.stuck + 1 if receipt is None and self._place() == before else 0
        if self.stuck > STUCK_MAX:
            raise SyncProblem(106)
        return receipt

    def _place(self) -> tuple[object, ...]:
        """Where the run stands: with rounds that leave it there it would go on for ever."""
        cursor = Cursor.load()
        return cursor.seen, cursor.position, cursor.has_pulled, self.connection.acked, self.mended

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
        if self.sending and self.invalid:
            return SyncProblem(502, count=self.invalid)
        return SyncProblem(507) if self.sending and approval.is_awaited() else None

    @transaction.atomic
    def _offer(self) -> Offer | None:
        """A batch already named goes again whatever validation says; a new one only when all is valid and
        approved, and pusat's side was pulled. One transaction: nothing is edited between the approval and
        the naming."""
        cursor = Cursor.load()
        pulled = cursor.has_pulled and cursor.position is None and not self._pulls_first()
        may_send = self._may_send() and pulled and not approval.is_awaited()
        offers = push.offers(self.connection, 1, naming=may_send)
        if offers:
            self._say(f"Mengirim data ({push.waiting()} menunggu)")
        return offers[0] if offers else None

    def _may_send(self) -> bool:
        return self.sending and not self.invalid

    def _pulls_first(self) -> bool:
        """Before records are made at pusat, this very run looks whether another computer has made them."""
        return self._may_send() and not self.pulled and push.makes_records()

    def _store(self, answer: Answer) -> None:
        if answer.ack:
            counts.add(self.run.sent, push.store_ack(answer.ack, self.connection, self.run))
        if answer.page:
            received = pull.store_page(answer.page, self.connection, self.run)
            counts.add(self.run.received, received)
            self.pulled = self.pulled or answer.page.done
            self.unchecked = self.unchecked or bool(received)
            if self.unchecked and answer.page.done:
                self._check()
        self.run.done = _sum(self.run.sent) + _sum(self.run.received)
        waiting = push.waiting() if self._may_send() else 0
        self.run.total = self.run.done + waiting + max(0, answer.head - _seen())
        self._say("Menerima data dari pusat" if not _settled() else "Mencocokkan data dengan pusat")

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
        push.forget_batches()
        self.connection.epoch, self.connection.acked = new_epoch(), 0
        self.connection.save(update_fields=["epoch", "acked"])
        Cursor.objects.update(has_pulled=False, position=None)

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


def said(connection: Connection, offer: Offer | None, proving: bool, run: Run | None = None) -> Exchange:
    """What this computer asks now, with this batch or with a proof of what it holds and the run has done."""
    cursor = Cursor.load()
    return Exchange(
        catalogue=catalogue().hash,
        app=VERSION,
        epoch=connection.epoch,
        acked=connection.acked,
        since=cursor.seen,
        position=cursor.position,
        offer=offer,
        proof=verify.proof(connection, run) if proving else None,
    )


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


def _seen() -> int:
    cursor = Cursor.load()
    return cursor.seen if cursor.position is None else cursor.position


def _settled() -> bool:
    return Cursor.load().position is None and not push.waiting()


def _sum(counts: dict[str, dict[str, int]]) -> int:
    return sum(sum(kind.values()) for kind in counts.values())
