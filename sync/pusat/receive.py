"""Taking in a school's batch: exactly once, field by field, all of it in one transaction."""

from collections.abc import Container
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from sync.wire import author as authors
from sync.wire import messages
from sync.wire.catalogue import catalogue
from sync.wire.merge import Held, merge
from sync.wire.messages import Ack, Batch, Change, Exchange, Result

from . import rules
from .models import Batch as StoredBatch
from .models import Installation, Record, Sekolah
from .store import Taken, locked, records, store


class OtherHistory(Exception):
    """The installation counts its batches differently: it was restored from a backup or copied."""


def check_history(installation: Installation, request: Exchange) -> None:
    """Raise OtherHistory where an exchange without a batch does not follow what pusat has stored."""
    if request.acked != _last(installation, request.epoch):
        raise OtherHistory


@transaction.atomic
def accept(installation: Installation, request: Exchange) -> Ack:
    """Accept the offered batch and return its ack; the stored one where it came before.

    Raises OtherHistory where the batch's name does not follow, or names another batch.
    """
    offer = request.offer
    assert offer is not None
    school = locked(installation.sekolah_id)
    before = StoredBatch.objects.filter(
        sekolah=school, installation=installation, epoch=request.epoch, number=offer.number
    ).first()
    if before:
        if before.hash != offer.hash:
            raise OtherHistory
        return messages.decode(bytes(before.ack), Ack)
    if offer.number != _last(installation, request.epoch) + 1:
        raise OtherHistory
    ack = _apply(school, messages.decode(offer.body, Batch), offer.number, _author(installation, request))
    StoredBatch.objects.create(
        sekolah=school,
        installation=installation,
        epoch=request.epoch,
        number=offer.number,
        hash=offer.hash,
        ack=messages.encode(ack),
    )
    return ack


def _last(installation: Installation, epoch: str) -> int:
    """The number of the last batch of an epoch, 0 where there is none."""
    stored = StoredBatch.objects.filter(
        sekolah_id=installation.sekolah_id, installation=installation, epoch=epoch
    )
    return stored.aggregate(last=Max("number"))["last"] or 0


def _author(installation: Installation, request: Exchange) -> str:
    return authors.school(installation.pk, request.epoch)


def _apply(school: Sekolah, batch: Batch, number: int, author: str) -> Ack:
    head_before = school.head
    results, sound = [], []
    lowered = rules.lowered()
    for change in batch.changes:
        refused = _refused(change, school, lowered)
        if refused:
            results.append(refused)
        else:
            sound.append(change)
    held = records(school.pk, [UUID(change.id) for change in sound])
    taken = []
    for change in sound:
        record = held.get(UUID(change.id)) or Record(
            sekolah=school, record_id=UUID(change.id), kind=change.kind, number=0
        )
        kind = catalogue().kinds[change.kind]
        merged = merge(
            kind,
            Held(record.values, record.version),
            change.values,
            lambda name, change=change: change.bases.get(name, change.base),  # type: ignore[misc]
            author,
        )
        if merged.taken:
            taken.append(Taken(record, merged.taken))
        if merged.kept or merged.lost:
            by = record.version(next(iter(merged.kept), "")).author
            results.append(Result(change.id, values=merged.kept, author=by, lost=merged.lost))
    store(school, taken, author)
    return Ack(number, head_before, school.head, results)


def _refused(change: Change, school: Sekolah, lowered: Container[str]) -> Result | None:
    """Why a record cannot be stored: pusat never trusts a client."""
    kind = catalogue().kinds.get(change.kind)
    if kind is None:
        return Result(change.id, problem=404)
    if not _is_uuid(change.id) or (change.kind == "sekolah" and change.id != str(school.pk)):
        return Result(change.id, problem=405)
    if change.values.get("sekolah_id") not in (None, str(school.pk)):
        return Result(change.id, problem=405, field="sekolah_id")
    for name, value in change.values.items():
        problem = kind.problem(name, value, lowered)
        if problem:
            return Result(change.id, problem=problem, field=name)
    return None


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
