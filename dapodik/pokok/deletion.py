"""Deleting a record with all that belongs to it, in one act, and bringing back what went along."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from . import acts, write
from .family import OWNERS, parts_of
from .models import Act, Journal, Part, Record
from .models.fields import TEXT_MAX
from .undo import Undone, overtaken
from .write import Author, Edit


def goes_along(record: Record) -> dict[str, int]:
    """{kind in words: how many} of what would be deleted with a record. What belongs to another record too,
    and that one is deleted already, is seen nowhere and not counted."""
    owned = {}
    for part, name in parts_of(type(record)):
        rows = part.live.filter(**{name: record.pk})
        for other in OWNERS[part]:
            if other != name:
                rows = rows.exclude(**{f"{other.removesuffix('_id')}__soft_delete": True})
        if count := rows.count():
            owned[str(part._meta.verbose_name)] = count
    return owned


@transaction.atomic
def delete(record: Record, author: Author) -> Act | None:
    """Delete a record and all that belongs to it; None where it is deleted already and nothing is left."""
    edits = [Edit(type(part), {"soft_delete": True}, part.pk) for part in (*live_parts(record), record)]
    return acts.perform(f"Hapus {record._meta.verbose_name} {record}"[:TEXT_MAX], edits, author)


@transaction.atomic
def restore(record: Record, author: Author) -> Undone:
    """Bring a deleted record back with what went along, as far as nothing has overtaken that since.

    Each record counts as one field of the answer.
    """
    records = [record, *went_along(record)]
    edits = [Edit(type(part), {"soft_delete": False}, part.pk) for part in records if part.soft_delete]
    late = overtaken(edits)
    write.save([edit for edit in edits if edit.id not in late], author)
    undone = Act.objects.filter(operation__in=_deleted_in([record.pk]).values(), undone=None)
    undone.update(undone=timezone.now())
    return Undone(len(edits) - len(late), len(late))


def live_parts(record: Record) -> list[Record]:
    """The records that belong to a record and are not deleted."""
    return [row for part, name in parts_of(type(record)) for row in part.live.filter(**{name: record.pk})]


def went_along(record: Record) -> list[Part]:
    """The deleted records that went with their owner `record`, wherever it was deleted.

    Of one that an older version deleted only the journal may know, or that it came here with its owner.
    """
    deleted = [
        row
        for part, name in parts_of(type(record))
        for row in part.objects.filter(**{name: record.pk}, soft_delete=True)
        if row.dihapus_bersama in (record.kind(), "")
    ]
    here = _deleted_in([record.pk, *(part.pk for part in deleted if not part.dihapus_bersama)])
    together = {pk for pk, operation in here.items() if operation == here.get(record.pk)}
    return [part for part in deleted if part.dihapus_bersama or part.pk in together]


def _deleted_in(ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """{record: the operation that last deleted it, or brought it here deleted}."""
    rows = Journal.objects.filter(record_id__in=ids, changes__soft_delete__1=True).order_by("id")
    return dict(rows.values_list("record_id", "operation"))
