"""Pusat was set back to an older copy of its own: what it acknowledged and lost waits to be sent again."""

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
    """What has changed since the journal's row `after`, when pusat's changes were known up to `base`, counts
    as unsent, on top of what stood there then.

    The values that a field has had since go with it (`Pending.over`): where pusat still has one of them, or
    hears it from another computer, it has been seen here.
    """
    made, had = _since(after)
    for kind in KINDS:
        records = pending.records_of(kind, {pk for of, pk in had if of == kind})
        rows = pending.rows(records)
        for pk, record in records.items():
            rows.setdefault(pk, Pending(record_id=pk, kind=kind))
            _again(rows[pk], record, had[kind, pk], base, whole=(kind, pk) in made)
        pending.store(rows.values())


def _since(after: int) -> tuple[set[Key], dict[Key, dict[str, list[Plain]]]]:
    """The records that were made since, or brought back, and {field: values} of all that changed, the first
    being what it was before; of one that was made, what it was made with."""
    made: set[Key] = set()
    had: dict[Key, dict[str, list[Plain]]] = defaultdict(dict)
    rows = Journal.objects.filter(pk__gt=after).order_by("pk")
    for kind, pk, is_new, changes in rows.values_list("kind", "record_id", "is_new", "changes").iterator():
        if is_new or changes.get("soft_delete") == [True, False]:
            made.add((kind, pk))
        for name, (old, new) in changes.items():
            had[kind, pk].setdefault(name, [] if is_new else [old]).append(new)
    return made, had


def _again(row: Pending, record: Record, had: dict[str, list[Plain]], base: int, whole: bool) -> None:
    had = {name: values for name, values in had.items() if name in record.synced_fields()}
    row.problem = row.sending = None
    if whole or row.is_new:
        row.is_new, row.fields = True, {}
    else:
        for name, values in had.items():
            before = values.pop(0)
            row.fields[name] = [before, min(base, row.fields.get(name, [before, base])[1])]
    row.over = {
        name: [value for value in values if value != record.plain(name)] for name, values in had.items()
    }
