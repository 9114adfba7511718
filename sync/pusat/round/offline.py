"""Synchronisation by file: a school's letter is answered as the line would answer, round after round."""

import secrets
from collections import Counter
from itertools import chain

from django.db import transaction

from sync.pusat.door import admission, keys
from sync.pusat.models import Installation, OfflineReply
from sync.pusat.store.changes import locked
from sync.wire import messages, offline, packing, sealed, steps
from sync.wire.catalogue import kind_in_words
from sync.wire.messages import Answer, Batch
from sync.wire.offline import AnsweredExchange, OfflineRequest
from sync.wire.problems import SyncProblem
from sync.wire.sealed import Purpose
from sync.wire.steps import OfflineState

from . import round, verify

# Before packing. What is more comes with the next letter: pages go on where they stopped.
REPLY_BYTES = 16_000_000


def take(data: bytes) -> OfflineReply:
    """Answer a letter and keep the sealed reply until the next one of the same computer.

    The same letter again is answered again and changes nothing. Raises SyncProblem 201 for a key that is
    unknown or revoked, 301 where pusat is full, 305, 601, 602, 605.
    """
    sekolah_id, number = sealed.address(data, Purpose.REQUEST)
    installation, key_hash, letter = keys.unsealing(
        sekolah_id, number, lambda used: sealed.unseal(data, Purpose.REQUEST, used, OfflineRequest)
    )
    with admission.turn(""):
        reply = _reply(installation, letter)
    kept, _ = OfflineReply.objects.update_or_create(
        sekolah_id=sekolah_id,
        installation=number,
        defaults={
            "token": secrets.token_urlsafe(32),
            "body": sealed.seal(reply, Purpose.REPLY, key_hash, sekolah_id, number),
            "summary": _summary(letter, reply),
        },
    )
    return kept


def _reply(installation: Installation, letter: OfflineRequest) -> offline.OfflineReply:
    """All rounds that the school can be answered without being asked."""
    state: OfflineState | None = OfflineState(letter.exchange, tuple(letter.rest), letter.expected)
    answers: list[AnsweredExchange] = []
    size = 0
    while state and (size <= REPLY_BYTES or state.request.proof):
        try:
            answer = round.answer(installation, state.request)
        except packing.UnreadableMessage as error:
            raise SyncProblem(305) from error
        if answers and state.request.proof and not _agrees(answer):
            # The proof was only expected: the school gives its own with its next letter.
            break
        answers.append(AnsweredExchange(offline.key(state.request, state.request.offer), answer))
        size += len(packing.encode(answer))
        state = steps.next_offline(state, answer)
    return offline.OfflineReply(answers, _difference(installation, letter, answers))


def _agrees(answer: Answer) -> bool:
    return answer.verdict is not None and answer.verdict.receipt is not None


@transaction.atomic
def _difference(
    installation: Installation, letter: OfflineRequest, answers: list[AnsweredExchange]
) -> messages.Difference | None:
    verdict = answers[0].answer.verdict
    if verdict is None or verdict.receipt or letter.comparison is None:
        return None
    return verify.difference(locked(installation.sekolah_id), letter.comparison)


def _summary(letter: OfflineRequest, reply: offline.OfflineReply) -> dict[str, object]:
    """What the page tells: numbers only, nothing of anybody."""
    given = [one.answer for one in reply.answers]
    offers = [offer for offer in (letter.exchange.offer, *letter.rest) if offer]
    acked = [answer.ack for answer in given if answer.ack]
    batches = [packing.decode(offer.body, Batch) for offer, _ in zip(offers, acked, strict=False)]
    results = chain.from_iterable(ack.results for ack in acked)
    receipts = [answer.verdict.receipt for answer in given if answer.verdict and answer.verdict.receipt]
    return {
        "kinds": Counter(kind_in_words(change.kind) for batch in batches for change in batch.changes),
        "refused": sum(1 for result in results if result.problem),
        "new": sum(len(answer.page.items) for answer in given if answer.page),
        "receipt": receipts[0].number if receipts else "",
        "again": given[-1].new_epoch or not (given[-1].page and given[-1].page.done),
    }
