"""What a rule is, and the book they are all in.

A record rule looks at one row: a pure function that returns the Indonesian sentence (what is wrong,
with the value, and the cure) or None. A set rule looks at many records in one or two queries.
Levels: `invalid` holds up synchronisation, `warning` does not.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dapodik.pokok.models import Record

INVALID, WARNING = "invalid", "warning"

# Field values by name, with what belongs to the record (see rows.py).
Row = Mapping[str, Any]
Check = Callable[[Row], str | None]
Find = Callable[[], Iterable[tuple[UUID, str]]]


@dataclass(frozen=True)
class Rule:
    """A rule on one record. `reads` are all fields it looks at, `field` the one it is shown at."""

    code: str
    kind: str
    field: str
    level: str
    reads: frozenset[str]
    check: Check


@dataclass(frozen=True)
class SetRule:
    """A rule on records together. `reads`: {kind: fields}; `find` yields (record id, sentence)."""

    code: str
    kind: str
    field: str
    level: str
    reads: Mapping[str, frozenset[str]]
    find: Find


RULES: dict[str, Rule] = {}
SET_RULES: dict[str, SetRule] = {}


def rule(
    code: str, model: type[Record], field: str, level: str = INVALID, also: Iterable[str] = ()
) -> Callable[[Check], Check]:
    """Enter a record rule into the book. `also`: the fields it reads beside its own."""

    def enter(check: Check) -> Check:
        _refuse_twice(code)
        RULES[code] = Rule(code, model.kind(), field, level, frozenset({field, *also}), check)
        return check

    return enter


def set_rule(
    code: str, model: type[Record], field: str, level: str, reads: Mapping[type[Record], Iterable[str]]
) -> Callable[[Find], Find]:
    """Enter a set rule into the book. That a record comes or goes is always read."""

    def enter(find: Find) -> Find:
        _refuse_twice(code)
        fields = {one.kind(): frozenset({*names, "soft_delete"}) for one, names in reads.items()}
        SET_RULES[code] = SetRule(code, model.kind(), field, level, fields, find)
        return find

    return enter


def rule_set() -> str:
    """A digest that changes when a rule is added, taken away, or reads or says something else."""
    told = [
        (one.code, one.kind, one.field, one.level, sorted(one.reads), _code_of(one.check))
        for one in RULES.values()
    ]
    sets = [(one.code, one.kind, one.field, one.level, _code_of(one.find)) for one in SET_RULES.values()]
    return hashlib.sha256(repr((sorted(told), sorted(sets))).encode()).hexdigest()


def _code_of(function: Callable[..., Any]) -> str:
    code = function.__code__
    return repr((code.co_code, code.co_names, [one for one in code.co_consts if not hasattr(one, "co_code")]))


def _refuse_twice(code: str) -> None:
    if code in RULES or code in SET_RULES:
        raise ValueError(f"two rules are called {code}")
