"""Remarks about a record, stored in its history like changes. The record itself stays as it is."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from .chunks import SIZE
from .models import Cursor, Journal, Record
from .write import Author


@dataclass(frozen=True)
class Remark:
    """`about` is shown as it is, in the place of a field's name, so it must not be one."""

    model: type[Record]
    record_id: UUID
    about: str
    old: str
    new: str


def remark(remarks: Iterable[Remark], author: Author) -> None:
    """Note the remarks in the histories of their records, as one act."""
    operation, base, now = uuid.uuid4(), Cursor.load().seen, timezone.now()
    Journal.objects.bulk_create(
        [
            Journal(
                operation=operation,
                kind=entry.model.kind(),
                record_id=entry.record_id,
                changes={entry.about: [entry.old, entry.new]},
                author=author.name,
                origin=author.origin,
                base=base,
                at=now,
            )
            for entry in remarks
        ],
        batch_size=SIZE,
    )
