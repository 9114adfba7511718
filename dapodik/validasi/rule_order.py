"""The rules of one kind of record in the order in which rows are asked: field by field.

Most rules look at one field alone, and the values of a field repeat from row to row (RT 2, Islam, an
empty NIK of the wali). Such a rule is asked once for each value among the rows. A rule on filled fields is
not asked of an empty one, and the other way round.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .rows import Row
from .rule import RULES, Rule, When, is_filled

BrokenRule = tuple[Rule, Mapping[str, object]]
# The rules for a filled field, and those for an empty one.
ByFilling = tuple[tuple[Rule, ...], tuple[Rule, ...]]


class Group(NamedTuple):
    """The rules shown at one field: those that look at it alone, and those that look at others too."""

    field: str
    alone: ByFilling
    with_others: ByFilling


RuleOrder = tuple[Group, ...]


def order_of(codes: Iterable[str]) -> RuleOrder:
    """The order in which the rules of these codes are asked."""
    by_field: dict[str, list[Rule]] = {}
    for code in codes:
        by_field.setdefault(RULES[code].field, []).append(RULES[code])
    return tuple(
        Group(
            field,
            _by_filling([rule for rule in rules if len(rule.reads) == 1]),
            _by_filling([rule for rule in rules if len(rule.reads) > 1]),
        )
        for field, rules in by_field.items()
    )


def broken(rows: Sequence[Row], order: RuleOrder) -> Iterator[tuple[Row, Rule, Mapping[str, object]]]:
    """Each rule that one of the rows breaks, with the details that its sentence names.

    All rows are of one run: their Context is the same. A field whose cell could not be read is passed over,
    since it has a finding already.
    """
    for field, alone, with_others in order:
        values = [row[field] for row in rows]
        for row, (rule, details) in (*_alone(rows, values, alone), *_with_others(rows, values, with_others)):
            if field not in row["tak_terbaca"]:
                yield row, rule, details


def _alone(rows: Sequence[Row], values: Sequence[Any], rules: ByFilling) -> Iterator[tuple[Row, BrokenRule]]:
    if not any(rules):
        return
    # Of each value any row that has it.
    samples = dict(zip(values, rows, strict=True))
    wrong = {
        value: answers
        for value, row in samples.items()
        if (answers := _asked(rules[not is_filled(value)], row))
    }
    if wrong:
        for row, value in zip(rows, values, strict=True):
            for answer in wrong.get(value, ()):
                yield row, answer


def _with_others(
    rows: Sequence[Row], values: Sequence[Any], rules: ByFilling
) -> Iterator[tuple[Row, BrokenRule]]:
    if not any(rules):
        return
    asked = {value: rules[not is_filled(value)] for value in set(values)}
    if any(asked.values()):
        for row, value in zip(rows, values, strict=True):
            for answer in _asked(asked[value], row):
                yield row, answer


def _asked(rules: tuple[Rule, ...], row: Row) -> Sequence[BrokenRule]:
    answers: Sequence[BrokenRule] = ()
    for rule in rules:
        answer: Any = rule.check(row)
        if answer:
            answers = [*answers, (rule, {} if answer is True else answer)]
    return answers


def _by_filling(rules: Sequence[Rule]) -> ByFilling:
    return (
        tuple(rule for rule in rules if rule.when is not When.EMPTY),
        tuple(rule for rule in rules if rule.when is not When.FILLED),
    )
