"""One round of a run, as pusat answers it: batch, then page, then proof."""

import msgspec
from django.db import transaction

from sync.pusat.door import keys
from sync.pusat.models import Installation, Sekolah
from sync.pusat.store.changes import is_in_history, locked
from sync.wire.catalogue import catalogue
from sync.wire.messages import Ack, Answer, Computers, Exchange
from sync.wire.version import refuse_other_protocol

from . import lowered_rules, receive, serve, verify


def answer(installation: Installation, request: Exchange) -> Answer:
    """Answer a request, which came over the network or in a file.

    Raises SyncProblem, and UnreadableMessage for its batch.
    """
    refuse_other_protocol(request.protocol)
    try:
        return _answer(installation, request)
    except receive.OtherHistory:
        return Answer(head=0, catalogue=catalogue().hash, new_epoch=True)
    except SetBack as error:
        return Answer(head=error.head, catalogue=catalogue().hash, set_back=True)


class SetBack(Exception):
    """The school knows a checkpoint that pusat does not: pusat was set back to an older copy, with this
    head."""

    def __init__(self, head: int) -> None:
        super().__init__()
        self.head = head


@transaction.atomic
def _answer(installation: Installation, request: Exchange) -> Answer:
    """Do all of a round in one transaction, with the school locked: one computer's turn at a time."""
    lowered = lowered_rules.lowered()
    school = locked(installation.sekolah_id)
    is_ahead = max(request.since, request.position or 0) > school.head
    if is_ahead or not is_in_history(school, request.head, request.mark):
        raise SetBack(school.head)
    ack = receive.accept(school, installation, request, lowered)
    seen = _seen(request, ack)
    page = serve.page(school, installation, request, seen, ack.head_after if ack else school.head)
    verdict = None
    if request.proof and page.done and not page.items and _as_sent(request, ack):
        proof = msgspec.structs.replace(request.proof, at=seen) if ack else request.proof
        verdict = verify.verdict(school, installation, proof, request.app)
    unseen = request.offer is not None and ack is None
    return Answer(
        school.head,
        catalogue().hash,
        ack,
        page,
        verdict,
        unseen=unseen,
        mark=school.mark,
        rules=lowered,
        computers=_computers(school, request),
    )


def _computers(school: Sekolah, request: Exchange) -> Computers | None:
    """The school's computers, where it asks for them and does not know this list."""
    if request.computers in (None, school.computers_mark):
        return None
    return Computers(school.computers_mark, keys.computers(school))


def _seen(request: Exchange, ack: Ack | None) -> int:
    """The number up to which the school has seen everything, its own batch included."""
    return ack.head_after if ack and ack.head_before == request.since else request.since


def _as_sent(request: Exchange, ack: Ack | None) -> bool:
    """True where there is no batch, or pusat took it as it was sent: the proof that came with it holds."""
    return not ack.results if ack else request.offer is None
