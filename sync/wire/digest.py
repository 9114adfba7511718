"""The digest by which both sides prove that they hold the same data.

A kind's digest is the sum of its records' hashes (modulo 2**256): it does not depend on order, and
each side keeps its own up to date by adding and subtracting, so that a proof costs as little as what
has changed.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import filterfalse
from uuid import UUID

import msgspec

from .messages import Summary
from .shapes import Plain

_MODULUS = 1 << 256
_NOTHING = (None, "")
_encoder = msgspec.json.Encoder(order="sorted")


def as_json(values: Mapping[str, Plain]) -> bytes:
    """Values as JSON, in the order of their names."""
    return _encoder.encode(values)


def of_record(kind: str, record_id: UUID, values: Mapping[str, Plain], json: bytes | None = None) -> int:
    """The hash of one live record's canonical values: all that say something, by name. `json`: the values
    `as_json`, where somebody has them already.

    A field that is empty and one that a side does not know yet are the same, so that two versions of
    the application agree on what both can hold.
    """
    if json is None or not _all_said(values):
        json = as_json({name: v for name, v in values.items() if v not in _NOTHING and name != "soft_delete"})
    canonical = _encoder.encode([kind, record_id, msgspec.Raw(json)])
    return int.from_bytes(hashlib.sha256(canonical).digest(), "big")


def _all_said(values: Mapping[str, Plain]) -> bool:
    """Whether all of them say something; asked of every record, so most of it is done in C."""
    empty = [*filterfalse(None, values.values())]
    return not (None in empty or "" in empty or "soft_delete" in values)


class Tally:
    """How many live records of each kind a side holds, and their digests."""

    def __init__(self, stored: Mapping[str, Sequence[int | str]] | None = None) -> None:
        """`stored`: what `stored()` of an earlier tally gave."""
        self._kinds = {kind: (int(n), int(str(digest), 16)) for kind, (n, digest) in (stored or {}).items()}

    def add(self, kind: str, value: int) -> None:
        """A record of this hash has come."""
        count, total = self._kinds.get(kind, (0, 0))
        self._kinds[kind] = (count + 1, total + value)

    def remove(self, kind: str, value: int) -> None:
        """A record of this hash has gone."""
        count, total = self._kinds.get(kind, (0, 0))
        self._kinds[kind] = (count - 1, total - value)

    def summaries(self) -> dict[str, Summary]:
        """Count and digest per kind that has any records, in the order of names."""
        return {kind: Summary(n, text(total)) for kind, (n, total) in sorted(self._kinds.items()) if n}

    def stored(self) -> dict[str, list[int | str]]:
        """The tally as JSON keeps it."""
        return {kind: [one.count, one.digest] for kind, one in self.summaries().items()}


def by_range(hashes: Iterable[tuple[UUID, int]]) -> dict[str, str]:
    """The digest per range of ids (see `range_of`) of (id, hash) pairs."""
    totals: dict[str, int] = {}
    for record_id, value in hashes:
        prefix = range_of(record_id)
        totals[prefix] = totals.get(prefix, 0) + value
    return {prefix: text(total) for prefix, total in totals.items()}


def range_of(record_id: UUID) -> str:
    """The range of ids that a record is in: its first two hexadecimal digits."""
    return record_id.hex[:2]


def text(total: int) -> str:
    """A sum of hashes as it travels: 64 hexadecimal digits."""
    return f"{total % _MODULUS:064x}"
