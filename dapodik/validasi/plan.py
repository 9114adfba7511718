"""The rules of one kind of record in the order in which a row is asked: field by field.

What only concerns a filled field is not asked of an empty one, and the other way round: most fields
of most rows are empty, so most rules cost nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from .rule import RULES, Broken, Row, Rule, When, is_filled


class Group(NamedTuple):
    """The rules shown at one field: those to ask where it is filled, and where it is empty."""

    field: str
    filled: tuple[Rule, ...]
    empty: tuple[Rule, ...]


Plan = tuple[Group, ...]


@lru_cache(maxsize=512)
def plan_of(codes: tuple[str, ...]) -> Plan:
    """The plan of these rules."""
    by_field: dict[str, list[Rule]] = {}
    for code in codes:
        by_field.setdefault(RULES[code].field, []).append(RULES[code])
    return tuple(
        Group(
            field,
            tuple(one for one in found if one.when is not When.EMPTY),
            tuple(one for one in found if one.when is not When.FILLED),
        )
        for field, found in by_field.items()
    )


def plans(kinds: Iterable[str], counting: Mapping[str, str]) -> dict[str, Plan]:
    """Per kind the plan of all rules that count."""
    return {
        kind: plan_of(tuple(code for code, one in RULES.items() if one.kind == kind and code in counting))
        for kind in kinds
    }


def broken(row: Row, plan: Plan) -> Iterator[tuple[Rule, Any]]:
    """The rules that a row breaks, each with what its sentence names.

    A field whose cell could not be read is not asked: what is wrong with it is known.
    """
    unread = row["tak_terbaca"]
    for field, filled, empty in plan:
        if unread and field in unread:
            continue
        for one in filled if is_filled(row[field]) else empty:
            found: Broken = one.check(row)
            if found:
                yield one, {} if found is True else found
