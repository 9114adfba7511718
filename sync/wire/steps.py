"""The next step of a run: what is to be done with an answer of pusat, and what is asked after it.

Pure: no database, no network, no clock. A school's run over the network and its run over a file
(`sync/lokal/engine`) ask here, and so does pusat, which plays a school's run on where the school sends a file
(`sync/pusat/round/offline.py`). That is why the answers in a file fit what the school asks when it reads
them.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Self

import msgspec

from .messages import Ack, Answer, Exchange, Offer, Page, Proof, Receipt
from .problems import SyncProblem

# A run begins a new epoch once where its data folder was restored or copied, and once more where the folder
# was copied again meanwhile.
EPOCHS_MAX = 2
# How many exchanges in a row may leave a run where it was.
STUCK_MAX = 3


@dataclass(frozen=True)
class SyncPosition:
    """Where a school stands: its count of batches, and its cursor.

    `acked` is the number of the last batch of this epoch with an ack. Of pusat's changes all up to the number
    `since` are stored here; while a long pull is under way also the records up to `position`. `has_pulled`: a
    pull came to its end since this computer was registered or its epoch began.
    """

    epoch: str
    acked: int
    since: int
    position: int | None = None
    has_pulled: bool = False

    @classmethod
    def of(cls, request: Exchange) -> Self:
        """The position that a request names; it does not say if anything was pulled before."""
        return cls(request.epoch, request.acked, request.since, request.position)

    @property
    def reached(self) -> int:
        """The number up to which pages are stored."""
        return self.since if self.position is None else self.position

    @property
    def is_pulled(self) -> bool:
        """True where no pull is due or under way: only from here new changes are sent and a proof is
        given."""
        return self.has_pulled and self.position is None

    def after_ack(self, ack: Ack) -> Self:
        """The position once the ack is stored. The school's own batch is seen, where nothing came before
        it."""
        follows = self.position is None and self.since == ack.head_before
        return replace(self, acked=ack.number, since=ack.head_after if follows else self.since)

    def after_page(self, page: Page) -> Self:
        """The position once the page is stored. Raises SyncProblem 106 for a page from before the cursor."""
        if page.position < self.reached or (page.items and page.position == self.reached):
            raise SyncProblem(106)
        if page.done:
            return replace(self, since=page.position, position=None, has_pulled=True)
        return replace(self, position=page.position)

    def after(self, answer: Answer) -> Self:
        """The position once all of an answer is stored. Raises SyncProblem 106 as `after_page` does."""
        moved = self.after_ack(answer.ack) if answer.ack else self
        return moved.after_page(answer.page) if answer.page else moved


@dataclass(frozen=True)
class Question:
    """A request and the position in which it was made. `withheld`: the outbox holds a batch that did not go
    with it, because this run only pulls."""

    request: Exchange
    position: SyncPosition
    withheld: bool = False


@dataclass(frozen=True)
class RunState:
    """What a run remembers from one exchange to the next; everything else is in the database.

    `sends`: new batches may be numbered. `offers`: the batches of the outbox go. `is_checked`: nothing has
    come in since the invalid findings were counted, of which there were `invalid`. `epochs`: how many epochs
    this run began. `is_mended`: a difference was mended. `stuck`: how many exchanges have left the run at
    `place`.
    `offers_once`: pusat counts one batch more than this school, so the next request offers it.
    """

    sends: bool = True
    offers: bool = True
    is_checked: bool = False
    invalid: int = 0
    epochs: int = 0
    is_mended: bool = False
    stuck: int = 0
    place: tuple[SyncPosition, bool] | None = None
    offers_once: bool = False
    receipt: Receipt | None = None

    @property
    def offers_now(self) -> bool:
        """True where the next request takes the first batch of the outbox along."""
        return self.offers or self.offers_once

    @property
    def may_send(self) -> bool:
        """True where validation lets new changes go."""
        return self.sends and self.is_checked and not self.invalid

    def validated(self, invalid: int) -> Self:
        """The state after counting the invalid findings."""
        return replace(self, is_checked=True, invalid=invalid)

    def with_lowered_rules(self, invalid: int, waiting: int) -> Self:
        """The state after pusat has lowered rules, which leave this number of invalid findings.

        Where that lets `waiting` records go, the run sends them before it accepts a receipt.
        """
        is_freed = self.sends and self.invalid > 0 and not invalid and waiting > 0
        return replace(self.validated(invalid), receipt=None if is_freed else self.receipt)


class Effect(Enum):
    """One thing to do with an answer."""

    START_NEW_EPOCH = auto()  # This data folder was restored or copied: count anew, pull, offer again.
    ROLL_BACK = auto()  # Pusat was restored: back to the last common checkpoint, pull, send again.
    NOTE_CHECKPOINT = auto()
    DROP_BATCHES = auto()  # What they hold goes again, under new numbers.
    STORE = auto()  # The ack, then the page.
    MEND = auto()  # Ask for the records in which the two sides differ.
    ADOPT_RULES = auto()


@dataclass(frozen=True)
class Decision:
    """What follows from an answer: the effects in their order, the new state, and the number of the problem
    with which the run ends after them, if it does."""

    effects: tuple[Effect, ...]
    state: RunState
    problem: int | None = None


def decide(state: RunState, question: Question, answer: Answer) -> Decision:
    """Decide what to do with the answer to a question.

    Raises SyncProblem 106 for what is no answer to it: nothing of that is stored.
    """
    state = replace(state, offers_once=False)
    if answer.new_epoch:
        return _new_epoch(state, question)
    if answer.set_back:
        return Decision((Effect.ROLL_BACK,), state)
    moved = _moved(question, answer)
    if (answer.page and answer.page.items) or (answer.ack and answer.ack.results):
        state = replace(state, is_checked=False)
    is_unequal = answer.verdict is not None and answer.verdict.receipt is None
    if is_unequal and state.is_mended:
        return Decision(_storing(answer), state, 504)
    mending = (Effect.MEND,) if is_unequal else ()
    if is_unequal:
        state = replace(state, is_mended=True, is_checked=False)
    state = replace(state, receipt=receipt(question.request, answer))
    state = _arrived(state, moved)
    effects = (*_storing(answer), *mending, Effect.ADOPT_RULES)
    return Decision(effects, state, 106 if state.stuck > STUCK_MAX else None)


def _storing(answer: Answer) -> tuple[Effect, ...]:
    """The effects that store an answer."""
    # What comes after a batch that was not taken may be the same records: they are united first.
    dropping = (Effect.DROP_BATCHES,) if answer.unseen else ()
    # With the ack, what waited is at pusat, and belongs to this checkpoint.
    again = (Effect.NOTE_CHECKPOINT,) if answer.ack else ()
    return (Effect.NOTE_CHECKPOINT, *dropping, Effect.STORE, *again)


def _new_epoch(state: RunState, question: Question) -> Decision:
    """Pusat counts the batches of this epoch differently. Where one was withheld, it may have just that one,
    of which the ack did not arrive here; else this data folder was restored or copied."""
    if question.withheld:
        return Decision((), replace(state, offers_once=True))
    state = replace(state, epochs=state.epochs + 1)
    if state.epochs > EPOCHS_MAX:
        return Decision((), state, 306)
    return Decision((Effect.START_NEW_EPOCH,), state)


def _moved(question: Question, answer: Answer) -> SyncPosition:
    """The position once the answer is stored. Raises SyncProblem 106 where it does not fit the question."""
    offer = question.request.offer
    if answer.ack and (offer is None or answer.ack.number != offer.number):
        raise SyncProblem(106)
    return question.position.after(answer)


def _arrived(state: RunState, position: SyncPosition) -> RunState:
    """Count the exchanges that leave the run where it is: it would go on for ever."""
    if state.receipt:
        return state
    place = (position, state.is_mended)
    return replace(state, place=place, stuck=state.stuck + 1 if place == state.place else 0)


def receipt(request: Exchange, answer: Answer) -> Receipt | None:
    """The receipt, where both sides agree; None also where pusat did not take the batch as the proof
    foretold."""
    if answer.verdict is None or request.proof is None or (answer.ack and answer.ack.results):
        return None
    return answer.verdict.receipt_for(request.proof)


def proof_beside(offer: Offer | None, proof: Proof | None) -> Proof | None:
    """The proof that goes with a batch: none where more is to follow, which would leave it unequal."""
    return None if offer and proof and proof.later else proof


@dataclass(frozen=True)
class OfflineState:
    """A run as pusat plays it on for a school: its request, the batches that follow, and the proof as it will
    be if pusat takes all of them as they are."""

    request: Exchange
    rest: tuple[Offer, ...] = ()
    expected: Proof | None = None


def next_offline(state: OfflineState, answer: Answer) -> OfflineState | None:
    """The school's next request, as it will ask once it has stored the answer; None where nothing follows, or
    where only the school can go on: with a new epoch, or after going back to a checkpoint."""
    if answer.new_epoch or answer.set_back:
        return None
    if answer.unseen:
        # The school numbers anew what was not taken, and what follows it.
        state = replace(state, rest=(), expected=None)
    moved = SyncPosition.of(state.request).after(answer)
    offer, rest = (state.rest[0], state.rest[1:]) if state.rest else (None, ())
    if offer or moved.position is not None:
        return OfflineState(_request(state.request, moved, offer), rest, state.expected)
    if state.expected is None:
        return None
    proof = msgspec.structs.replace(state.expected, at=moved.since)
    return OfflineState(_request(state.request, moved, None, proof))


def _request(
    before: Exchange, position: SyncPosition, offer: Offer | None, proof: Proof | None = None
) -> Exchange:
    return msgspec.structs.replace(
        before,
        acked=position.acked,
        since=position.since,
        position=position.position,
        offer=offer,
        proof=proof,
    )
