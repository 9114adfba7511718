"""The proof: what this side holds, hashed as pusat hashes it; and the mending where they differ."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.db import transaction

from dapodik.pokok import write
from dapodik.pokok.models import KINDS, Cursor, Pending
from dapodik.pokok.models.record import to_plain
from sync.wire import digest
from sync.wire.catalogue import Kind, catalogue
from sync.wire.messages import Comparison, Difference, Plain, Proof

from .models import Run
from .pull import incoming


def proof() -> Proof | None:
    """Count and digest per kind as acknowledged at the cursor; None while a pull is under way."""
    with transaction.atomic():
        cursor = Cursor.load()
        if not cursor.has_pulled or cursor.position is not None:
            return None
        rows = Pending.objects.all()
        aside = rows.filter(problem__isnull=False).count()
        kinds = {name: digest.summary(value for _, value in _hashes(kind)) for name, kind in _kinds()}
        return Proof(
            at=cursor.seen,
            kinds={name: summary for name, summary in sorted(kinds.items()) if summary.count},
            put_aside=aside,
            later=rows.count() - aside,
        )


def comparison() -> Comparison:
    """The digests per range of ids, to find where the two sides differ."""
    return Comparison({name: digest.by_range(_hashes(kind)) for name, kind in _kinds()})


@transaction.atomic
def mend(difference: Difference, run: Run) -> int:
    """Take pusat's values in the ranges that differ; offer again what pusat does not have.

    Unsent changes stay. Returns the number of records that were looked at.
    """
    write.receive([incoming(item) for item in difference.items], run.pk)
    at_pusat = {item.id for item in difference.items}
    missing: list[tuple[str, UUID]] = []
    for name, kind in _kinds():
        prefixes = set(difference.ranges.get(name, ()))
        missing += [
            (name, UUID(record_id))
            for record_id, _ in _hashes(kind)
            if record_id[:2] in prefixes and record_id not in at_pusat
        ]
    for name, record_id in missing:
        write.offer_again(KINDS[name], record_id)
    return len(at_pusat) + len(missing)


def _kinds() -> Iterator[tuple[str, Kind]]:
    return iter(catalogue().kinds.items())


def _hashes(kind: Kind) -> Iterator[tuple[str, int]]:
    """(id, hash) of each live record of a kind, as pusat acknowledged it."""
    waiting = {row.record_id: row for row in Pending.objects.filter(kind=kind.name)}
    names = list(kind.fields)
    for record_id, *values in KINDS[kind.name].objects.values_list("pk", *names).iterator(2000):
        row = waiting.get(record_id)
        if row and row.is_new:
            continue
        plain: dict[str, Plain] = dict(zip(names, map(to_plain, values), strict=True))
        acknowledged: Mapping[str, Plain] = {
            **plain,
            **{name: value for name, (value, _) in (row.fields if row else {}).items()},
        }
        if not acknowledged["soft_delete"]:
            yield str(record_id), digest.of_record(kind, str(record_id), acknowledged)
