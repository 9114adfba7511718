"""The frozen catalogue: the kinds that are synchronised, their fields, and what holds for them.

`catalogue.json` is generated from the school's models and rules (`manage.py catalogue`) and checked in CI, so
that pusat, which knows nothing of the models, reads the same facts. The file never travels: each side has the
one of its own version, and tells the other its hash.
"""

import hashlib
import json
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from .field import TOO_LONG, WRONG_FORM, Field, has_nul
from .shapes import Plain

FILE = Path(__file__).with_name("catalogue.json")
# The longest text of a field that this version does not know.
UNKNOWN_MAX = 4000
# Kinds whose names say little to an operator.
_WORDS = {
    "rwy_pend_formal": "Riwayat pendidikan formal",
    "rwy_kepangkatan": "Riwayat kepangkatan",
    "matev_rapor": "Mata evaluasi rapor",
    "nilai": "Nilai rapor",
    "peserta_didik_longitudinal": "Data periodik peserta didik",
}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


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
    """A record kind.

    `pusat`: the fields whose owner is pusat; `groups`: fields that are decided together; `consequences`: what
    follows from a field.
    """

    name: str
    fields: Mapping[str, Field]
    pusat: frozenset[str]
    groups: tuple[tuple[str, ...], ...]
    consequences: tuple[Consequence, ...] = ()

    @cached_property
    def defaults(self) -> dict[str, Plain]:
        """The values of a new record in which nothing was filled."""
        return {name: field.default for name, field in self.fields.items()}

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The fields that hold the id of another record."""
        return tuple(name for name, field in self.fields.items() if field.type == "id")

    @cached_property
    def targets(self) -> dict[str, str]:
        """The fields that hold the id of another record of the school, each with that record's kind. The
        school itself is none: its id is known."""
        return {name: name.removesuffix("_id") for name in self.references if name != "sekolah_id"}

    def problem(self, name: str, value: Plain, lowered: Container[str] = ()) -> int:
        """Return the number of the problem with a field's value, as `Field.problem` does.

        A field that is not known here is one of a newer application: some schools are updated before pusat.
        Its value is stored as it is, if a database can store it.
        """
        field = self.fields.get(name)
        if field:
            return field.problem(value, lowered)
        if isinstance(value, str) and len(value) > UNKNOWN_MAX and _NAME.fullmatch(name):
            return TOO_LONG
        return WRONG_FORM if has_nul(value) or not _NAME.fullmatch(name) else 0

    def first_problem(
        self, values: Mapping[str, Plain], lowered: Container[str] = ()
    ) -> tuple[str, int] | None:
        """Return the first field with a problem and the problem's number, None where there is none."""
        if self._pass_strictly(values):
            return None
        for name, value in values.items():
            number = self.problem(name, value, lowered)
            if number:
                return name, number
        return None

    def _pass_strictly(self, values: Mapping[str, Plain]) -> bool:
        """Check all values at once in msgspec, which is much faster than one by one.

        Values that pass have no problem. Others may have none either: empty ones, those of fields that are
        not known here, those that only a lowered rule refuses.
        """
        try:
            msgspec.convert(values, self._strict_struct)
        except msgspec.ValidationError:
            return False
        return not any(map(has_nul, values.values()))

    @cached_property
    def _strict_struct(self) -> type[msgspec.Struct]:
        fields = [(name, field.strict_type | UnsetType, UNSET) for name, field in self.fields.items()]
        return msgspec.defstruct(self.name, fields, forbid_unknown_fields=True, gc=False)

    def units(self, names: Iterable[str]) -> list[tuple[str, ...]]:
        """Part these fields into those that are decided together; of a group only the named fields."""
        left = list(names)
        units = [tuple(n for n in group if n in left) for group in self.groups]
        grouped = {name for unit in units for name in unit}
        return [unit for unit in units if unit] + [(name,) for name in left if name not in grouped]


@dataclass(frozen=True)
class Catalogue:
    """The whole catalogue.

    `kinds` are in the order in which records are sent; `rules`: the schools' rules of validation, {code:
    level}; `hash`: 16 hex digits that change with the catalogue.
    """

    kinds: Mapping[str, Kind]
    rules: Mapping[str, str]
    hash: str


def kind_in_words(kind: str) -> str:
    """Return the name of a kind on pages and tanda terima: `keaktifan_ptk` is Keaktifan PTK."""
    words = _WORDS.get(kind) or kind.replace("_", " ").replace("ptk", "PTK")
    return words[:1].upper() + words[1:]


def in_order(kinds: Iterable[str]) -> list[str]:
    """Sort kinds into the order in which records are sent; those that are not known here come last."""
    known = list(catalogue().kinds)
    return sorted(kinds, key=lambda kind: (known.index(kind) if kind in known else len(known), kind))


@cache
def catalogue() -> Catalogue:
    """Return the catalogue of this version."""
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
