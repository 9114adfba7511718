"""Values that follow from a new value of another field: the form, the import and the mass edit ask here.

The rules are data on the model (`Record.consequences`). They travel in the catalogue, and pusat applies them
in the same way (`sync/wire/consequences.py`) where an SK gives a pupil a card; a test holds both equal.
"""

from .cards import as_printed, card_key
from .models import Plain, Record, Values
from .models.fields import CardField
from .models.record import Consequence


def complete(record: Record, given: Values) -> dict[str, Plain]:
    """The values of an act, with card numbers as printed and with what follows from them.

    `record` is as it was before the act; `given` holds, in plain form, what the act itself says and nothing
    else. What it says wins: a consequence with a field that is given is left out.
    """
    completed = {name: _stored(record, name, value) for name, value in given.items()}
    for consequence in type(record).consequences:
        if _applies(consequence, record, given):
            completed |= {
                name: value for name, value in consequence.values.items() if record.plain(name) != value
            }
    return completed


def _applies(consequence: Consequence, record: Record, given: Values) -> bool:
    if consequence.field not in given or not given.keys().isdisjoint(consequence.values):
        return False
    new = _key(record, consequence.field, given[consequence.field])
    old = _key(record, consequence.field, record.plain(consequence.field))
    return bool(new) and new != old and not (consequence.first_only and old)


def _stored(record: Record, name: str, value: Plain) -> Plain:
    """A card's number as printed, unless it is the one that is stored already."""
    is_new = _is_card(record, name) and value != record.plain(name)
    return as_printed(value) if is_new and isinstance(value, str) else value


def _key(record: Record, name: str, value: Plain) -> Plain:
    return card_key(value) if _is_card(record, name) and isinstance(value, str) else value


def _is_card(record: Record, name: str) -> bool:
    return isinstance(record._meta.get_field(name), CardField)
