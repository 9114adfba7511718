"""Why a cell that can be read is not imported all the same."""

from dataclasses import dataclass
from enum import StrEnum

from dapodik.pokok.models import AnggotaRombel, Record

from .changed_since import ChangedSince
from .given import GivenByPusat


class Reason(StrEnum):
    """The reason, as the end of a sentence for the operator."""

    GIVEN = "diberikan SK atau pusat"
    CHANGED = "diubah di sini setelah lembar ini diunduh"


@dataclass(frozen=True)
class Unapplied:
    """What a sheet must not change, of any record."""

    given: GivenByPusat
    changed_since: ChangedSince

    def why(self, record: Record, name: str) -> Reason | None:
        """The reason why the sheet must leave a field of a record as it is; None where it may change it."""
        if self.given.blocks(record, name):
            return Reason.GIVEN
        if self.changed_since.blocks(record, name):
            return Reason.CHANGED
        return None

    def why_place(self, places: list[AnggotaRombel]) -> Reason | None:
        """The same for the class of a pupil, who has or had these places."""
        return Reason.CHANGED if self.changed_since.blocks_place(places) else None
