"""The next step of a run, as tables: the state and an answer, and what follows from them."""

from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import steps
from sync.wire.messages import (
    Ack,
    Answer,
    Exchange,
    Item,
    Offer,
    Page,
    Proof,
    Receipt,
    Result,
    Summary,
    Verdict,
)
from sync.wire.problems import SyncProblem
from sync.wire.steps import Effect, OfflineState, Question, RunState, SyncPosition
from tests.sync.valid import record_id

HERE = SyncPosition("e", acked=3, since=10, has_pulled=True)
PULLING = replace(HERE, position=40)
OFFER = Offer(4, b"batch")
KINDS = {"ptk": Summary(2, "a" * 64)}
OTHER_KINDS = {"ptk": Summary(3, "b" * 64)}
PROOF = Proof(10, KINDS)
RECEIPT = Receipt("N", "T", "2", "SD", 1, 10, KINDS)
ITEM = Item("ptk", record_id("ptk", "x"), {"nama": "Siti"})
RESULT = Result(record_id("ptk", "x"), problem=403)


def answer(**parts: Any) -> Answer:
    return Answer(head=99, catalogue="c", **parts)


def nothing_new(position: int = 10) -> Page:
    return Page([], position, done=True)


# Where the school stands, the answer, and where it stands once that is stored.
MOVES = {
    "nothing new": (HERE, answer(page=nothing_new()), HERE),
    "all that is new": (HERE, answer(page=Page([ITEM], 30, done=True)), replace(HERE, since=30)),
    "the first page of many": (HERE, answer(page=Page([ITEM], 40, done=False)), PULLING),
    "a later page": (PULLING, answer(page=Page([ITEM], 70, done=False)), replace(PULLING, position=70)),
    "the last page": (PULLING, answer(page=Page([ITEM], 90, done=True)), replace(HERE, since=90)),
    "the first pull": (
        SyncPosition("e", 0, 0),
        answer(page=nothing_new(0)),
        SyncPosition("e", 0, 0, None, True),
    ),
    "an ack, with nothing before it": (
        HERE,
        answer(ack=Ack(4, 10, 12), page=nothing_new(12)),
        replace(HERE, acked=4, since=12),
    ),
    "an ack, with others' changes before it": (
        HERE,
        answer(ack=Ack(4, 15, 17), page=Page([ITEM], 17, done=True)),
        replace(HERE, acked=4, since=17),
    ),
    "an ack, with a page that ends before it": (
        HERE,
        answer(ack=Ack(4, 15, 17), page=Page([ITEM], 12, done=False)),
        replace(HERE, acked=4, position=12),
    ),
    "an ack under a long pull": (
        PULLING,
        answer(ack=Ack(4, 10, 12), page=Page([ITEM], 70, done=False)),
        replace(PULLING, acked=4, position=70),
    ),
    "an ack alone": (HERE, answer(ack=Ack(4, 10, 12)), replace(HERE, acked=4, since=12)),
}


@pytest.mark.parametrize("name", MOVES)
def test_the_position_moves_with_what_is_stored(name: str) -> None:
    before, given_answer, after = MOVES[name]
    assert before.after(given_answer) == after


@dataclass
class Case:
    """A state, a question and an answer; the effects, what of the state is other then, and the problem."""

    answer: Answer
    effects: list[Effect]
    becomes: dict[str, Any] = field(default_factory=dict)
    problem: int | None = None
    state: RunState = RunState(is_checked=True)
    position: SyncPosition = HERE
    offer: Offer | None = None
    proof: Proof | None = None
    withheld: bool = False

    @property
    def question(self) -> Question:
        here = self.position
        request = Exchange(
            "c", "1", here.epoch, here.acked, here.since, 1, here.position, self.offer, self.proof
        )
        return Question(request, here, self.withheld)


