"""The proof: what this side holds, hashed as pusat hashes it; and the mending where they differ."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from dapodik.pokok import pending, write
from dapodik.pokok.models import KINDS, Cursor, Pending
from sync.wire import digest
from sync.wire.messages import Comparison, Difference, Proof
from sync.wire.problems import SyncProblem

from . import counts, held
from .models import Connection, Run
from .pull import incoming, receive


@transaction.atomic
def proof(connection: Connection, run: Run | None = None) -> Proof | None:
    """Count and digest per kind as acknowledged at the cursor, with what the run has done so far; None while
    a pull is under way."""
    cursor = Cursor.load()
    if not cursor.has_pulled or cursor.position is not None:
        return None
    aside = Pending.objects.filter(problem__isnull=False).count()
    return Proof(
        at=cursor.seen,
        kinds=held.tally(connection).summaries(),
        put_aside=aside,
        later=pending.to_send().count(),
        sent=_totals(run.sent) if run else {},
        received=_totals(run.received) if run else {},
    )


def _totals(counts: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    return {kind: sum(of_kind.values()) for kind, of_kind in counts.items()}


def comparison() -> Comparison:
    """The digests per range of ids, to find where the two sides differ."""
    return Comparison({kind: digest.by_range(held.hashes(kind)) for kind in KINDS})


@transaction.atomic
def mend(difference: Difference, connection: Connection, run: Run) -> int:
    """Take pusat's values in the ranges that differ; offer again what pusat does not have.

    Unsent changes stay. Returns the number of records that were looked at. Raises SyncProblem 203 for what
    this version of the application does not know.
    """
    if not difference.ranges.keys() <= KINDS.keys():
        raise SyncProblem(203)
    counts.add(run.received, counts.of(receive([incoming(item) for item in difference.items], run)))
    at_pusat = {item.id for item in difference.items}
    missing: list[tuple[str, UUID]] = []
    for kind, prefixes in difference.ranges.items():
        missing += [
            (kind, record_id)
            for record_id, _ in held.hashes(kind)
            if digest.range_of(record_id) in prefixes and record_id not in at_pusat
        ]
    for kind, record_id in missing:
        write.offer_again(KINDS[kind], record_id)
    held.recount(connection)
    return len(at_pusat) + len(missing)
