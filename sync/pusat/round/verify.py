"""The check of a school's proof at the end of a run, and the tanda terima."""

from collections.abc import Iterable, Mapping
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

from .serve import all_items

_INSERT = """
INSERT INTO receipt (sekolah_id, serial, installation, content, created)
VALUES (%s, %s, %s, %s, CURRENT_TIMESTAMP)
"""


def verdict(school: Sekolah, installation: Installation, proof: Proof, app: str) -> Verdict | None:
    """Compare a proof with pusat's own digests, and give a receipt where they are equal.

    None where the school has not seen everything yet. `app`: the version of the school's program. The school
    must be locked.
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
    """The ranges of ids in which the digests of both sides differ, with all of pusat's records there.

    Deleted records are among them, because the school may not know that they are deleted. The school must be
    locked.
    """
    rows: dict[str, list[RecordRow]] = {}
    for row in table.every(school.pk):
        rows.setdefault(row.kind, []).append(row)
    ranges = {}
    for kind in sorted(rows.keys() | comparison.kinds.keys()):
        differing = _differing(rows.get(kind, []), comparison.kinds.get(kind, {}))
        if differing:
            ranges[kind] = differing
    items = [
        item
        for kind, differing in ranges.items()
        for row in rows.get(kind, [])
        if digest.range_of(row.record_id) in differing
        for item in all_items(row)
    ]
    return Difference(school.head, ranges, items)


def _differing(rows: list[RecordRow], theirs: Mapping[str, str]) -> list[str]:
    """The ranges of ids in which the digests of these records differ from the school's."""
    ours = digest.by_range(_hashes(rows))
    return sorted(ids for ids in ours.keys() | theirs.keys() if ours.get(ids) != theirs.get(ids))


def _hashes(rows: Iterable[RecordRow]) -> Iterable[tuple[UUID, int]]:
    return (
        (row.record_id, digest.of_record(row.kind, row.record_id, row.values))
        for row in rows
        if not row.deleted
    )


def signature(receipt: messages.Receipt) -> str:
    """Sign a receipt: HMAC-SHA256 of the message without its signature, hexadecimal."""
    plain = packing.encode(_unsigned(receipt))
    return salted_hmac("tanda-terima", plain, algorithm="sha256").hexdigest()


def is_genuine(receipt: messages.Receipt) -> bool:
    """True where pusat signed this receipt as it stands."""
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
    sql.run(_INSERT, school.pk.hex, school.receipts, installation.number, packing.encode(receipt))
    return receipt


def _unsigned(receipt: messages.Receipt) -> messages.Receipt:
    copy = packing.decode(packing.encode(receipt), messages.Receipt)
    copy.signature = ""
    return copy
