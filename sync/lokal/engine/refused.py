"""Records that pusat refused for want of another one: they go again once pusat has that."""

from collections.abc import Iterable
from uuid import UUID

from dapodik.pokok import pending
from dapodik.pokok.models import Pending
from sync.wire.catalogue import catalogue
from sync.wire.problems import NO_TARGET


def let_go(at_pusat: Iterable[UUID]) -> None:
    """Let those go again that name one of these records, which pusat turns out to have."""
    refused = [row for row in Pending.objects.filter(problem__isnull=False) if _wants_another(row)]
    if not refused:
        return
    known = {str(record_id) for record_id in at_pusat}
    ids: dict[str, list[UUID]] = {}
    for row in refused:
        ids.setdefault(row.kind, []).append(row.record_id)
    freed = [
        record_id
        for kind, wanted in ids.items()
        for record_id, values in pending.values_of(kind, wanted)
        if any(values[name] in known for name in catalogue().kinds[kind].targets)
    ]
    Pending.objects.filter(pk__in=freed).update(problem=None)


def _wants_another(row: Pending) -> bool:
    return bool(row.problem and row.problem["number"] == NO_TARGET)
