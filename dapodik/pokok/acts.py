"""Acts on many records: done under one title, shown in one list, taken back as one."""

import uuid
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from . import pending, semester, write
from .models import Act, Journal
from .undo import Undone, is_in_force, undo
from .write import Author, Edit


class CannotUndo(Exception):
    """The act was taken back already, or what it changed has been sent to pusat meanwhile."""


@transaction.atomic
def perform(title: str, edits: Sequence[Edit], author: Author, *, until_sent: bool = False) -> Act | None:
    """Apply the edits as one act that can be taken back; None where they change nothing.

    `until_sent`: only until the first of its changes has gone to pusat (an act on the whole school, after
    which others go on working with what it made). Raises as `write.save`.
    """
    operation = uuid.uuid4()
    made = write.save(edits, author, operation)
    if not made:
        return None
    return Act.objects.create(
        operation=operation,
        title=title,
        author=author.name,
        at=timezone.now(),
        records=len(made),
        until_sent=until_sent,
    )


def why_not(act: Act) -> str:
    """Why an act cannot be taken back, in words for the operator; "" where it can."""
    if act.undone:
        return "Sudah diurungkan."
    if act.until_sent and _was_sent(act.operation):
        return "Sudah dikirim ke pusat, jadi tidak dapat diurungkan lagi."
    if semester.is_gone_beyond(act.operation):
        return "Semester lain sudah dibuka sesudahnya. Urungkan dahulu pembukaan semester itu."
    if semester.active_when(act.operation) and not is_in_force(act.operation):
        return "Yang diubahnya milik semester yang lalu, yang tidak diubah lagi."
    return ""


@transaction.atomic
def take_back(act: Act, author: Author) -> Undone:
    """Take an act back; what was changed after it stays. Raises CannotUndo."""
    reason = why_not(act)
    if reason:
        raise CannotUndo(reason)
    act.undone = timezone.now()
    act.save(update_fields=["undone"])
    return undo(act.operation, author)


def note_undone(operation: UUID) -> None:
    """Note an act as taken back where nothing of it stands any more, however that came about."""
    if not is_in_force(operation):
        Act.objects.filter(operation=operation, undone=None).update(undone=timezone.now())


def _was_sent(operation: UUID) -> bool:
    """True where pusat may have some of the act: one of its records is not pending, or is under way."""
    ids = list(Journal.objects.filter(operation=operation).values_list("record_id", flat=True))
    waiting = pending.rows(ids).values()
    return len(waiting) < len(set(ids)) or any(row.sending is not None for row in waiting)
