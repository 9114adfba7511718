"""The proof at the end of a run, and the tanda terima."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from sync.pusat import sql
from sync.pusat.models import Installation, Sekolah
from sync.pusat.store import changes, table
from sync.pusat.store.table import RecordRow
from sync.wire import digest, messages, packing
from sync.wire.messages import Comparison, Difference, Proof, Verdict
from sync.wire.version import VERSION

from .serve import whole

_GIVEN = """
INSERT INTO receipt (sekolah_id, serial, installation, content, created)
VALUES (%s, %s, %s, %s, CURRENT_TIMESTAMP)
"""


def verdict(school: Sekolah, installation: Installation, proof: Proof, app: str) -> Verdict | None:
    """Compare a proof with what pusat holds; None where the school has not seen everything yet.

    `app`: the version of the school's program. The school must be locked.
    """
    if proof.at != school.head:
        return None
    own = changes.tally(school).summaries()
    if own != proof.kinds:
        own = changes.recount(school).summaries()
    if own != proof.kinds:
        return Verdict(own)
    return Verdict(own, _receipt(school, installation, proof, app))


def difference(school: Sekolah, comparison: Comparison) -> Difference:
    """The ranges of ids in which the school's digests differ, with all of pusat's records there: one that is
    deleted the school may hold for alive."""
    rows: dict[str, list[RecordRow]] = {}
    for row in table.every(school.pk):
        rows.setdefault(row.kind, []).append(row)
    ranges: dict[str, list[str]] = {}
    for kind in sorted(rows.keys() | comparison.kinds.keys()):
        here, there = digest.by_range(_hashes(rows.get(kind, []))), comparison.kinds.get(kind, {})
        differing = [prefix for prefix in here.keys() | there.keys() if here.get(prefix) != there.get(prefix)]
        if differing:
            ranges[kind] = sorted(differing)
    items = [
        item
        for kind, prefixes in ranges.items()
        for row in rows.get(kind, [])
        if digest.range_of(row.record_id) in prefixes
        for item in whole(row)
    ]
    return Difference(school.head, ranges, items)


def _hashes(rows: Iterable[RecordRow]) -> Iterable[tuple[UUID, int]]:
    return (
        (row.record_id, digest.of_record(row.kind, row.record_id, row.values))
        for row in rows
        if not row.deleted
    )


def signature(receipt: messages.Receipt) -> str:
    """Pusat's signature over a receipt without its signature."""
    plain = packing.encode(_unsigned(receipt))
    return salted_hmac("tanda-terima", plain, algorithm="sha256").hexdigest()


def is_genuine(receipt: messages.Receipt) -> bool:
    """Whether pusat signed this receipt as it stands."""
    return constant_time_compare(receipt.signature, signature(receipt))


def _receipt(school: Sekolah, installation: Installation, proof: Proof, app: str) -> messages.Receipt:
    school.receipts += 1
    sql.run("UPDATE sekolah SET receipts = %s WHERE id = %s", school.receipts, school.pk.hex)
    receipt = messages.Receipt(
        number=f"{school.npsn}-{school.receipts:06d}",
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        npsn=school.npsn,
        nama=school.nama,
        installation=installation.number,
        at=proof.at,
        kinds=proof.kinds,
        put_aside=proof.put_aside,
        later=proof.later,
        sent=proof.sent,
        received=proof.received,
        app=app,
        pusat_app=VERSION,
    )
    receipt.signature = signature(receipt)
    sql.run(_GIVEN, school.pk.hex, school.receipts, installation.number, packing.encode(receipt))
    return receipt


def _unsigned(receipt: messages.Receipt) -> messages.Receipt:
    copy = packing.decode(packing.encode(receipt), messages.Receipt)
    copy.signature = ""
    return copy
