"""The proof: what this side holds, hashed as pusat hashes it; and the mending where they differ."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from django.db import transaction

from dapodik.pokok import pending
from dapodik.pokok.models import KINDS, Cursor, Pending
from sync.wire import digest
from sync.wire.digest import Tally
from sync.wire.messages import Change, Comparison, Difference, Proof
from sync.wire.problems import SyncProblem

from . import counts, held
from .models import Connection, Run
from .pull import incoming, receive


def proof(connection: Connection, cursor: Cursor, run: Run | None = None) -> Proof | None:
    """Count and digest per kind as acknowledged at the cursor, with what the run has done so far; None while
    a pull is under way.

    To be used inside the transaction in which the cursor was read.
    """
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


def expected(connection: Connection, changes: Iterable[Change]) -> Proof | None:
    """The proof once pusat has taken these changes as they are; where it stands then, is not known here."""
    changes = list(changes)
    before = proof(connection, Cursor.load())
    if before is None:
        return None
    will_be = Tally(connection.held)
    by_kind: dict[str, list[Change]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    for kind, some in by_kind.items():
        known = dict(held.acknowledged(kind, [change.id for change in some]))
        for change in some:
            if change.id in known:
                will_be.remove(kind, digest.of_record(kind, change.id, known[change.id]))
            values = {**known.get(change.id, {}), **change.plain()}
            if not values.get("soft_delete"):
                will_be.add(kind, digest.of_record(kind, change.id, values))
    sent = Counter(change.kind for change in changes)
    return msgspec.structs.replace(before, kinds=will_be.summaries(), sent=dict(sent))


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
    looked_at = len(at_pusat)
    for kind, prefixes in difference.ranges.items():
        missing = [
            record_id
            for record_id, _ in held.hashes(kind)
            if digest.range_of(record_id) in prefixes and record_id not in at_pusat
        ]
        pending.offer_again(kind, missing)
        looked_at += len(missing)
    held.recount(connection)
    return looked_at
