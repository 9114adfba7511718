"""The merge of one record, field by field (groups together). Pure: no clock, no database.

Because pusat puts all changes of a school in one order, "what the operator had seen" is exactly
"everything up to the base", and no clock or version vector is needed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from . import author as authors
from .catalogue import Kind
from .messages import Lost
from .shapes import Plain


class Version(msgspec.Struct, frozen=True):
    """The number and the author that last wrote a field; (0, "") where nobody did. `over`: values of the
    field that its author had seen, and that a pusat which was set back has lost."""

    number: int = 0
    author: str = ""
    over: Sequence[Plain] = ()


@dataclass
class Merged:
    """`taken`: what the record gets. `kept`: what pusat decided otherwise. `lost`: losing values."""

    taken: dict[str, Plain] = field(default_factory=dict)
    kept: dict[str, Plain] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)


@dataclass(frozen=True)
class Held:
    """What pusat holds of the record."""

    values: Mapping[str, Plain]
    version: Callable[[str], Version]


@dataclass(frozen=True)
class Sender:
    """Who sends, having seen everything up to `base(field)`, and of a field that pusat may have lost the
    values `over` which it has had."""

    author: str
    base: Callable[[str], int]
    over: Mapping[str, Sequence[Plain]] = field(default_factory=dict)

    def has_seen(self, name: str, sent: Plain, value: Plain, version: Version) -> bool:
        """Whether what pusat holds of a field was known where the field was changed. Where each of the two
        was written over the other, nobody can tell."""
        return (
            version.number <= self.base(name)
            or version.author == self.author
            or (value in self.over.get(name, ()) and sent not in version.over)
        )

    def is_older(self, name: str, sent: Plain, value: Plain, version: Version) -> bool:
        """Whether what is sent is older: pusat's value was written over it, and not the other way too."""
        return sent in version.over and value not in self.over.get(name, ())


def merge(kind: Kind, held: Held, sent: Mapping[str, Plain], sender: Sender) -> Merged:
    """Merge what was sent into what is held.

    Per unit (a field, or the fields of a group): unchanged since base or last written by the same
    author -> taken; equal -> nothing to do, unless pusat has lost what stood between; else a conflict, which
    the owner decides. The school wins a field it owns against pusat; between two of its own computers what
    is held stays, so that a restored or copied laptop never brings old values back. What held values were
    written over is older than they are: it gives way, and is no conflict.
    """
    if not held.values:
        return Merged(of_new(kind, sent))
    merged = Merged()
    for unit in kind.units(sent):
        current = {name: _held_value(kind, held, name) for name in unit}
        differing = [name for name in unit if current[name] != sent[name]]
        versions = {name: held.version(name) for name in differing}
        moved = [n for n in differing if not sender.has_seen(n, sent[n], current[n], versions[n])]
        pusat_owns = any(name in kind.pusat for name in unit)
        pusat_wrote = all(authors.is_pusat(versions[name].author) for name in moved)
        if not moved or (not pusat_owns and pusat_wrote):
            written = [name for name in unit if name in differing or sender.over.get(name)]
            merged.taken.update({name: sent[name] for name in written})
            merged.lost += [
                Lost(name, sent[name], current[name], versions[name].author, sender.author) for name in moved
            ]
        else:
            merged.kept.update({name: current[name] for name in unit})
            merged.lost += [
                Lost(name, current[name], sent[name], sender.author, versions[name].author)
                for name in differing
                if not sender.is_older(name, sent[name], current[name], versions[name])
            ]
    return merged


def of_new(kind: Kind, sent: Mapping[str, Plain]) -> dict[str, Plain]:
    """What a record gets that nobody has said anything of: all but what it has without that."""
    default = kind.defaults.get
    # Nothing but what is empty can be a default.
    return {name: value for name, value in sent.items() if value or value != default(name)}


def _held_value(kind: Kind, held: Held, name: str) -> Plain:
    return held.values.get(name, kind.defaults.get(name))
