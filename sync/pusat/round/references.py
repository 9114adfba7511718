"""References: a record names others of its own school, which pusat must have.

A batch may hold them in any order, and a record whose target comes in the same batch is fine. Where the
target is refused, so is what names it: the school sends that again by itself once pusat has taken the target.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sync.pusat.models import Sekolah
from sync.pusat.store import table
from sync.pusat.store.table import RecordRow
from sync.wire.catalogue import catalogue
from sync.wire.messages import Change, Result
from sync.wire.problems import NO_TARGET
from sync.wire.shapes import Plain


@dataclass(frozen=True)
class Given:
    """A change as it came: with its plain values, and the record as it is stored."""

    change: Change
    values: dict[str, Plain]
    row: RecordRow

    @property
    def was_live(self) -> bool:
        """True where the record is at pusat, and not deleted."""
        return not (self.row.is_new or self.row.deleted)

    @property
    def is_live(self) -> bool:
        """True where the record is not deleted once the change is taken as it is."""
        return self.values.get("soft_delete", self.row.deleted) is not True


def refuse_dangling(school: Sekolah, batch: Sequence[Given], refused: dict[UUID, Result]) -> None:
    """Add to the `refused` changes of a batch those that name a record which the school has not at pusat, or
    one of another kind."""
    naming = [
        (given, named) for given in batch if given.change.id not in refused and (named := list(_named(given)))
    ]
    known = {str(given.row.record_id): given.row.kind for given in batch if not given.row.is_new}
    taken = {
        str(given.row.record_id): given.row.kind
        for given in batch
        if given.row.is_new and given.change.id not in refused
    }
    absent = {target for _, named in naming for _, target, _ in named} - known.keys() - taken.keys()
    known |= {str(pk): kind for pk, kind in table.kinds_of(school.pk, [UUID(target) for target in absent])}
    while dangling := list(_dangling(naming, {**known, **taken}, refused)):
        for given, name in dangling:
            refused[given.change.id] = Result(given.change.id, problem=NO_TARGET, field=name)
            # What names this one in its turn is looked at once more.
            taken.pop(str(given.row.record_id), None)


def _named(given: Given) -> Iterator[tuple[str, str, str]]:
    """(field, id, kind) of what a change newly names. A deleted record names nothing until it comes back."""
    if not given.is_live:
        return
    stored = given.row.values
    for name, kind in catalogue().kinds[given.change.kind].targets.items():
        target = given.values.get(name, stored.get(name))
        if target and not (given.was_live and target == stored.get(name)):
            yield name, str(target), kind


def _dangling(
    naming: Sequence[tuple[Given, list[tuple[str, str, str]]]],
    known: Mapping[str, str],
    refused: Mapping[UUID, Result],
) -> Iterator[tuple[Given, str]]:
    for given, named in naming:
        if given.change.id in refused:
            continue
        for name, target, kind in named:
            if known.get(target) != kind:
                yield given, name
                break
