"""One round of a run, as pusat answers it: batch, then page, then proof."""

import msgspec
from django.db import transaction

from sync.pusat.models import Installation
from sync.pusat.store.changes import knows, locked
from sync.wire import messages
from sync.wire.catalogue import catalogue
from sync.wire.messages import Ack, Answer, Exchange
from sync.wire.problems import SyncProblem

from . import receive, rules, serve, verify


def answer(installation: Installation, said: Exchange) -> Answer:
    """Pusat's side of one round, however it came here. Raises SyncProblem, and Unreadable for its batch."""
    if said.protocol != messages.PROTOCOL:
        raise SyncProblem(203)
    try:
        return _answer(installation, said)
    except receive.OtherHistory:
        return Answer(head=0, catalogue=catalogue().hash, new_epoch=True)
    except SetBack as met:
        return Answer(head=met.head, catalogue=catalogue().hash, set_back=True)


class SetBack(Exception):
    """The school knows a moment that pusat does not: pusat was set back to an older copy, with this head."""

    def __init__(self, head: int) -> None:
        super().__init__()
        self.head = head


@transaction.atomic
def _answer(installation: Installation, said: Exchange) -> Answer:
    """All of a round in one transaction, with the school locked: it is one computer's turn at a time."""
    lowered = rules.lowered()
    school = locked(installation.sekolah_id)
    if max(said.since, said.position or 0) > school.head or not knows(school, said.head, said.mark):
        raise SetBack(school.head)
    ack = receive.accept(school, installation, said, lowered)
    seen = _seen(said, ack)
    page = serve.page(school, installation, said, seen, ack.head_after if ack else school.head)
    verdict = None
    if said.proof and page.done and not page.items and _as_sent(said, ack):
        proof = msgspec.structs.replace(said.proof, at=seen) if ack else said.proof
        verdict = verify.verdict(school, installation, proof, said.app)
    unseen = said.offer is not None and ack is None
    return Answer(
        school.head, catalogue().hash, ack, page, verdict, unseen=unseen, mark=school.mark, rules=lowered
    )


def _seen(said: Exchange, ack: Ack | None) -> int:
    """Up to which number the school has seen everything, its own batch included."""
    return ack.head_after if ack and ack.head_before == said.since else said.since


def _as_sent(said: Exchange, ack: Ack | None) -> bool:
    """Whether the batch, if there is one, was taken as the proof foretells."""
    return not ack.results if ack else said.offer is None
