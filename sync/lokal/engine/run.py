"""A synchronisation, from the first exchange to the tanda terima.

There are no stages to get stuck in: every exchange says where this computer stands, sends the next batch if
there is one, takes in what is new, and when nothing is left proves that both sides agree. What follows from
an answer is decided in `sync/wire/steps.py`; here it is done. Killed anywhere, the next run goes on from
what is stored.
"""

import time
from dataclasses import dataclass
from typing import Protocol, Self

import msgspec
from django.db import transaction
from django.utils import timezone

from dapodik.validasi import engine, levels
from sync.lokal.models import Connection, Run
from sync.wire import steps
from sync.wire.catalogue import catalogue
from sync.wire.digest import Tally
from sync.wire.messages import Answer, Comparison, Difference, Exchange, Offer, Proof
from sync.wire.problems import SyncProblem
from sync.wire.steps import Decision, Effect, Question, RunState, SyncPosition
from sync.wire.version import VERSION

from . import (
    acknowledged,
    approval,
    checkpoints,
    computers,
    disk,
    may_send,
    outbox,
    position,
    pull,
    push,
    record_counts,
    verify,
)
from .client import Client
from .outbox import OutboxBatch

PAUSE_SECONDS = 2


class PusatConnection(Protocol):
    """The way to pusat: the network, or the answers in a file (see offline.py). It counts requests and
    bytes."""

    requests: int
    bytes_up: int
    bytes_down: int

    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...
    def exchange(self, request: Exchange) -> Answer:
        """The answer to one request of a run."""

    def compare(self, request: Comparison) -> Difference:
        """Where the two sides differ, after an unequal proof."""


@dataclass(frozen=True)
class Prepared:
    """A question with the batch that goes with it, and the tally once pusat has taken that as it is."""

    question: Question
    batch: OutboxBatch | None
    tally: Tally


