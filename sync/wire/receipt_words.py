"""The words of a tanda terima: the same on the school's page, on its PDF and on pusat's public page.

Whoever compares two of them takes any difference for a forgery, so every sentence and every form of a date or
number is here once.
"""

from dataclasses import dataclass
from textwrap import wrap

from .catalogue import in_order, kind_in_words
from .messages import Receipt, Summary

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


@dataclass(frozen=True)
class KindSummary:
    """One kind of record: how many the run has sent and received, how many both sides hold, and their digest
    ("" where none is held)."""

    label: str
    sent: int
    received: int
    count: int
    digest: str


def number(value: int) -> str:
    """A number with a dot before every three digits: 12345 is 12.345."""
    return f"{value:,}".replace(",", ".")


def time(receipt: Receipt) -> str:
    """When pusat signed, by its clock and in its zone: Senin, 30 November 2026 pukul 14.05 WIB."""
    at = receipt.local_time
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year} pukul {at:%H.%M %Z}"


def facts(receipt: Receipt) -> list[tuple[str, str]]:
    """What the head of a tanda terima says, as (label, text)."""
    versions = [("Versi aplikasi", receipt.versions)] if receipt.versions else []
    return [
        ("Sekolah", receipt.nama),
        ("NPSN", receipt.npsn),
        ("Waktu", time(receipt)),
        ("Komputer", f"nomor {receipt.installation}"),
        ("Sampai perubahan ke", number(receipt.at)),
        *versions,
    ]


def summaries(receipt: Receipt) -> list[KindSummary]:
    """Each kind that both sides hold or that was sent or received, in the order in which kinds are sent."""
    nothing = Summary(0, "")
    return [
        KindSummary(
            kind_in_words(kind),
            receipt.sent.get(kind, 0),
            receipt.received.get(kind, 0),
            receipt.kinds.get(kind, nothing).count,
            receipt.kinds.get(kind, nothing).digest,
        )
        for kind in in_order({*receipt.kinds, *receipt.sent, *receipt.received})
    ]


def left_out(receipt: Receipt) -> str:
    """The sentence about the records that the digests leave out, without its full stop."""
    return (
        f"Tidak ikut dihitung: {number(receipt.put_aside)} data yang disisihkan, "
        f"{number(receipt.later)} data yang diubah lagi sesudah dikirim"
    )


def signature(receipt: Receipt) -> str:
    """Pusat's signature in groups of eight, to be read out or typed."""
    return " ".join(wrap(receipt.signature, 8))
