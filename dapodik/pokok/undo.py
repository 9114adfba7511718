"""Taking back one act: every field that still holds what the act put there gets its old value again."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from . import pending, write
from .models import KINDS, Journal
from .write import Author, Edit


@dataclass(frozen=True)
class Undone:
    """How many fields were taken back, and how many were left because they have changed since."""

    fields: int
    left: int


@transaction.atomic
def undo(operation: UUID, author: Author) -> Undone:
    """Take back an act's changes of existing records; records it made stay."""
    rows = list(Journal.objects.filter(operation=operation, is_new=False))
    edits, fields, left = [], 0, 0
    for kind in dict.fromkeys(row.kind for row in rows):
        own = [row for row in rows if row.kind == kind]
        records = pending.records_of(kind, [row.record_id for row in own])
        for row in own:
            record = records[row.record_id]
            changed = {name: pair for name, pair in row.changes.items() if name in record.synced_fields()}
            back = {name: old for name, (old, new) in changed.items() if record.plain(name) == new}
            fields, left = fields + len(back), left + len(changed) - len(back)
            edits.append(Edit(KINDS[kind], back, row.record_id))
    write.save([edit for edit in edits if edit.values], author)
    return Undone(fields, left)