class SyncRun:
    """One run over a PusatConnection: the network here, a file in offline.py."""

    def __init__(self, run: Run, connection: Connection, state: RunState) -> None:
        self.run, self.connection, self.state = run, connection, state

    def finish(self) -> None:
        """Run to the end and store how it ended."""
        problem: SyncProblem | None = SyncProblem(506)
        try:
            with disk.needed(), self._connected() as self.pusat:
                self._exchange_until_agreed()
                problem = self._obstacle()
        except SyncProblem as error:
            problem = error
        finally:
            close(self.run, problem)

    def _connected(self) -> PusatConnection:
        return Client(self.connection.url, self.connection.key)

    def _exchange_until_agreed(self) -> None:
        while self.state.receipt is None:
            self._stop_if_asked()
            self._validate_if_due()
            prepared = self._prepare()
            answer = self._ask(prepared.question.request)
            decision = steps.decide(self.state, prepared.question, answer)
            self._carry_out(decision, prepared, answer)
        self.run.receipt = {**msgspec.to_builtins(self.state.receipt), "pusat": self.connection.url}

    def _validate_if_due(self) -> None:
        """Validation gates sending only: where nothing waits, the next page that is opened does it."""
        if self.state.sends and not self.state.is_checked and outbox.waiting_count():
            self.state = self.state.validated(engine.invalid_count())

    @transaction.atomic
    def _prepare(self) -> Prepared:
        """What is asked now. A new batch is numbered only when all is valid and approved, and pusat's side
        was pulled. One transaction: nothing is edited between the approval and the numbering."""
        here, waiting = position.load(self.connection), outbox.waiting_count()
        may_send = waiting > 0 and self.state.may_send and here.is_pulled and not approval.is_awaited()
        batches = outbox.batches(self.connection, 1, numbering=may_send) if self.state.offers_now else []
        batch = batches[0] if batches else None
        tally = acknowledged.tally_after(self.connection, batch.changes if batch else [])
        proof = verify.proof(here, tally, self.run, batches)
        if batch:
            self._show(f"Mengirim data ({waiting} menunggu)")
        offer = batch.offer if batch else None
        request = exchange_request(here, offer, steps.proof_beside(offer, proof))
        withheld = not self.state.offers_now and outbox.has_batches()
        return Prepared(Question(request, here, withheld), batch, tally)

    def _carry_out(self, decision: Decision, prepared: Prepared, answer: Answer) -> None:
        """Do what was decided. Raises SyncProblem where the run ends with that."""
        self.state = decision.state
        for effect in decision.effects:
            self._do(effect, prepared, answer)
        if decision.problem:
            raise SyncProblem(decision.problem)

    def _do(self, effect: Effect, prepared: Prepared, answer: Answer) -> None:
        match effect:
            case Effect.START_NEW_EPOCH:
                self._start_new_epoch()
            case Effect.ROLL_BACK:
                self._roll_back(answer.head)
            case Effect.NOTE_CHECKPOINT:
                checkpoints.note(answer)
            case Effect.DROP_BATCHES:
                outbox.drop_batches()
            case Effect.STORE:
                self._store(prepared, answer)
                self._show_progress(answer)
            case Effect.MEND:
                self._mend()
            case Effect.ADOPT_RULES:
                self._adopt(answer)

    @transaction.atomic
    def _start_new_epoch(self) -> None:
        outbox.start_new_epoch(self.connection)
        position.pull_again()

    def _roll_back(self, head: int) -> None:
        checkpoints.roll_back(self.connection, head)
        self.run.set_back = True
        self._show("Pusat dipulihkan dari cadangannya; yang hilang di sana dikirim lagi")

    def _store(self, prepared: Prepared, answer: Answer) -> None:
        """Store the ack, then the page, then the list of computers, each in its own transaction."""
        if answer.ack:
            sent = push.store_ack(answer.ack, prepared.batch, prepared.tally, self.connection, self.run)
            record_counts.add(self.run.sent, sent)
        if answer.page:
            record_counts.add(self.run.received, pull.store_page(answer.page, self.connection, self.run))
        if answer.computers:
            computers.note(answer.computers, self.connection)

    def _mend(self) -> None:
        self._show("Memeriksa data yang berbeda")
        verify.mend(self.pusat.compare(verify.comparison()), self.connection, self.run)

    def _adopt(self, answer: Answer) -> None:
        if levels.adopt(answer.rules):
            self.state = self.state.with_lowered_rules(engine.invalid_count(), outbox.waiting_count())

    def _obstacle(self) -> SyncProblem | None:
        """The problem because of which what waits was not sent."""
        if not self.state.sends or not outbox.waiting_count():
            return None
        return may_send.obstacle(self.state.invalid)

    def _ask(self, request: Exchange) -> Answer:
        """Exchange, patiently where waiting helps: a repeat is never applied twice."""
        tries: dict[int, int] = {}
        while True:
            try:
                return self.pusat.exchange(request)
            except SyncProblem as problem:
                tries[problem.number] = tries.get(problem.number, 0) + 1
                if tries[problem.number] > problem.problem.tries:
                    raise
                self._wait(problem)
            finally:
                self._count()

    def _wait(self, problem: SyncProblem) -> None:
        self._stop_if_asked()
        for left in range(problem.retry_after or PAUSE_SECONDS, 0, -1):
            self._show(f"{problem.sentence} Melanjutkan sendiri dalam {left} detik")
            time.sleep(1)
            self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        """Between two exchanges everything is stored, and the next run goes on from there."""
        asked = Run.objects.filter(pk=self.run.pk).exclude(stop_by="").first()
        if asked:
            raise SyncProblem(510, by=asked.stop_by)

    def _count(self) -> None:
        self.run.requests = self.pusat.requests
        self.run.bytes_up, self.run.bytes_down = self.pusat.bytes_up, self.pusat.bytes_down

    def _show_progress(self, answer: Answer) -> None:
        here, waiting = position.load(self.connection), outbox.waiting_count()
        self.run.done = _sum(self.run.sent) + _sum(self.run.received)
        to_come = max(0, answer.head - here.reached)
        self.run.total = self.run.done + (waiting if self.state.may_send else 0) + to_come
        if not (answer.verdict and answer.verdict.receipt):
            is_settled = here.position is None and not waiting
            self._show("Mencocokkan data dengan pusat" if is_settled else "Menerima data dari pusat")

    def _show(self, step: str) -> None:
        self.run.step = step
        self.run.note()


def exchange_request(here: SyncPosition, offer: Offer | None = None, proof: Proof | None = None) -> Exchange:
    """What this computer asks from this position, with this batch or this proof."""
    moment = checkpoints.newest()
    return Exchange(
        catalogue=catalogue().hash,
        app=VERSION,
        epoch=here.epoch,
        acked=here.acked,
        since=here.since,
        position=here.position,
        offer=offer,
        proof=proof,
        head=moment.number,
        mark=moment.mark,
        computers=computers.known_list(),
    )


def close(run: Run, problem: SyncProblem | None) -> None:
    """Store how a run ended: well, or with a problem. On a full disk that cannot be stored; once there is
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
