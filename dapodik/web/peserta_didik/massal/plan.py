"""The plan of a mass edit: which pupils change and how, which do not, and which are left out."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import PesertaDidik
from dapodik.pokok.write import Edit

from ..pupil_edits import LeftOut, Standing
from .changes import MassEdit


@dataclass
class MassEditPlan:
    """`changed`: (pupil, changes); `left_out`: (pupil, reason); `unchanged`: the number of the others."""

    edits: list[Edit] = field(default_factory=list)
    changed: list[tuple[PesertaDidik, list[FieldChange]]] = field(default_factory=list)
    left_out: list[tuple[PesertaDidik, str]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def fingerprint(self) -> str:
        """A hash of the changes: equal for two plans that do the same."""
        content = [(str(pupil.pk), changes) for pupil, changes in self.changed]
        return hashlib.sha256(repr(content).encode()).hexdigest()

    @property
    def summary(self) -> list[tuple[FieldChange, int]]:
        """Each change and how often it occurs, the commonest first."""
        return Counter(change for _, changes in self.changed for change in changes).most_common()


def plan_of(standings: Iterable[Standing], mass_edit: MassEdit, values: Mapping[str, Any]) -> MassEditPlan:
    """Plan the mass edit of these pupils."""
    plan = MassEditPlan()
    for standing in standings:
        try:
            edits = mass_edit.edits(standing, values)
        except LeftOut as reason:
            plan.left_out.append((standing.pupil, str(reason)))
            continue
        if edits.edits:
            plan.edits += edits.edits
            plan.changed.append((standing.pupil, edits.changes))
        else:
            plan.unchanged += 1
    return plan
