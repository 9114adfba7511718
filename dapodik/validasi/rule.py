"""What a rule is, and the book they are all in.

A record rule looks at one row: a pure function that says whether the row breaks it. A set rule looks
at the whole school (snapshot.py). What the operator reads is the rule's sentence: what is wrong,
with the value, and the cure. Levels: `invalid` blocks sending, `warning` does not, `info` is only
shown.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from dapodik.pokok.models import Record

from .rows import Row
from .snapshot import Snapshot

INVALID, WARNING, INFO, OFF = "invalid", "warning", "info", "off"
# From what blocks sending to what is not even looked at.
LEVELS = (INVALID, WARNING, INFO, OFF)
# The levels that are shown, as the operator calls them.
LEVEL_NAMES = {INVALID: "Tidak valid", WARNING: "Peringatan", INFO: "Catatan"}

# False or None: all is well. A mapping holds what the sentence names beside the value.
Broken = bool | Mapping[str, object] | None
Check = Callable[[Row], Broken]
Find = Callable[[Snapshot], Iterable[tuple[UUID, Mapping[str, object]]]]
# The field's one obvious right value, or None where this value has none.
Mend = Callable[[Any], str | None]


class When(Enum):
    """The values of its own field for which a rule runs."""

    FILLED = "filled"
    EMPTY = "empty"
    ALWAYS = "always"


class AnyRule(Protocol):
    """What record rules and set rules have in common."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True)
class Rule:
    """A rule on one record.

    `reads` are all fields it looks at, `field` the one it is shown at and whose value the sentence
    calls `{nilai}`. `source` says what the rule is and where it comes from. `mend`: see Mend. `form`:
    the regular expression of every right value, where the rule is just that; pusat checks it too.
    """

    code: str
    kind: str
    field: str
    level: str
    sentence: str
    reads: frozenset[str]
    when: When
    source: str
    check: Check
    mend: Mend | None = None
    form: str = ""


@dataclass(frozen=True)
class SetRule:
    """A rule on records together. `reads`: {kind: fields}; `find` yields (record id, what the
    sentence names)."""

    code: str
    kind: str
    field: str
    level: str
    sentence: str
    reads: Mapping[str, frozenset[str]]
    source: str
    find: Find


RULES: dict[str, Rule] = {}
SET_RULES: dict[str, SetRule] = {}


def rule(
    code: str,
    model: type[Record],
    field: str,
    sentence: str,
    level: str = INVALID,
    also: Iterable[str] = (),
    when: When = When.FILLED,
    source: str = "",
    mend: Mend | None = None,
    form: str = "",
) -> Callable[[Check], Check]:
    """Enter a record rule into the book. `also`: the fields it reads beside its own. `source`: in
    place of the function's docstring, where one function serves several rules."""

    def enter(check: Check) -> Check:
        _refuse_twice(code)
        reads = frozenset({field, *also})
        description = source or inspect.getdoc(check) or ""
        RULES[code] = Rule(
            code, model.kind(), field, level, sentence, reads, when, description, check, mend, form
        )
        return check

    return enter


def set_rule(
    code: str,
    model: type[Record],
    field: str,
    sentence: str,
    level: str,
    reads: Mapping[type[Record], Iterable[str]],
    source: str = "",
) -> Callable[[Find], Find]:
    """Enter a set rule into the book. That a record comes or goes is always read."""

    def enter(find: Find) -> Find:
        _refuse_twice(code)
        fields = {kind.kind(): frozenset({*names, "soft_delete"}) for kind, names in reads.items()}
        # A finding carries the record's name.
        fields[model.kind()] = fields.get(model.kind(), frozenset()) | {"nama"}
        description = source or inspect.getdoc(find) or ""
        SET_RULES[code] = SetRule(code, model.kind(), field, level, sentence, fields, description, find)
        return find

    return enter


def book() -> dict[str, AnyRule]:
    """Every rule by its code."""
    return {**RULES, **SET_RULES}


def is_filled(value: object) -> bool:
    """True for a value that says something. Blanks say nothing; Tidak (False) does."""
    return not (value is None or value == "" or (isinstance(value, str) and value.isspace()))


def message_of(sentence: str, value: object, details: Mapping[str, object] | None = None) -> str:
    """A rule's sentence with its details filled in; `{nilai}` is the value of the field."""
    named = {"nilai": value, **(details or {})}
    return sentence.format_map({name: _shown(item) for name, item in named.items()})


def title(sentence: str) -> str:
    """The sentence's first part without values, as the name of a whole group of findings."""
    return re.sub(r"\{\w+\}", "…", sentence).split(". ")[0].rstrip(".")


def _shown(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return "" if value is None else str(value)


def _refuse_twice(code: str) -> None:
    if code in RULES or code in SET_RULES:
        raise ValueError(f"two rules are called {code}")
