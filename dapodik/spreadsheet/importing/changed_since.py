"""What was changed here after a sheet was downloaded: an older sheet brings no earlier value back."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from dapodik.pokok.models import AnggotaRombel, Journal, Origin, Record
from dapodik.pokok.pending import group_of

# What people, SK or pusat have changed. Of what other sheets brought, `later_sheets.py` knows.
_ORIGINS = (Origin.FORM, Origin.MASS, Origin.UNDO, Origin.SK, Origin.PUSAT, Origin.COMPUTER)
_PLACE = {"rombongan_belajar_id", "soft_delete"}


@dataclass
class ChangedSince:
    """Per record the fields that people, SK or pusat have changed since the sheet's Tanggal Unduh."""

    fields: dict[UUID, set[str]] = field(default_factory=dict)

    @classmethod
    def download(cls, stamp: datetime | None) -> "ChangedSince":
        """Read the journal since then; all of it where the sheet has no Tanggal Unduh."""
        rows = Journal.objects.filter(origin__in=_ORIGINS)
        if stamp:
            rows = rows.filter(at__gt=stamp)
        changed = cls()
        for record_id, changes in rows.values_list("record_id", "changes"):
            changed.fields.setdefault(record_id, set()).update(changes)
        return changed

    def blocks(self, record: Record, name: str) -> bool:
        """Return whether the field, or one that belongs together with it, was changed."""
        changed = self.fields.get(record.id, set())
        return not changed.isdisjoint(group_of(type(record), name))

    def blocks_place(self, places: list[AnggotaRombel]) -> bool:
        """Return whether a pupil was put into, moved between or taken out of a class."""
        return any(not _PLACE.isdisjoint(self.fields.get(place.id, ())) for place in places)
