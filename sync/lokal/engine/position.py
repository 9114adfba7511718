"""Where this computer stands, as it is stored: its count of batches and its cursor."""

from dapodik.pokok.models import Cursor
from sync.lokal.models import Connection
from sync.wire.steps import SyncPosition


def load(connection: Connection) -> SyncPosition:
    """The stored position."""
    cursor = Cursor.load()
    return SyncPosition(
        connection.epoch, connection.acked, cursor.seen, cursor.position, has_pulled=cursor.has_pulled
    )


def store(connection: Connection, before: SyncPosition, after: SyncPosition) -> None:
    """Store how an ack or a page moves the position, inside the transaction that stores the data."""
    if before.acked != after.acked:
        connection.acked = after.acked
        connection.save(update_fields=["acked"])
    if (before.since, before.position, before.has_pulled) != (after.since, after.position, after.has_pulled):
        Cursor.objects.update(seen=after.since, position=after.position, has_pulled=after.has_pulled)


def pull_again() -> None:
    """Pull what is new after the cursor before anything new is sent."""
    Cursor.objects.update(position=None, has_pulled=False)


def roll_back(number: int) -> None:
    """Count only pusat's changes up to this number as stored, and pull again from there."""
    Cursor.objects.update(seen=number, position=None, has_pulled=False)
