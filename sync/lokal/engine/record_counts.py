"""Counting what a run did: the number of records of each kind that were added, changed and deleted."""

from collections.abc import Container, Iterable, Mapping
from uuid import UUID

from dapodik.pokok.models import Journal, Origin
from dapodik.pokok.pending import StoredChange
from sync.lokal.models import Run
from sync.wire.messages import Change

# {kind: {"added": n, "changed": n, "deleted": n}}
RecordCounts = dict[str, dict[str, int]]


def counted_before(run: Run, ids: Iterable[UUID]) -> set[UUID]:
    """The records among these that the run has counted already. To be asked before more is stored.

    Some fields of a record may come with the ack, where pusat decided them, and others with a page.
    """
    if not run.received:
        return set()
    rows = Journal.objects.filter(operation=run.pk, record_id__in=list(ids)).exclude(origin=Origin.ADOPT)
    return set(rows.values_list("record_id", flat=True))


def of_stored(changes: Iterable[StoredChange], counted: Container[UUID] = ()) -> RecordCounts:
    """Count stored changes: each record once, even if several authors wrote its fields, without `counted`."""
    done: dict[tuple[str, UUID], str] = {}
    for change in changes:
        if change.record.pk in counted:
            continue
        key = (change.record.kind(), change.record.pk)
        is_deleted = change.changes.get("soft_delete", (False, False))[1] is True
        what = _what(is_deleted, change.is_new)
        done[key] = "added" if done.get(key) == "added" else what
    return _per_kind((kind, what) for (kind, _), what in done.items())


def of_batch(changes: Iterable[Change]) -> RecordCounts:
    """Count the records that these changes of a batch add, change and delete at pusat."""
    return _per_kind(
        (change.kind, _what(bool(change.values.get("soft_delete")), change.is_new)) for change in changes
    )


def add(total: RecordCounts, part: Mapping[str, Mapping[str, int]]) -> None:
    """Add `part` to `total`."""
    for kind, counts in part.items():
        into = total.setdefault(kind, dict.fromkeys(counts, 0))
        for what, count in counts.items():
            into[what] += count


def _what(is_deleted: bool, is_new: bool) -> str:
    return "deleted" if is_deleted else "added" if is_new else "changed"


def _per_kind(done: Iterable[tuple[str, str]]) -> RecordCounts:
    counts: RecordCounts = {}
    for kind, what in done:
        counts.setdefault(kind, {"added": 0, "changed": 0, "deleted": 0})[what] += 1
    return counts
