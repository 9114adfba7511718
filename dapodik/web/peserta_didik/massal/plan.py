"""What a mass edit would do: who changes how, who stays as is, who is left out, and what would be invalid."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import PesertaDidik
from dapodik.pokok.write import Edit

from ..steps import LeftOut, Standing
from .changes import Change


@dataclass
class Plan:
    """`changed`: (pupil, what changes); `left_out`: (pupil, why); `unchanged`: how many stay as they are."""

    edits: list[Edit] = field(default_factory=list)
    changed: list[tuple[PesertaDidik, list[FieldChange]]] = field(default_factory=list)
    left_out: list[tuple[PesertaDidik, str]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def fingerprint(self) -> str:
        """Says whether another plan would do the same."""
        content = [(str(pupil.pk), changes) for pupil, changes in self.changed]
        return hashlib.sha256(repr(content).encode()).hexdigest()

    @property
    def summary(self) -> list[tuple[FieldChange, int]]:
        """How often each change occurs, the commonest first."""
        return Counter(step for _, steps in self.changed for step in steps).most_common()


def plan_of(standings: Iterable[Standing], change: Change, values: Mapping[str, Any]) -> Plan:
    """Go through the pupils."""
    plan = Plan()
    for standing in standings:
        try:
            step = change.step(standing, values)
        except LeftOut as reason:
            plan.left_out.append((standing.pupil, str(reason)))
            continue
        if step.edits:
            plan.edits += step.edits
            plan.changed.append((standing.pupil, step.told))
        else:
            plan.unchanged += 1
    return plan
