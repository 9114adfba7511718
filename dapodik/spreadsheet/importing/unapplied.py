"""Why a cell that can be read is not imported all the same."""

from dataclasses import dataclass
from uuid import UUID

from dapodik.pokok.models import AnggotaRombel, Record
from dapodik.pokok.pending import group_of

from .changed_since import ChangedSince
from .given import GivenByPusat
from .later_sheets import LaterSheets
from .report import Reason


@dataclass(frozen=True)
class Unapplied:
    """What a sheet must not change, of any record."""

    given: GivenByPusat
    changed_since: ChangedSince
    later: LaterSheets

    def why(self, record: Record, name: str, person: UUID) -> Reason | None:
        """Why the sheet must leave a field of a record of this person as it is; None where it need not."""
        if self.given.blocks(record, name):
            return Reason.GIVEN
        if self.changed_since.blocks(record, name):
            return Reason.CHANGED
        return Reason.LATER if self.later.blocks(person, group_of(type(record), name)) else None

    def why_place(self, person: UUID, name: str, places: list[AnggotaRombel]) -> Reason | None:
        """The same for the class of a pupil, who has or had these places; `name`: the field of its column."""
        if self.changed_since.blocks_place(places):
            return Reason.CHANGED
        return Reason.LATER if self.later.blocks(person, [name]) else None
