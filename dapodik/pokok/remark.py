"""What was said about a record without changing it, kept in its history like a change."""

import uuid
from uuid import UUID

from django.utils import timezone

from .models import Cursor, Journal, Record
from .write import Author


def remark(model: type[Record], record_id: UUID, about: str, old: str, new: str, author: Author) -> None:
    """Note it in the record's history. `about` is shown as it is, in the place of a field's name, so it
    must not be one."""
    Journal.objects.create(
        operation=uuid.uuid4(),
        kind=model.kind(),
        record_id=record_id,
        changes={about: [old, new]},
        author=author.name,
        origin=author.origin,
        base=Cursor.load().seen,
        at=timezone.now(),
    )
