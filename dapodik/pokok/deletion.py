"""Deleting a record with all that belongs to it, in one act, and bringing back what went along."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from . import acts, write
from .family import OWNERS, parts_of
from .models import Act, Journal, Record
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
    along = went_along(record)
    edits = [
        Edit(type(part), {"soft_delete": False}, part.pk) for part in (record, *along) if part.soft_delete
    ]
    late = overtaken(edits)
    made = write.save([edit for edit in edits if edit.id not in late], author)
    Act.objects.filter(operation=_operation(record), undone=None).update(undone=timezone.now())
    return Undone(len(made), 1 + len(along) - len(made))


def live_parts(record: Record) -> list[Record]:
    """The records that belong to a record and are not deleted."""
    return [row for part, name in parts_of(type(record)) for row in part.live.filter(**{name: record.pk})]


def went_along(record: Record) -> list[Record]:
    """The records that were deleted in one act with their owner `record`, here or elsewhere.

    Those that have been brought back since are among them.
    """
    gone = Journal.objects.filter(operation=_operation(record), is_new=False, changes__soft_delete__1=True)
    return [
        row
        for part, name in parts_of(type(record))
        for row in part.objects.filter(**{name: record.pk}, pk__in=gone.values("record_id"))
    ]


def _operation(record: Record) -> "QuerySet[Journal, Any]":
    """The act in which a record was last deleted; none where it came here deleted."""
    rows = Journal.objects.filter(record_id=record.pk, is_new=False, changes__soft_delete__1=True)
    return rows.order_by("-id").values("operation")[:1]
