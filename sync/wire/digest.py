"""The digest by which both sides prove that they hold the same data.

A kind's digest is the sum of its records' hashes (modulo 2**256): it does not depend on order and
can be kept up to date by adding and subtracting.
"""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from .catalogue import Kind
from .messages import Plain, Summary

_MODULUS = 1 << 256
_encoder = msgspec.json.Encoder()


def of_record(kind: Kind, record_id: str, values: Mapping[str, Plain]) -> int:
    """The hash of one record's canonical values: those of the catalogue, in its order."""
    canonical = [kind.name, record_id, [values.get(name, f.default) for name, f in kind.fields.items()]]
    return int.from_bytes(hashlib.sha256(_encoder.encode(canonical)).digest(), "big")


def summary(hashes: Iterable[int]) -> Summary:
    """Count and sum of the hashes of the live records of one kind."""
    count = total = 0
    for value in hashes:
        count += 1
        total += value
    return Summary(count, f"{total % _MODULUS:064x}")


def by_range(hashes: Iterable[tuple[str, int]]) -> dict[str, str]:
    """The digest per range of ids (first two hexadecimal digits) of (id, hash) pairs."""
    totals: dict[str, int] = {}
    for record_id, value in hashes:
        totals[record_id[:2]] = totals.get(record_id[:2], 0) + value
    return {prefix: f"{total % _MODULUS:064x}" for prefix, total in totals.items()}
