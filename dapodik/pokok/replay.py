"""Replay: pusat was restored from an older copy, and the changes that it lost are pending again."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from . import pending
from .models import KINDS, Journal, Pending, Plain, Record

Key = tuple[str, UUID]


def newest_change() -> int:
    """The id of the newest change in the journal; 0 where there is none."""
    return Journal.objects.aggregate(newest=Max("pk"))["newest"] or 0


@transaction.atomic
def send_again(after: int, base: int) -> None:
    """Make every change since the journal's row `after` pending again.

    `base`: the cursor at that row, and so what the school had seen of pusat then. The values that a field has
    had since go along (`Pending.over`): where pusat still has one of them, or gets it from another computer,
    this school has seen it.
    """
    made, values_since = _since(after)
    for kind in KINDS:
        records = pending.records_of(kind, {pk for other, pk in values_since if other == kind})
        rows = pending.rows(records)
        for pk, record in records.items():
            rows.setdefault(pk, Pending(record_id=pk, kind=kind))
            _again(rows[pk], record, values_since[kind, pk], base, whole=(kind, pk) in made)
        pending.store(rows.values())


def _since(after: int) -> tuple[set[Key], dict[Key, dict[str, list[Plain]]]]:
    """The records that were made or restored since, and the values of each changed record since:
    {record: {field: values}}. The first value is the one before; of a new record, the one it was made with.
    """
    made: set[Key] = set()
    values: dict[Key, dict[str, list[Plain]]] = defaultdict(dict)
    rows = Journal.objects.filter(pk__gt=after).order_by("pk")
    for kind, pk, is_new, changes in rows.values_list("kind", "record_id", "is_new", "changes").iterator():
        if is_new or changes.get("soft_delete") == [True, False]:
            made.add((kind, pk))
        for name, (old, new) in changes.items():
            values[kind, pk].setdefault(name, [] if is_new else [old]).append(new)
    return made, values


def _again(row: Pending, record: Record, since: dict[str, list[Plain]], base: int, whole: bool) -> None:
    """Make a record pending: `whole`, as a new one, or in the fields that changed."""
    since = {name: values for name, values in since.items() if name in record.synced_fields()}
    row.problem = row.sending = None
    if whole or row.is_new:
        row.is_new, row.fields = True, {}
    else:
        for name, values in since.items():
            before = values.pop(0)
            row.fields[name] = [before, min(base, row.fields.get(name, [before, base])[1])]
    row.over = {
        name: [value for value in values if value != record.plain(name)] for name, values in since.items()
    }
