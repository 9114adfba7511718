"""How many records of each kind, as {kind: {added, changed, deleted}}: what a run notes of what it did."""

from collections.abc import Container, Iterable, Mapping
from uuid import UUID

from dapodik.pokok.models import Journal, Origin
from dapodik.pokok.pending import Change
from sync.lokal.models import Run

Counts = dict[str, dict[str, int]]


def came_before(run: Run, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these records that the run has counted already: pusat decides of some of a record's fields
    with the ack, and what is new in the others comes with a page. To be asked before more is stored."""
    if not run.received:
        return set()
    rows = Journal.objects.filter(operation=run.pk, record_id__in=list(ids)).exclude(origin=Origin.ADOPT)
    return set(rows.values_list("record_id", flat=True))


def of(changes: Iterable[Change], counted: Container[UUID] = ()) -> Counts:
    """Each record once, whatever the number of authors its fields came from; those `counted` not again."""
    done: dict[tuple[str, UUID], str] = {}
    for change in changes:
        if change.record.pk in counted:
            continue
        key = (change.record.kind(), change.record.pk)
        deleted = change.changes.get("soft_delete", (False, False))[1] is True
        what = "deleted" if deleted else "added" if change.is_new else "changed"
        done[key] = "added" if done.get(key) == "added" else what
    return tally((kind, what) for (kind, _), what in done.items())


def tally(done: Iterable[tuple[str, str]]) -> Counts:
    """Of records by kind and by what was done to them: `added`, `changed` or `deleted`."""
    counts: Counts = {}
    for kind, what in done:
        counts.setdefault(kind, {"added": 0, "changed": 0, "deleted": 0})[what] += 1
    return counts


def add(total: Counts, part: Mapping[str, Mapping[str, int]]) -> None:
    """Add `part` to `total`."""
    for kind, found in part.items():
        into = total.setdefault(kind, dict.fromkeys(found, 0))
        for what, count in found.items():
            into[what] += count
