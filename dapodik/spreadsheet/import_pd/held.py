"""What was changed here after the sheet was downloaded: an old sheet must never bring it back."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from dapodik.pokok.models import AnggotaRombel, Journal, Origin, Record
from dapodik.pokok.pending import group_of

_GUARDED = (Origin.FORM, Origin.MASS, Origin.UNDO, Origin.SK, Origin.PUSAT)
_PLACE = {"rombongan_belajar_id", "soft_delete"}


@dataclass
class Guard:
    """Per record the fields that people, SK or pusat have changed since the sheet's Tanggal Unduh."""

    fields: dict[UUID, set[str]] = field(default_factory=dict)

    @classmethod
    def since(cls, stamp: datetime | None) -> "Guard":
        """Everything since then; everything there is where the sheet has no stamp."""
        rows = Journal.objects.filter(origin__in=_GUARDED)
        if stamp:
            rows = rows.filter(at__gt=stamp)
        guard = cls()
        for record_id, changes in rows.values_list("record_id", "changes"):
            guard.fields.setdefault(record_id, set()).update(changes)
        return guard

    def holds(self, record: Record, name: str) -> bool:
        """Whether the field, or one that makes sense only together with it, was changed since."""
        changed = self.fields.get(record.id, set())
        return not changed.isdisjoint(group_of(type(record), name))

    def holds_place(self, places: list[AnggotaRombel]) -> bool:
        """Whether a pupil was put into, moved between or taken out of a class since."""
        return any(not _PLACE.isdisjoint(self.fields.get(place.id, ())) for place in places)
