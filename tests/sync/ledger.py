"""What was accepted from whom, and whether it is still there: the accounts of a chaos run.

Every value that somebody wrote must in the end be in force, be shown as the losing value of a conflict,
or have been replaced by somebody who saw it. Only what stood on a disk that was lost, and nowhere else,
may be gone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Everything = dict[str, dict[str, Any]]


class Place(NamedTuple):
    """One field of one record."""

    record: str
    field: str


@dataclass
class Ledger:
    """`written`: by whom each value was accepted, in order, and `replaced` what it replaced. `gone`: what a
    lost disk took with it. `shown`: the losing values of conflicts. `onto`: {value: what was written by those
    who saw it}."""

    written: list[tuple[str, Place, Any]] = field(default_factory=list)
    gone: set[tuple[Place, Any]] = field(default_factory=set)
    shown: set[tuple[Place, Any]] = field(default_factory=set)
    replaced: list[tuple[str, Place, Any]] = field(default_factory=list)
    onto: dict[tuple[Place, Any], set[Any]] = field(default_factory=lambda: defaultdict(set))

    def wrote(self, who: str, place: Place, old: Any, new: Any) -> None:
        """A value was accepted from somebody who saw `old`."""
        self.written.append((who, place, new))
        self.replaced.append((who, place, old))
        self.onto[place, old].add(new)
        # Written again after it was lost: it counts again.
        self.gone.discard((place, new))

    def conflicts(self, rows: list[dict[str, Any]]) -> None:
        """The conflicts that are shown somewhere."""
        self.shown.update((Place(row["record_id"], row["field"]), row["lost"]) for row in rows)

    def disk_lost(self, who: str, unsent: dict[str, dict[str, Any] | None], now: Everything) -> None:
        """A disk is replaced: what was written on it and not acknowledged is gone, if not there `now`."""
        reached: set[Place] = set()
        for by, place, value in reversed(self.written):
            if by != who or place.record not in unsent or place in reached:
                continue
            known = unsent[place.record]
            if known is not None and (place.field not in known or known[place.field] == value):
                reached.add(place)
            elif now.get(place.record, {}).get(place.field) != value:
                self.gone.add((place, value))

    def lost_everywhere(self, copies: list[Everything]) -> None:
        """Pusat is set back: what nobody who is left holds, is gone."""
        for _, place, value in self.written:
            if all(copy.get(place.record, {}).get(place.field) != value for copy in copies):
                self.gone.add((place, value))

    def missing(self, final: Everything) -> list[str]:
        """What is neither in force nor shown nor replaced by somebody who saw it."""
        return [
            f"{who} wrote {value!r} at {place.field} of {place.record}; in force: "
            f"{final.get(place.record, {}).get(place.field)!r}"
            for who, place, value in self.written
            if (place, value) not in self.gone and not self._accounted(place, value, final)
        ]

    def _accounted(self, place: Place, value: Any, final: Everything) -> bool:
        if place.record not in final:
            return False
        seen, open_ = set(), [value]
        while open_:
            newer = open_.pop()
            if newer == final[place.record][place.field] or (place, newer) in self.shown:
                return True
            if newer not in seen:
                seen.add(newer)
                open_ += self.onto.get((place, newer), ())
        return False
