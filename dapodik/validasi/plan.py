"""The rules of one kind of record in the order in which a row is asked: field by field.

Most rules look at one field alone, and texts repeat from row to row (RT 2, Islam, an empty NIK of the
wali): such a rule is asked once for each text of a run. What only concerns a filled field is not asked
of an empty one, and the other way round.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .rule import RULES, Check, Row, Rule, When, is_filled

Found = tuple[Rule, Mapping[str, object]]
Asked = tuple[Check, Rule]
# What to ask of a filled field, and what of an empty one.
ByFilling = tuple[tuple[Asked, ...], tuple[Asked, ...]]
_NONE: ByFilling = ((), ())
# Texts remembered of one field: as many as a column of codes or measures has. Names and numbers, which
# do not repeat, would only fill the memory.
_REMEMBERED = 100


class Group(NamedTuple):
    """The rules shown at one field: those that look at it alone, with what they said of each text so
    far, and those that look at other fields too."""

    field: str
    alone: ByFilling
    with_others: ByFilling
    said: dict[str, tuple[Sequence[Found], tuple[Asked, ...]]]


Plan = tuple[Group, ...]


def plan_of(codes: Iterable[str]) -> Plan:
    """The plan of these rules. Good for one run: what is the same for all its rows is remembered."""
    by_field: dict[str, list[Rule]] = {}
    for code in codes:
        by_field.setdefault(RULES[code].field, []).append(RULES[code])
    return tuple(
        Group(
            field,
            _by_filling(one for one in found if len(one.reads) == 1),
            _by_filling(one for one in found if len(one.reads) > 1),
            {},
        )
        for field, found in by_field.items()
    )


def broken(row: Row, plan: Plan) -> list[Found]:
    """The rules that a row breaks, each with what its sentence names.

    A field whose cell could not be read is not asked: what is wrong with it is known.
    """
    found: list[Found] = []
    unread = row["tak_terbaca"]
    for field, alone, with_others, said in plan:
        if unread and field in unread:
            continue
        value = row[field]
        told = said.get(value) if value.__class__ is str else None
        if told is None:
            empty = not is_filled(value)
            told = _asked(alone[empty], row), with_others[empty]
            if len(said) < _REMEMBERED and value.__class__ is str:
                said[value] = told
        known, others = told
        if known:
            found += known
        if others:
            found += _asked(others, row)
    return found


def _asked(rules: Iterable[Asked], row: Row) -> Sequence[Found]:
    found: Sequence[Found] = ()
    for check, one in rules:
        answer: Any = check(row)
        if answer:
            found = [*found, (one, {} if answer is True else answer)]
    return found


def _by_filling(rules: Iterable[Rule]) -> ByFilling:
    found = list(rules)
    if not found:
        return _NONE
    return (
        tuple((one.check, one) for one in found if one.when is not When.EMPTY),
        tuple((one.check, one) for one in found if one.when is not When.FILLED),
    )
