"""The proof that both sides hold the same data, and the mending where they differ."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from dapodik.pokok import pending
from dapodik.pokok.models import KINDS, Origin, Pending, Record
from dapodik.pokok.write import Author, Incoming
from sync.lokal.models import Connection, Run
from sync.wire import digest
from sync.wire.catalogue import catalogue
from sync.wire.digest import Tally
from sync.wire.messages import Comparison, Difference, Proof
from sync.wire.problems import SyncProblem
from sync.wire.steps import SyncPosition

from . import acknowledged, record_counts, refused
from .outbox import OutboxBatch
from .pull import incoming, receive


def proof(
    here: SyncPosition, tally: Tally, run: Run | None = None, batches: Sequence[OutboxBatch] = ()
) -> Proof | None:
    """The proof at this position: count and digest per kind, and how many records the run has sent and
    received.

    `tally`: of what pusat will have acknowledged once it has taken these batches. None while a pull is due or
    under way. To be used inside the transaction in which the position was read.
    """
    if not here.is_pulled:
        return None
    changes = Counter(change.kind for batch in batches for change in batch.changes)
    return Proof(
        at=here.since,
        kinds=tally.summaries(),
        put_aside=Pending.objects.filter(problem__isnull=False).count(),
        later=pending.to_send().exclude(sending__in=[batch.number for batch in batches]).count(),
        sent=_totals(run.sent if run else {}) + changes,
        received=_totals(run.received if run else {}),
    )


def _totals(counts: Mapping[str, Mapping[str, int]]) -> Counter[str]:
    return Counter({kind: sum(of_kind.values()) for kind, of_kind in counts.items()})


def comparison() -> Comparison:
    """The digests per range of ids, to find where the two sides differ."""
    return Comparison({kind: digest.by_range(acknowledged.hashes(kind)) for kind in KINDS})


@transaction.atomic
def mend(difference: Difference, connection: Connection, run: Run) -> int:
    """Take pusat's values in the ranges that differ; send again the records that pusat does not have.

    Pending changes stay. Returns the number of records that were compared. Raises SyncProblem 203 for what
    this version of the application does not know.
    """
    if not difference.ranges.keys() <= KINDS.keys():
        raise SyncProblem(203)
    items = [incoming(item) for item in difference.items]
    counted = record_counts.counted_before(run, (item.id for item in items))
    stored = receive([*items, *_empty_fields(items)], run)
    record_counts.add(run.received, record_counts.of_stored(stored, counted))
    at_pusat = {item.id for item in difference.items}
    refused.let_go(at_pusat)
    compared = len(at_pusat)
    for kind, prefixes in difference.ranges.items():
        missing = [
            record_id
            for record_id, _ in acknowledged.hashes(kind)
            if digest.range_of(record_id) in prefixes and record_id not in at_pusat
        ]
        pending.offer_again(kind, missing)
        compared += len(missing)
    acknowledged.recount(connection)
    return compared


def _empty_fields(items: Sequence[Incoming]) -> Iterator[Incoming]:
    """The empty values of whole records, which the items leave out."""
    given: dict[tuple[type[Record], UUID], set[str]] = {}
    for item in items:
        given.setdefault((item.model, item.id), set()).update(item.values)
    for (model, pk), names in given.items():
        defaults = catalogue().kinds[model.kind()].defaults
        empty = {name: value for name, value in defaults.items() if name not in names}
        yield Incoming(model, pk, empty, Author("Pusat", Origin.PUSAT))
