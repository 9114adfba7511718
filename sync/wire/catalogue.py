"""The frozen catalogue of what is synchronised: kinds, fields, owners, groups, limits.

`catalogue.json` is generated from the models (`manage.py catalogue`) and checked in CI, so that
pusat, which knows nothing of the school's models, reads the same facts.
"""

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from .shapes import Plain

_Fits = Callable[[str], object]

FILE = Path(__file__).with_name("catalogue.json")
UNKNOWN_MAX = 4000
_encode = msgspec.msgpack.Encoder().encode
# Kinds whose names say little.
_SAID = {
    "rwy_pend_formal": "Riwayat pendidikan formal",
    "rwy_kepangkatan": "Riwayat kepangkatan",
    "peserta_didik_longitudinal": "Data periodik peserta didik",
}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class Field:
    """A field of a record kind.

    `type` is text, flag, date or id; `codes` the values of its code table; `pattern` its form; `forms` the
    forms that rules of validation ask of it, as (rule code, pattern). `is_card`: it holds a card's number,
    compared and stored as `kip.py` says.
    """

    name: str
    type: str
    max_length: int
    codes: frozenset[str] | None
    pattern: str | None
    forms: tuple[tuple[str, str], ...] = ()
    is_card: bool = False

    @property
    def default(self) -> Plain:
        """What a record has where nobody has said anything."""
        return "" if self.type == "text" else False if self.name == "soft_delete" else None

    def problem(self, value: Plain, lowered: Container[str] = ()) -> int:
        """The number of the problem with a value, or 0. `lowered`: rules of validation that do not
        hold anything up now."""
        if value is None or value == "":
            return 0 if value == self.default or self.type != "text" else 403
        if self.type == "flag" or isinstance(value, bool):
            return 0 if self.type == "flag" and isinstance(value, bool) else 403
        if len(value) > self.max_length:
            return 401
        # PostgreSQL keeps no NUL in a text.
        if "\0" in value or (self.type == "date" and not _is_day(value)):
            return 403
        if self.codes is not None and value not in self.codes:
            return 402
        if not (self._form is None or self._form(value)):
            return 403
        unmet = any(rule not in lowered and not fits(value) for rule, fits in self._asked)
        return 403 if unmet and not value.isspace() else 0

    @property
    def good(self) -> Any:
        """The type, for msgspec, of values that are not empty and have no problem whatever rules are lowered,
        but for a NUL, which it cannot say."""
        if self.type in ("flag", "date"):
            return bool if self.type == "flag" else date
        if self.codes is not None:
            return Literal[tuple(code for code in self.codes if code and not self.problem(code))]
        asked = [self._pattern, *(pattern for _, pattern in self.forms)]
        ahead = "".join(rf"(?=(?:{pattern})\Z)" for pattern in asked if pattern)
        return Annotated[
            str, Meta(min_length=1, max_length=self.max_length, pattern=f"^{ahead}" if ahead else None)
        ]

    @property
    def _pattern(self) -> str | None:
        return _FORMS.get(self.type, self.pattern)

    @cached_property
    def _form(self) -> "_Fits | None":
        return re.compile(self._pattern).fullmatch if self._pattern else None

    @cached_property
    def _asked(self) -> tuple[tuple[str, "_Fits"], ...]:
        return tuple((rule, re.compile(pattern).fullmatch) for rule, pattern in self.forms)


@dataclass(frozen=True)
class Consequence:
    """What follows where `field` gets another value that is not empty.

    The fields of `values` get theirs, all of them or none. `first_only`: only where `field` was empty.
    """

    field: str
    values: Mapping[str, Plain]
    first_only: bool


