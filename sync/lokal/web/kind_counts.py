"""Counts of added, changed and deleted records per kind: to be sent, or sent by a run."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from dapodik.pokok import pending
from dapodik.pokok.models import KINDS


@dataclass
class KindCount:
    """How many records of a kind were added, changed and deleted."""

    kind: str
    added: int = 0
    changed: int = 0
    deleted: int = 0

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(KINDS[self.kind]._meta.verbose_name)

    @property
    def total(self) -> int:
        """All of them."""
        return self.added + self.changed + self.deleted


def to_send() -> list[KindCount]:
    """Count the records that are to be sent, per kind, in the order in which kinds are sent."""
    counts = {kind: KindCount(kind) for kind in KINDS}
    rows = pending.to_send().annotate(is_deleted=Q(fields__has_key="soft_delete"))
    groups = rows.values_list("kind", "is_new", "is_deleted").annotate(total=Count("pk"))
    for kind, is_new, is_deleted, total in groups:
        if is_new:
            counts[kind].added += total
        elif is_deleted:
            counts[kind].deleted += total
        else:
            counts[kind].changed += total
    return [count for count in counts.values() if count.total]


def in_order(counts: Mapping[str, Mapping[str, int]]) -> list[KindCount]:
    """The counts that a run or an approval has stored ({kind: {added, changed, deleted}}), in that order."""
    return [KindCount(kind, **counts[kind]) for kind in KINDS if kind in counts]
