"""The merge of one record, field by field (groups together). Pure: no clock, no database.

Because pusat puts all changes of a school in one order, "what the operator had seen" is exactly
"everything up to the base", and no clock or version vector is needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from . import author as authors
from .catalogue import Kind
from .messages import Lost, Plain


@dataclass(frozen=True)
class Version:
    """The number and author that last wrote a field; (0, "") where nobody did."""

    number: int = 0
    author: str = ""


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


def merge(
    kind: Kind, held: Held, sent: Mapping[str, Plain], base: Callable[[str], int], author: str
) -> Merged:
    """Merge what `author` sent, having seen everything up to `base(field)`, into what is held.

    Per unit (a field, or the fields of a group): unchanged since base or last written by the same
    author -> taken; equal -> nothing to do; else a conflict, which the owner decides. The school
    wins a field it owns against pusat; between two of its own computers what is held stays, so that
    a restored or copied laptop never brings old values back.
    """
    if not held.values:
        default = kind.defaults.get
        # Nothing but what is empty can be a default.
        return Merged({name: value for name, value in sent.items() if value or value != default(name)})
    merged = Merged()
    for unit in kind.units(sent):
        current = {name: _held_value(kind, held, name) for name in unit}
        differing = [name for name in unit if current[name] != sent[name]]
        moved = [
            name
            for name in differing
            if held.version(name).number > base(name) and held.version(name).author != author
        ]
        pusat_owns = any(name in kind.pusat for name in unit)
        pusat_wrote = all(authors.is_pusat(held.version(name).author) for name in moved)
        if not moved or (not pusat_owns and pusat_wrote):
            merged.taken.update({name: sent[name] for name in differing})
            merged.lost += [
                Lost(name, sent[name], current[name], held.version(name).author, author) for name in moved
            ]
        else:
            merged.kept.update({name: current[name] for name in unit})
            merged.lost += [
                Lost(name, current[name], sent[name], author, held.version(name).author) for name in differing
            ]
    return merged


def _held_value(kind: Kind, held: Held, name: str) -> Plain:
    return held.values.get(name, kind.defaults.get(name))
