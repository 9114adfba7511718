"""The rules of one kind of record in the order in which rows are asked: field by field.

Most rules look at one field alone, and its values repeat from row to row (RT 2, Islam, an empty NIK of
the wali): such a rule is asked once for each value among the rows. What only concerns a filled field is
not asked of an empty one, and the other way round.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .rows import Row
from .rule import RULES, Rule, When, is_filled

Found = tuple[Rule, Mapping[str, object]]
# What to ask of a filled field, and what of an empty one.
ByFilling = tuple[tuple[Rule, ...], tuple[Rule, ...]]


class Group(NamedTuple):
    """The rules shown at one field: those that look at it alone, and those that look at others too."""

    field: str
    alone: ByFilling
    with_others: ByFilling


Plan = tuple[Group, ...]


def plan_of(codes: Iterable[str]) -> Plan:
    """The plan of these rules."""
    by_field: dict[str, list[Rule]] = {}
    for code in codes:
        by_field.setdefault(RULES[code].field, []).append(RULES[code])
    return tuple(
        Group(
            field,
            _by_filling([one for one in found if len(one.reads) == 1]),
            _by_filling([one for one in found if len(one.reads) > 1]),
        )
        for field, found in by_field.items()
    )


def broken(rows: Sequence[Row], plan: Plan) -> Iterator[tuple[Row, Rule, Mapping[str, object]]]:
    """Each rule that one of the rows breaks, with what its sentence names.

    All rows are of one run, so what Context says is the same for them. A field whose cell could not be
    read is passed over: what is wrong with it is known.
    """
    for field, alone, with_others in plan:
        values = [row[field] for row in rows]
        for row, (rule, details) in (*_alone(rows, values, alone), *_with_others(rows, values, with_others)):
            if field not in row["tak_terbaca"]:
                yield row, rule, details


def _alone(rows: Sequence[Row], values: Sequence[Any], rules: ByFilling) -> Iterator[tuple[Row, Found]]:
    if not any(rules):
        return
    # Of each value any row that has it.
    samples = dict(zip(values, rows, strict=True))
    wrong = {
        value: found for value, row in samples.items() if (found := _asked(rules[not is_filled(value)], row))
    }
    if wrong:
        for row, value in zip(rows, values, strict=True):
            for one in wrong.get(value, ()):
                yield row, one


def _with_others(rows: Sequence[Row], values: Sequence[Any], rules: ByFilling) -> Iterator[tuple[Row, Found]]:
    if not any(rules):
        return
    asked = {value: rules[not is_filled(value)] for value in set(values)}
    if any(asked.values()):
        for row, value in zip(rows, values, strict=True):
            for one in _asked(asked[value], row):
                yield row, one


def _asked(rules: tuple[Rule, ...], row: Row) -> Sequence[Found]:
    found: Sequence[Found] = ()
    for one in rules:
        answer: Any = one.check(row)
        if answer:
            found = [*found, (one, {} if answer is True else answer)]
    return found


def _by_filling(rules: Sequence[Rule]) -> ByFilling:
    return (
        tuple(one for one in rules if one.when is not When.EMPTY),
        tuple(one for one in rules if one.when is not When.FILLED),
    )
