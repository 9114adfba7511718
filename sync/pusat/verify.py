"""The proof at the end of a run, and the tanda terima."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from sync.wire import digest, messages
from sync.wire.catalogue import catalogue
from sync.wire.messages import Comparison, Difference, Proof, Summary, Verdict

from .models import Installation, Receipt, Sekolah
from .serve import whole
from .store import live, locked


@transaction.atomic
def verdict(installation: Installation, proof: Proof) -> Verdict | None:
    """Compare a proof with what pusat holds; None where the school has not seen everything yet."""
    school = locked(installation.sekolah_id)
    if proof.at != school.head:
        return None
    own = summaries(school.pk)
    if own != proof.kinds:
        return Verdict(own)
    return Verdict(own, _receipt(school, installation, proof))


def summaries(sekolah_id: UUID) -> dict[str, Summary]:
    """Count and digest of the live records, per kind that has any."""
    hashes: dict[str, list[int]] = {}
    for kind, _record_id, value in _hashes(sekolah_id):
        hashes.setdefault(kind, []).append(value)
    return {kind: digest.summary(values) for kind, values in sorted(hashes.items())}


def difference(installation: Installation, comparison: Comparison) -> Difference:
    """The ranges of ids in which the school's digests differ, with pusat's records there."""
    school = Sekolah.objects.get(pk=installation.sekolah_id)
    pairs: dict[str, list[tuple[str, int]]] = {}
    for kind, record_id, value in _hashes(school.pk):
        pairs.setdefault(kind, []).append((record_id, value))
    ranges: dict[str, list[str]] = {}
    for kind in sorted(pairs.keys() | comparison.kinds.keys()):
        here, there = digest.by_range(pairs.get(kind, [])), comparison.kinds.get(kind, {})
        differing = [prefix for prefix in here.keys() | there.keys() if here.get(prefix) != there.get(prefix)]
        if differing:
            ranges[kind] = sorted(differing)
    items = [
        item
        for record in live(school.pk)
        if str(record.record_id)[:2] in ranges.get(record.kind, ())
        for item in whole(record)
    ]
    return Difference(school.head, ranges, items)


def signature(receipt: messages.Receipt) -> str:
    """Pusat's signature over a receipt without its signature."""
    plain = messages.encode(_unsigned(receipt))
    return salted_hmac("tanda-terima", plain, algorithm="sha256").hexdigest()


def is_genuine(receipt: messages.Receipt) -> bool:
    """Whether pusat signed this receipt as it stands."""
    return constant_time_compare(receipt.signature, signature(receipt))


def _receipt(school: Sekolah, installation: Installation, proof: Proof) -> messages.Receipt:
    school.receipts += 1
    school.save(update_fields=["receipts"])
    receipt = messages.Receipt(
        number=f"{school.npsn}-{school.receipts:06d}",
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        npsn=school.npsn,
        nama=school.nama,
        installation=installation.pk,
        at=proof.at,
        kinds=proof.kinds,
        put_aside=proof.put_aside,
        later=proof.later,
    )
    receipt.signature = signature(receipt)
    Receipt.objects.create(
        sekolah=school, serial=school.receipts, installation=installation, content=messages.encode(receipt)
    )
    return receipt


def _unsigned(receipt: messages.Receipt) -> messages.Receipt:
    copy = messages.decode(messages.encode(receipt), messages.Receipt)
    copy.signature = ""
    return copy


def _hashes(sekolah_id: UUID) -> Iterator[tuple[str, str, int]]:
    kinds = catalogue().kinds
    for kind, record_id, values in live(sekolah_id).values_list("kind", "record_id", "values"):
        if kind in kinds:
            yield kind, str(record_id), digest.of_record(kinds[kind], str(record_id), values)
