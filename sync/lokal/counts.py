"""How many records of each kind, as {kind: {added, changed, deleted}}: what a run notes of what it did."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from dapodik.pokok.pending import Change

Counts = dict[str, dict[str, int]]


def of(changes: Iterable[Change]) -> Counts:
    """Each record once, whatever the number of authors its fields came from."""
    done: dict[tuple[str, UUID], str] = {}
    for change in changes:
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
