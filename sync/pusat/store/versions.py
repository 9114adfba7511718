"""The versions of a record's fields: who wrote each of them last, and under which number."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from sync.wire.merge import Version
from sync.wire.shapes import Plain

_WHOLE = "*"
_NOBODY = Version()
# Number, author, and `over` where there is any.
_Entry = list[Any]
_decode = msgspec.json.Decoder(dict[str, _Entry]).decode
_encode = msgspec.json.Encoder().encode


class Versions:
    """The versions of the fields of one record.

    Stored as JSON, {field: [number, author]}, with `over` (see Version) as a third part where there is any.
    The entry "*" is the version with which the record was made: it stands for every field that was not
    written since.
    """

    __slots__ = ("_entries",)

    def __init__(self, entries: dict[str, _Entry] | None = None) -> None:
        self._entries: dict[str, _Entry] = {} if entries is None else entries

    @classmethod
    def from_json(cls, text: str) -> "Versions":
        """Read what is stored."""
        return cls(_decode(text))

    def to_json(self) -> bytes:
        """Write what is to be stored."""
        return _encode(self._entries)

    @property
    def first(self) -> Version:
        """The version with which the record was made; of nobody where it is not known."""
        return self.of(_WHOLE)

    def of(self, field: str) -> Version:
        """The version of a field that has a value."""
        entry = self._entries.get(field) or self._entries.get(_WHOLE)
        return Version(*entry) if entry else _NOBODY

    def after(self, number: int, fields: Collection[str]) -> Iterator[tuple[str, Version]]:
        """Those of the record's `fields` that were written after this number, with their versions."""
        names = fields if self.first.number > number else [name for name in self._entries if name in fields]
        for name in names:
            version = self.of(name)
            if version.number > number:
                yield name, version

    def over(self) -> dict[str, Sequence[Plain]]:
        """The `over` of each field that has any."""
        return {name: entry[2] for name, entry in self._entries.items() if entry[2:]}

    def begin(self, number: int, author: str) -> None:
        """The record is made, with all its values."""
        self._entries = {_WHOLE: [number, author]}

    def write(self, fields: Iterable[str], number: int, author: str, over: Sequence[Plain] = ()) -> None:
        """Fields of the record are written."""
        entry = [number, author, over] if over else [number, author]
        self._entries.update(dict.fromkeys(fields, entry))
