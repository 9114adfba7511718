"""Synchronisation by file: a school's request is answered round after round, as over the network."""

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

# Before packing. What is more comes with the next request: pages go on where they stopped.
REPLY_BYTES = 16_000_000


def take(data: bytes) -> OfflineReply:
    """Answer a request, and store the sealed reply until the next request of the same computer.

    The same request again is answered again and changes nothing. Raises SyncProblem 201 for a key that is
    unknown or revoked, 301 where pusat is full, 305, 601, 602, 605.
    """
    sekolah_id, number = sealed.address(data, Purpose.REQUEST)
    installation, key_hash, request = keys.unsealing(
        sekolah_id, number, lambda used: sealed.unseal(data, Purpose.REQUEST, used, OfflineRequest)
    )
    with admission.turn(""):
        reply = _reply(installation, request)
    stored, _ = OfflineReply.objects.update_or_create(
        sekolah_id=sekolah_id,
        installation=number,
        defaults={
            "token": secrets.token_urlsafe(32),
            "body": sealed.seal(reply, Purpose.REPLY, key_hash, sekolah_id, number),
            "summary": _summary(request, reply),
        },
    )
    return stored


def _reply(installation: Installation, request: OfflineRequest) -> offline.OfflineReply:
    """Answer all rounds of a run that can be answered without asking the school."""
    state: OfflineState | None = OfflineState(request.exchange, tuple(request.rest), request.expected)
    answers: list[AnsweredExchange] = []
    size = 0
    while state and (size <= REPLY_BYTES or state.request.proof):
        try:
            answer = round.answer(installation, state.request)
        except packing.UnreadableMessage as error:
            raise SyncProblem(305) from error
        if answers and state.request.proof and not _agrees(answer):
            # The proof was only expected: the school gives its own with its next request.
            break
        answers.append(AnsweredExchange(offline.key(state.request, state.request.offer), answer))
        size += len(packing.encode(answer))
        state = steps.next_offline(state, answer)
    return offline.OfflineReply(answers, _difference(installation, request, answers))


def _agrees(answer: Answer) -> bool:
    return answer.verdict is not None and answer.verdict.receipt is not None


@transaction.atomic
def _difference(
    installation: Installation, request: OfflineRequest, answers: list[AnsweredExchange]
) -> messages.Difference | None:
    verdict = answers[0].answer.verdict
    if verdict is None or verdict.receipt or request.comparison is None:
        return None
    return verify.difference(locked(installation.sekolah_id), request.comparison)


def _summary(request: OfflineRequest, reply: offline.OfflineReply) -> dict[str, object]:
    """The numbers for the page; nothing in them is about a person."""
    answers = [answered.answer for answered in reply.answers]
    offers = [offer for offer in (request.exchange.offer, *request.rest) if offer]
    acked = [answer.ack for answer in answers if answer.ack]
    batches = [packing.decode(offer.body, Batch) for offer, _ in zip(offers, acked, strict=False)]
    results = chain.from_iterable(ack.results for ack in acked)
    receipts = [answer.verdict.receipt for answer in answers if answer.verdict and answer.verdict.receipt]
    return {
        "kinds": Counter(kind_in_words(change.kind) for batch in batches for change in batch.changes),
        "refused": sum(1 for result in results if result.problem),
        "new": sum(len(answer.page.items) for answer in answers if answer.page),
        "receipt": receipts[0].number if receipts else "",
        "again": answers[-1].new_epoch or not (answers[-1].page and answers[-1].page.done),
    }