STORED = [Effect.NOTE_CHECKPOINT, Effect.STORE, Effect.ADOPT_RULES]
ACKED = [Effect.NOTE_CHECKPOINT, Effect.STORE, Effect.NOTE_CHECKPOINT, Effect.ADOPT_RULES]
MENDED = [Effect.NOTE_CHECKPOINT, Effect.STORE, Effect.MEND, Effect.ADOPT_RULES]
NOT_TAKEN = [Effect.NOTE_CHECKPOINT, Effect.DROP_BATCHES, Effect.STORE, Effect.ADOPT_RULES]
AGREED = answer(page=nothing_new(), verdict=Verdict(receipt=RECEIPT))
UNEQUAL = answer(page=nothing_new(), verdict=Verdict(OTHER_KINDS))
MOVED = replace(HERE, acked=4, since=12)

CASES = {
    "nothing new, nothing proved": Case(answer(page=nothing_new()), STORED, {"place": (HERE, False)}),
    "a page with records is validated": Case(
        answer(page=Page([ITEM], 30, done=True)),
        STORED,
        {"is_checked": False, "place": (replace(HERE, since=30), False)},
    ),
    "an ack": Case(
        answer(ack=Ack(4, 10, 12), page=nothing_new(12)), ACKED, {"place": (MOVED, False)}, offer=OFFER
    ),
    "both agree": Case(AGREED, STORED, {"receipt": RECEIPT}, proof=PROOF),
    "both agree, and pusat does not repeat the digests": Case(
        answer(page=nothing_new(), verdict=Verdict(receipt=msgspec.structs.replace(RECEIPT, kinds={}))),
        STORED,
        {"receipt": RECEIPT},
        proof=PROOF,
    ),
    "both agree with the batch": Case(
        answer(ack=Ack(4, 10, 12), page=nothing_new(12), verdict=Verdict(receipt=RECEIPT)),
        ACKED,
        {"receipt": RECEIPT},
        offer=OFFER,
        proof=PROOF,
    ),
    "no receipt where pusat did otherwise with the batch": Case(
        answer(ack=Ack(4, 10, 12, [RESULT]), page=nothing_new(12), verdict=Verdict(receipt=RECEIPT)),
        ACKED,
        {"is_checked": False, "place": (MOVED, False)},
        offer=OFFER,
        proof=PROOF,
    ),
    "no receipt for what was not proved": Case(AGREED, STORED, {"place": (HERE, False)}),
    "no receipt for other digests": Case(
        answer(
            page=nothing_new(), verdict=Verdict(receipt=msgspec.structs.replace(RECEIPT, kinds=OTHER_KINDS))
        ),
        STORED,
        {"place": (HERE, False)},
        proof=PROOF,
    ),
    "an unequal proof is mended": Case(
        UNEQUAL, MENDED, {"is_mended": True, "is_checked": False, "place": (HERE, True)}, proof=PROOF
    ),
    "a second unequal proof ends the run": Case(
        UNEQUAL, STORED[:-1], {}, 504, RunState(is_checked=True, is_mended=True), proof=PROOF
    ),
    "a batch that is not taken before others' records are seen": Case(
        answer(page=Page([ITEM], 30, done=True), unseen=True),
        NOT_TAKEN,
        {"is_checked": False, "place": (replace(HERE, since=30), False)},
        offer=OFFER,
    ),
    "a new epoch": Case(answer(new_epoch=True), [Effect.START_NEW_EPOCH], {"epochs": 1}, offer=OFFER),
    "a new epoch too many": Case(answer(new_epoch=True), [], {"epochs": 3}, 306, RunState(epochs=2)),
    "pusat counts the batch that was withheld": Case(
        answer(new_epoch=True),
        [],
        {"offers_once": True},
        state=RunState(sends=False, offers=False),
        withheld=True,
    ),
    "the batch was offered, and pusat counts otherwise all the same": Case(
        answer(new_epoch=True),
        [Effect.START_NEW_EPOCH],
        {"offers_once": False, "epochs": 1},
        state=RunState(sends=False, offers=False, offers_once=True),
        offer=OFFER,
    ),
    "pusat was set back": Case(answer(set_back=True), [Effect.ROLL_BACK]),
    "nothing moved": Case(
        answer(page=nothing_new()), STORED, {"stuck": 1}, state=RunState(place=(HERE, False))
    ),
    "something moved": Case(
        answer(page=Page([], 11, done=True)),
        STORED,
        {"stuck": 0, "place": (replace(HERE, since=11), False)},
        state=RunState(place=(HERE, False), stuck=3),
    ),
    "nothing moved for too long": Case(
        answer(page=nothing_new()), STORED, {"stuck": 4}, 106, RunState(place=(HERE, False), stuck=3)
    ),
    "the receipt came after nothing moved for long": Case(
        AGREED, STORED, {"receipt": RECEIPT}, None, RunState(place=(HERE, False), stuck=3), proof=PROOF
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_follows_from_an_answer(name: str) -> None:
    case = CASES[name]
    decision = steps.decide(case.state, case.question, case.answer)
    assert (list(decision.effects), decision.problem) == (case.effects, case.problem)
    assert decision.state == replace(case.state, **case.becomes)


NO_ANSWERS = {
    "an ack where no batch went": (None, answer(ack=Ack(4, 10, 12))),
    "an ack of another batch": (OFFER, answer(ack=Ack(3, 10, 12))),
    "a page from before the cursor": (None, answer(page=Page([ITEM], 9, done=False))),
    "records at the cursor": (None, answer(page=Page([ITEM], 10, done=True))),
}


@pytest.mark.parametrize("name", NO_ANSWERS)
def test_what_is_no_answer_to_the_question(name: str) -> None:
    offer, wrong = NO_ANSWERS[name]
    with pytest.raises(SyncProblem) as met:
        steps.decide(RunState(), Case(wrong, [], offer=offer).question, wrong)
    assert met.value.number == 106


@pytest.mark.parametrize(
    ("state", "may_send"),
    [
        (RunState(is_checked=True), True),
        (RunState(), False),
        (RunState(is_checked=True, invalid=1), False),
        (RunState(sends=False, is_checked=True), False),
    ],
)
def test_validation_gates_new_batches(state: RunState, may_send: bool) -> None:
    assert state.may_send is may_send


@pytest.mark.parametrize(
    ("state", "offers"),
    [
        (RunState(), True),
        (RunState(invalid=1), True),
        (RunState(sends=False, offers=False), False),
        (RunState(sends=False, offers=True), True),
        (RunState(sends=False, offers=False, offers_once=True), True),
    ],
)
def test_a_numbered_batch_goes_whatever_validation_says(state: RunState, offers: bool) -> None:
    assert state.offers_now is offers


def test_no_pull_is_due_or_under_way() -> None:
    assert [p.is_pulled for p in (HERE, PULLING, replace(HERE, has_pulled=False))] == [True, False, False]


@pytest.mark.parametrize(
    ("invalid_before", "invalid_after", "waiting", "keeps_receipt"),
    [(2, 0, 5, False), (2, 1, 5, True), (2, 0, 0, True), (0, 0, 5, True)],
)
def test_lowered_rules_free_what_waits(
    invalid_before: int, invalid_after: int, waiting: int, keeps_receipt: bool
) -> None:
    state = RunState(invalid=invalid_before, receipt=RECEIPT)
    assert state.with_lowered_rules(invalid_after, waiting).receipt == (RECEIPT if keeps_receipt else None)
    only_pulls = replace(state, sends=False).with_lowered_rules(invalid_after, waiting)
    assert (only_pulls.receipt, only_pulls.invalid, only_pulls.is_checked) == (RECEIPT, invalid_after, True)


def test_the_proof_goes_with_the_last_batch_only() -> None:
    more_follows = msgspec.structs.replace(PROOF, later=1)
    assert steps.proof_beside(OFFER, PROOF) == PROOF
    assert steps.proof_beside(OFFER, more_follows) is None
    assert steps.proof_beside(None, more_follows) == more_follows


# The file: the school's request, the batches that follow and the expected proof; pusat's answer; the next
# request as (acked, since, position, batch, proof), or nothing.
REQUEST = Exchange("c", "1", "e", 3, 10, offer=OFFER)
NEXT = Offer(5, b"next")
OFFLINE: dict[str, tuple[OfflineState, Answer, tuple[object, ...] | None]] = {
    "the next batch": (
        OfflineState(REQUEST, (NEXT,)),
        answer(ack=Ack(4, 10, 12), page=nothing_new(12)),
        (4, 12, None, NEXT, None),
    ),
    "the next batch with the next page": (
        OfflineState(REQUEST, (NEXT,), PROOF),
        answer(ack=Ack(4, 15, 17), page=Page([ITEM], 12, done=False)),
        (4, 10, 12, NEXT, None),
    ),
    "the next page": (
        OfflineState(REQUEST, (), PROOF),
        answer(ack=Ack(4, 15, 17), page=Page([ITEM], 12, done=False)),
        (4, 10, 12, None, None),
    ),
    "the proof at last": (
        OfflineState(REQUEST, (), PROOF),
        answer(ack=Ack(4, 10, 12), page=nothing_new(12)),
        (4, 12, None, None, msgspec.structs.replace(PROOF, at=12)),
    ),
    "nothing more": (OfflineState(REQUEST), answer(ack=Ack(4, 10, 12), page=nothing_new(12)), None),
    "not taken: what follows is not offered, nor the proof expected": (
        OfflineState(REQUEST, (NEXT,), PROOF),
        answer(page=Page([ITEM], 30, done=True), unseen=True),
        None,
    ),
    "not taken: the pages go on": (
        OfflineState(REQUEST, (NEXT,), PROOF),
        answer(page=Page([ITEM], 30, done=False), unseen=True),
        (3, 10, 30, None, None),
    ),
    "a new epoch is the school's": (OfflineState(REQUEST, (NEXT,), PROOF), answer(new_epoch=True), None),
    "going back is the school's": (OfflineState(REQUEST, (NEXT,), PROOF), answer(set_back=True), None),
}


@pytest.mark.parametrize("name", OFFLINE)
def test_what_a_school_asks_next_in_its_file(name: str) -> None:
    state, given_answer, expected = OFFLINE[name]
    after = steps.next_offline(state, given_answer)
    if after is None:
        assert expected is None
    else:
        asked = after.request
        assert (asked.acked, asked.since, asked.position, asked.offer, asked.proof) == expected
        assert len(after.rest) == len(state.rest) - (asked.offer is not None) or given_answer.unseen


numbers = st.integers(0, 50)
pages = st.none() | st.builds(Page, st.just([]), numbers, st.booleans())
acks = st.none() | st.builds(Ack, st.just(4), numbers, numbers)


@given(numbers, st.none() | numbers, pages, acks, st.booleans())
def test_a_school_and_pusat_for_it_come_to_the_same_place(
    since: int, position: int | None, page: Page | None, ack: Ack | None, unseen: bool
) -> None:
    """What a run asks after an answer is what pusat plays on from it, wherever the school stands."""
    request = msgspec.structs.replace(REQUEST, since=since, position=position)
    question = Question(request, SyncPosition.of(request))
    given_answer = answer(page=page, ack=ack, unseen=unseen)
    try:
        decision = steps.decide(RunState(), question, given_answer)
    except SyncProblem:
        return
    played = steps.next_offline(OfflineState(request, (NEXT,)), given_answer)
    assert decision.state.place is not None
    (reached, _) = decision.state.place
    if played:
        assert replace(SyncPosition.of(played.request), has_pulled=reached.has_pulled) == reached
        assert (played.request.offer is None) is (Effect.DROP_BATCHES in decision.effects)
    else:
        assert reached.position is None and Effect.DROP_BATCHES in decision.effects