@dataclass(frozen=True)
class Kind:
    """A record kind; `pusat` names the fields pusat decides, `groups` those that go together,
    `consequences` what follows from a field."""

    name: str
    fields: Mapping[str, Field]
    pusat: frozenset[str]
    groups: tuple[tuple[str, ...], ...]
    consequences: tuple[Consequence, ...] = ()

    @cached_property
    def defaults(self) -> dict[str, Plain]:
        """What each field holds where nobody has said anything."""
        return {name: field.default for name, field in self.fields.items()}

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The fields that hold the id of another record."""
        return tuple(name for name, field in self.fields.items() if field.type == "id")

    def problem(self, name: str, value: Plain, lowered: Container[str] = ()) -> int:
        """As `Field.problem`. A field of a newer application is kept as it is, since pusat is updated
        later than some schools; it only has to be what a database can keep."""
        known = self.fields.get(name)
        if known:
            return known.problem(value, lowered)
        if not _NAME.fullmatch(name):
            return 403
        if not isinstance(value, str):
            return 0
        return 401 if len(value) > UNKNOWN_MAX else 403 if "\0" in value else 0

    def first_problem(
        self, values: Mapping[str, Plain], lowered: Container[str] = ()
    ) -> tuple[str, int] | None:
        """The first field with a problem and its number; None where all is well."""
        if self._are_good(values):
            return None
        for name, value in values.items():
            number = self.problem(name, value, lowered)
            if number:
                return name, number
        return None

    def _are_good(self, values: Mapping[str, Plain]) -> bool:
        """A quick question, which msgspec answers in C: what passes has no problem, what does not may have
        none either (what is empty, a rule that is lowered, a field that is not known here)."""
        try:
            msgspec.convert(values, self._good)
        except msgspec.ValidationError:
            return False
        # Behind what says how many they are, a NUL in their bytes can only be one of a text or of its length.
        return _encode([*values.values()]).find(b"\0", 1 if len(values) < 16 else 3) < 0

    @cached_property
    def _good(self) -> type[msgspec.Struct]:
        fields = [(name, field.good | UnsetType, UNSET) for name, field in self.fields.items()]
        return msgspec.defstruct(self.name, fields, forbid_unknown_fields=True, gc=False)

    def units(self, names: Iterable[str]) -> list[tuple[str, ...]]:
        """The fields of `names` as they are decided together, groups cut to what is named."""
        left = list(names)
        units = [tuple(n for n in group if n in left) for group in self.groups]
        grouped = {name for unit in units for name in unit}
        return [unit for unit in units if unit] + [(name,) for name in left if name not in grouped]


@dataclass(frozen=True)
class Catalogue:
    """All kinds, in the order in which records are sent; the schools' rules of validation as {code:
    level}; `hash` names this version."""

    kinds: Mapping[str, Kind]
    rules: Mapping[str, str]
    hash: str


def kind_in_words(kind: str) -> str:
    """A kind as pusat and every tanda terima name it: `keaktifan_ptk` is Keaktifan PTK."""
    words = _SAID.get(kind) or kind.replace("_", " ").replace("ptk", "PTK")
    return words[:1].upper() + words[1:]


def in_order(kinds: Iterable[str]) -> list[str]:
    """These kinds in the order in which records are sent, those that the catalogue does not know last."""
    known = list(catalogue().kinds)
    return sorted(kinds, key=lambda kind: (known.index(kind) if kind in known else len(known), kind))


@cache
def catalogue() -> Catalogue:
    """The frozen catalogue."""
    content = FILE.read_text(encoding="utf-8")
    frozen: dict[str, Any] = json.loads(content)
    tables = {name: frozenset(codes) for name, codes in frozen["tables"].items()}
    kinds = {name: _kind(name, entry, tables) for name, entry in frozen["kinds"].items()}
    return Catalogue(kinds, frozen["rules"], hashlib.sha256(content.encode()).hexdigest()[:16])


def _kind(name: str, entry: dict[str, Any], tables: dict[str, frozenset[str]]) -> Kind:
    fields = {
        field["name"]: Field(
            field["name"],
            field["type"],
            field.get("max_length", 36),
            tables[field["table"]] if "table" in field else None,
            field.get("pattern"),
            tuple((form["rule"], form["pattern"]) for form in field.get("forms", ())),
            field.get("card", False),
        )
        for field in entry["fields"]
    }
    kind = Kind(
        name,
        fields,
        frozenset(entry["pusat"]),
        tuple(tuple(group) for group in entry["groups"]),
        tuple(Consequence(**consequence) for consequence in entry.get("consequences", ())),
    )
    # The first use: msgspec (0.22) crashes where several threads use a type for the first time at once.
    kind.first_problem({})
    return kind


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_FORMS = {
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "id": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}
