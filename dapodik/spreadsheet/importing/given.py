"""What an SK or pusat has given: no sheet takes it back, however new the sheet is.

Dapodik makes a sheet from what it knows itself, and it does not know what pusat has decided since.
"""

from dataclasses import dataclass, field
from uuid import UUID

from dapodik.pokok.models import Journal, Origin, Plain, Record
from dapodik.pokok.pending import group_of

_ORIGINS = (Origin.SK, Origin.PUSAT)


@dataclass
class GivenByPusat:
    """Per record the newest value of each field that an SK or pusat has set, empty ones too."""

    values: dict[UUID, dict[str, Plain]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "GivenByPusat":
        """Read the whole journal."""
        given = cls()
        rows = Journal.objects.filter(origin__in=_ORIGINS).order_by("pk")
        for record_id, changes in rows.values_list("record_id", "changes"):
            newest = given.values.setdefault(record_id, {})
            newest.update({name: pair[1] for name, pair in changes.items()})
        return given

    def blocks(self, record: Record, name: str) -> bool:
        """Return whether the field still has what was given, or one that belongs together with it has.

        So no KPS comes in beside the card of an SK, and one that the SK has ended does not come back.
        """
        standing = {
            mate: value
            for mate, value in self.values.get(record.id, {}).items()
            if mate in group_of(type(record), name) and record.plain(mate) == value
        }
        return name in standing or any(standing.values())
