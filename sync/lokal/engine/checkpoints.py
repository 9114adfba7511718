"""The checkpoints of pusat's history that this computer knows, and the way back once pusat was set back."""

from django.db import transaction

from dapodik.pokok import lost, pending
from dapodik.pokok.models import Cursor
from sync.lokal.models import Checkpoint, Connection
from sync.wire.messages import Answer
from sync.wire.problems import SyncProblem

from . import acknowledged, outbox, position


def newest() -> Checkpoint:
    """The newest moment that is known; an empty one where none is."""
    return Checkpoint.objects.last() or Checkpoint(number=0, mark="", seen=0, journal=0)


def note(answer: Answer) -> None:
    """Remember pusat's moment, before anything of its answer is stored: nothing stored is of a later one.

    While something waits to be sent, what had been sent by then is not known: the moment before counts.
    """
    before = newest()
    if not answer.mark:
        return
    waits = pending.unsent().exists()
    journal = before.journal if waits else lost.newest_change()
    now = Checkpoint(number=answer.head, mark=answer.mark, seen=Cursor.load().seen, journal=journal)
    if (before.number, before.mark) == (now.number, now.mark):
        now.pk = before.pk
        if (before.seen, before.journal) == (now.seen, now.journal):
            return
    now.save()


@transaction.atomic
def roll_back(connection: Connection, head: int) -> None:
    """Pusat, of which the last number is now `head`, does not know the newest moment: go back to the one
    before. What has come or gone since counts as unsent, on top of what was seen by then.

    Raises SyncProblem 106 where there is nothing to go back from.
    """
    cursor = Cursor.load()
    if not cursor.seen and not Checkpoint.objects.exists():
        raise SyncProblem(106)
    Checkpoint.objects.filter(pk=newest().pk).delete()
    Checkpoint.objects.filter(number__gt=head).delete()
    to = newest()
    outbox.start_new_epoch(connection)
    position.go_back(to.seen)
    lost.send_again(to.journal, to.seen)
    acknowledged.recount(connection)
