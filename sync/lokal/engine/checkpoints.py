"""The checkpoints of pusat that this computer knows, and going back to one where pusat was set back."""

from django.db import transaction

from dapodik.pokok import pending, replay
from dapodik.pokok.models import Cursor
from sync.lokal.models import Checkpoint, Connection
from sync.wire.messages import Answer
from sync.wire.problems import SyncProblem

from . import acknowledged, outbox, position


def newest() -> Checkpoint:
    """The newest checkpoint; an empty one where none is known."""
    return Checkpoint.objects.last() or Checkpoint(number=0, mark="", seen=0, journal=0)


def note(answer: Answer) -> None:
    """Store the checkpoint of an answer.

    Store it before the answer's data, so that all stored data is at or before a stored checkpoint. While
    changes wait, we do not know which pusat has; keep the earlier journal row.
    """
    before = newest()
    if not answer.mark:
        return
    is_waiting = pending.unsent().exists()
    journal = before.journal if is_waiting else replay.newest_change()
    now = Checkpoint(number=answer.head, mark=answer.mark, seen=Cursor.load().seen, journal=journal)
    if (before.number, before.mark) == (now.number, now.mark):
        now.pk = before.pk
        if (before.seen, before.journal) == (now.seen, now.journal):
            return
    now.save()


@transaction.atomic
def roll_back(connection: Connection, head: int) -> None:
    """Go back from the newest checkpoint, which pusat with its present `head` does not know, to the one
    before.

    What was received or sent since counts as pending, on top of what was seen by then. Raises SyncProblem 106
    where there is nothing to go back from.
    """
    cursor = Cursor.load()
    if not cursor.seen and not Checkpoint.objects.exists():
        raise SyncProblem(106)
    Checkpoint.objects.filter(pk=newest().pk).delete()
    Checkpoint.objects.filter(number__gt=head).delete()
    to = newest()
    outbox.start_new_epoch(connection)
    position.roll_back(to.seen)
    replay.send_again(to.journal, to.seen)
    acknowledged.recount(connection)
