"""The digest by which both sides prove that they hold the same data.

A kind's digest is the sum of its records' hashes (modulo 2**256): it does not depend on order, and
each side keeps its own up to date by adding and subtracting, so a proof costs only what has changed.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import filterfalse
from uuid import UUID

import msgspec

from .messages import Summary
from .shapes import Plain

_MODULUS = 1 << 256
_EMPTY = (None, "")
_encoder = msgspec.json.Encoder(order="sorted")


def as_json(values: Mapping[str, Plain]) -> bytes:
    """Encode values as JSON, in the order of their names."""
    return _encoder.encode(values)


def of_record(kind: str, record_id: UUID, values: Mapping[str, Plain], json: bytes | None = None) -> int:
    """Hash the canonical values of one live record: those that are not empty, in the order of their names.

    `json`: the values `as_json`, where the caller has them already. An empty field and one that a side does
    not know yet are the same, so that two versions of the application agree on what both can store.
    """
    if json is None or not _are_canonical(values):
        json = as_json({name: v for name, v in values.items() if v not in _EMPTY and name != "soft_delete"})
    canonical = _encoder.encode([kind, record_id, msgspec.Raw(json)])
    return int.from_bytes(hashlib.sha256(canonical).digest(), "big")


def _are_canonical(values: Mapping[str, Plain]) -> bool:
    """True where every value counts. Asked of every record, so most of it is done in C."""
    empty = [*filterfalse(None, values.values())]
    return not (None in empty or "" in empty or "soft_delete" in values)


class Tally:
    """Count and digest of a side's live records, per kind, kept up to date as records change."""

    def __init__(self, stored: Mapping[str, Sequence[int | str]] | None = None) -> None:
        """`stored`: what `stored()` of an earlier tally gave."""
        self._kinds = {kind: (int(n), int(str(digest), 16)) for kind, (n, digest) in (stored or {}).items()}

    def add(self, kind: str, value: int) -> None:
        """Count a record with this hash."""
        count, total = self._kinds.get(kind, (0, 0))
        self._kinds[kind] = (count + 1, total + value)

    def remove(self, kind: str, value: int) -> None:
        """Count a record with this hash no longer."""
        count, total = self._kinds.get(kind, (0, 0))
        self._kinds[kind] = (count - 1, total - value)

    def count(self, kind: str) -> int:
        """How many records of a kind are counted."""
        return self._kinds.get(kind, (0, 0))[0]

    def summaries(self) -> dict[str, Summary]:
        """Count and digest of each kind that has any records, in the order of names."""
        return {kind: Summary(n, text(total)) for kind, (n, total) in sorted(self._kinds.items()) if n}

    def stored(self) -> dict[str, list[int | str]]:
        """The tally as it is stored in JSON: {kind: [count, digest]}."""
        return {kind: [summary.count, summary.digest] for kind, summary in self.summaries().items()}


def by_range(hashes: Iterable[tuple[UUID, int]]) -> dict[str, str]:
    """Digest (id, hash) pairs per range of ids: {range_of(id): digest}."""
    totals: dict[str, int] = {}
    for record_id, value in hashes:
        prefix = range_of(record_id)
        totals[prefix] = totals.get(prefix, 0) + value
    return {prefix: text(total) for prefix, total in totals.items()}


def range_of(record_id: UUID) -> str:
    """The range of a record's id: its first two hexadecimal digits."""
    return record_id.hex[:2]


def text(total: int) -> str:
    """Write a sum of hashes as it travels: 64 hexadecimal digits."""
    return f"{total % _MODULUS:064x}"
