"""Fields of the WebService's rows: what a client gets under a name, in which JSON type, since which profile.

An endpoint is a list of these, as a sheet is a list of columns. A field that may not be null is never null:
unknown text is "", an unknown number 0, an unknown flag false, a list without entries [].
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.utils import timezone

from dapodik.referensi.tables import table

# The sets of fields that families of clients ask for. The older one takes no key that it does not know.
PROFILES = ("2021", "2026")

# What an endpoint has read of one record, by the names of `Field.source`.
Source = Mapping[str, Any]
Read = Callable[[Source], Any]


class Type(Enum):
    """The JSON type of a field, as docs/webservice.md calls it."""

    TEXT = "teks"
    NUMBER = "angka"
    FLAG = "ya/tidak"
    LIST = "daftar"


@dataclass(frozen=True)
class Field:
    """One key of a row.

    `source`: the name of its value in what was read, its own name unless said; `codes`: the code table whose
    label it is; `may_be_null`: null where nothing is known; `since`: the first profile that has it; `fields`:
    those of the entries of a list.
    """

    name: str
    type: Type = Type.TEXT
    source: str = ""
    codes: str = ""
    may_be_null: bool = False
    since: str = PROFILES[0]
    fields: "tuple[Field, ...]" = field(default=())

    def reader(self, profile: str) -> Read:
        """Return the function that takes the field's value from what was read."""
        source, convert = self.source or self.name, _CONVERTERS[self.type]
        if self.type is Type.LIST:
            readers = readers_of(self.fields, profile)
            return lambda row: [_row(readers, entry) for entry in row[source]] if readers else []
        if self.codes:
            labels = dict(table(self.codes))
            return lambda row: labels.get(row[source], "")
        if self.may_be_null:
            return lambda row: None if row[source] in (None, "") else convert(row[source])
        return lambda row: convert(row[source])


def number(name: str, source: str = "", since: str = PROFILES[0], may_be_null: bool = False) -> Field:
    """A field with a JSON number."""
    return Field(name, Type.NUMBER, source, since=since, may_be_null=may_be_null)


def flag(name: str, source: str = "", since: str = PROFILES[0]) -> Field:
    """A field with true or false."""
    return Field(name, Type.FLAG, source, since=since)


def optional(name: str, source: str = "", since: str = PROFILES[0]) -> Field:
    """A text that is null where nothing is known."""
    return Field(name, Type.TEXT, source, may_be_null=True, since=since)


def label(name: str, source: str, codes: str, since: str = PROFILES[0]) -> Field:
    """The label of a code."""
    return Field(name, Type.TEXT, source, codes, since=since)


def entries(name: str, *fields: Field) -> Field:
    """A list of entries, each with these fields."""
    return Field(name, Type.LIST, fields=fields)


def readers_of(fields: Iterable[Field], profile: str) -> list[tuple[str, Read]]:
    """The fields that a profile has, each with the function that reads it."""
    return [(field.name, field.reader(profile)) for field in fields if field.since <= profile]


def rows(fields: Iterable[Field], profile: str, sources: Iterable[Source]) -> list[dict[str, Any]]:
    """The rows of a reply, in the order of what was read."""
    readers = readers_of(fields, profile)
    return [_row(readers, source) for source in sources]


def _row(readers: list[tuple[str, Read]], source: Source) -> dict[str, Any]:
    return {name: read(source) for name, read in readers}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else str(value)


def _number(value: Any) -> int | float:
    """The number that a code or a text is written for; 0 for what is none."""
    text = str(value or 0).strip().replace(",", ".")
    try:
        return int(text)
    except ValueError:
        pass
    try:
        as_float = float(text)
    except ValueError:
        return 0
    # JSON has neither NaN nor infinity.
    return as_float if abs(as_float) < 1e15 else 0


_CONVERTERS: dict[Type, Callable[[Any], Any]] = {
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.FLAG: bool,
    Type.LIST: list,
}
