"""Values that follow from a new value of another field: an SK asks here.

The rules are data of the catalogue; schools apply them in the same way (`dapodik.pokok.consequences`), and a
test holds both equal.
"""

from collections.abc import Mapping

from .catalogue import Consequence, Kind
from .kip import as_printed, card_key
from .shapes import Plain

Values = Mapping[str, Plain]


def complete(kind: Kind, stored: Values, given: Values) -> dict[str, Plain]:
    """The values of an act, with card numbers as printed and with what follows from them.

    `stored` are the record's values before the act; empty ones may be left out. `given` holds what the act
    itself says and nothing else. What it says wins: a consequence with a field that is given is left out.
    """
    before = {**kind.defaults, **stored}
    completed = {name: _stored(kind, before, name, value) for name, value in given.items()}
    for consequence in kind.consequences:
        if _applies(consequence, kind, before, given):
            completed |= {name: value for name, value in consequence.values.items() if before[name] != value}
    return completed


def _applies(consequence: Consequence, kind: Kind, before: Values, given: Values) -> bool:
    if consequence.field not in given or not given.keys().isdisjoint(consequence.values):
        return False
    new = _key(kind, consequence.field, given[consequence.field])
    old = _key(kind, consequence.field, before[consequence.field])
    return bool(new) and new != old and not (consequence.first_only and old)


def _stored(kind: Kind, before: Values, name: str, value: Plain) -> Plain:
    """A card's number as printed, unless it is the one that is stored already."""
    is_new = kind.fields[name].is_card and value != before[name]
    return as_printed(value) if is_new and isinstance(value, str) else value


def _key(kind: Kind, name: str, value: Plain) -> Plain:
    return card_key(value) if kind.fields[name].is_card and isinstance(value, str) else value
