"""The merge of one record at pusat, field by field, the fields of a group together.

Pusat puts all changes of a school in one order. So what an operator had seen when he made a change is exactly
everything up to the base of the change, and no clock or version vector is needed. Pure: no database either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from . import author as authors
from .catalogue import Kind
from .messages import LosingValue
from .shapes import Plain


class Version(msgspec.Struct, frozen=True):
    """The number and the author that last wrote a field; (0, "") where nobody did. `over`: values of the
    field that its author had seen, and that a pusat which was set back has lost."""

    number: int = 0
    author: str = ""
    over: Sequence[Plain] = ()


@dataclass(frozen=True)
class StoredRecord:
    """What pusat has stored of a record: its values, and the version of a field by its name."""

    values: Mapping[str, Plain]
    version: Callable[[str], Version]


@dataclass(frozen=True)
class Sender:
    """Who sends a change, and what he had seen when he made it.

    `base(field)`: pusat's changes up to this number. `over`: values of a field that he had seen, and that a
    pusat which was set back may have lost.
    """

    author: str
    base: Callable[[str], int]
    over: Mapping[str, Sequence[Plain]] = field(default_factory=dict)

    def has_seen(self, name: str, sent: Plain, stored: Plain, version: Version) -> bool:
        """True where the sender knew the stored value of a field, or wrote it himself. Where each of the two
        values was written over the other, nobody can tell, and it is False."""
        return (
            version.number <= self.base(name)
            or version.author == self.author
            or (stored in self.over.get(name, ()) and sent not in version.over)
        )

    def is_older(self, name: str, sent: Plain, stored: Plain, version: Version) -> bool:
        """True where the stored value was written over the sent one, and not the other way too."""
        return sent in version.over and stored not in self.over.get(name, ())


@dataclass
class Merged:
    """What a merge decides. `accepted`: values that the record gets. `overruled`: pusat's values, where those
    that were sent are not taken. `conflicts`: the value that lost, of each field in conflict."""

    accepted: dict[str, Plain] = field(default_factory=dict)
    overruled: dict[str, Plain] = field(default_factory=dict)
    conflicts: list[LosingValue] = field(default_factory=list)


def merge(kind: Kind, stored: StoredRecord, sent: Mapping[str, Plain], sender: Sender) -> Merged:
    """Merge the sent values into the stored record, each unit (a field, or the fields of a group) for itself.

    * The sender had seen every stored value of the unit: the sent values are accepted.
    * The values are equal: nothing to do, unless pusat has lost what stood between.
    * Else it is a conflict. The school wins a field that it owns against pusat; pusat wins a field that it
      owns. Between two computers of the school the stored value stays, so that a restored or copied laptop
      never brings old values back.
    * A sent value that is older than the stored one gives way, and that is no conflict.
    """
    if not stored.values:
        return Merged(values_of_new(kind, sent))
    merged = Merged()
    for unit in kind.units(sent):
        _merge_unit(merged, kind, unit, stored, sent, sender)
    return merged


def values_of_new(kind: Kind, sent: Mapping[str, Plain]) -> dict[str, Plain]:
    """The sent values that a new record is to store: all but those that a record has by default."""
    default = kind.defaults.get
    # Only an empty value can be a default.
    return {name: value for name, value in sent.items() if value or value != default(name)}


def _merge_unit(
    merged: Merged,
    kind: Kind,
    unit: tuple[str, ...],
    stored: StoredRecord,
    sent: Mapping[str, Plain],
    sender: Sender,
) -> None:
    current = {name: stored.values.get(name, kind.defaults.get(name)) for name in unit}
    differing = [name for name in unit if current[name] != sent[name]]
    versions = {name: stored.version(name) for name in differing}
    unseen = [
        name for name in differing if not sender.has_seen(name, sent[name], current[name], versions[name])
    ]
    pusat_owns = any(name in kind.pusat for name in unit)
    pusat_wrote = all(authors.is_pusat(versions[name].author) for name in unseen)
    if not unseen or (not pusat_owns and pusat_wrote):
        written = [name for name in unit if name in differing or sender.over.get(name)]
        merged.accepted.update({name: sent[name] for name in written})
        merged.conflicts += [
            LosingValue(name, sent[name], current[name], versions[name].author, sender.author)
            for name in unseen
        ]
    else:
        merged.overruled.update(current)
        merged.conflicts += [
            LosingValue(name, current[name], sent[name], sender.author, versions[name].author)
            for name in differing
            if not sender.is_older(name, sent[name], current[name], versions[name])
        ]
