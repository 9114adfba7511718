"""The words of a tanda terima: the same on the school's page, on its PDF and on pusat's public page.

Whoever compares two of them takes any difference for a forgery, so every sentence, heading, and form
of a date or number is here once.
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
class Row:
    """One row of the table, as texts: a kind of record, how many of them the run has sent and received, how
    many both sides hold, and their digest (64 letters; "" where both hold none)."""

    label: str
    sent: str
    received: str
    count: str
    digest: str


HEADS = Row("Jenis data", "Dikirim", "Masuk", "Jumlah di kedua pihak", "Sidik (SHA-256)")
SIGNATURE = "Tanda tangan pusat"
_COUNTS = (
    f"{HEADS.sent} dan {HEADS.received.lower()}: banyaknya data dalam sinkronisasi ini. "
    "Jumlah dan sidik: seluruh data yang dihitung kedua pihak."
)


def number(value: int) -> str:
    """Put a dot before every three digits: 12345 is 12.345."""
    return f"{value:,}".replace(",", ".")


def time(receipt: Receipt) -> str:
    """Spell the time of signing by pusat's clock and zone: Senin, 30 November 2026 pukul 14.05 WIB."""
    at = receipt.local_time
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year} pukul {at:%H.%M %Z}"


def facts(receipt: Receipt) -> list[tuple[str, str]]:
    """List what the head of a tanda terima says, as (label, text). All of it is signed."""
    versions = [("Versi aplikasi", receipt.versions)] if receipt.versions else []
    return [
        ("Sekolah", receipt.nama),
        ("NPSN", receipt.npsn),
        ("Waktu", time(receipt)),
        ("Komputer", f"nomor {receipt.installation}"),
        ("Sampai perubahan ke", number(receipt.at)),
        *versions,
    ]


def operator(name: str) -> tuple[str, str]:
    """Say who synchronised, as (label, text). Only the school knows it, so pusat's page does not say it."""
    return ("Disinkronkan oleh", f"{name} (menurut komputer sekolah; tidak ikut ditandatangani)")


def rows(receipt: Receipt) -> list[Row]:
    """List each kind that both sides hold or that was sent or received, in the order of sending."""
    nothing = Summary(0, "")
    return [
        Row(
            kind_in_words(kind),
            number(receipt.sent.get(kind, 0)),
            number(receipt.received.get(kind, 0)),
            number(receipt.kinds.get(kind, nothing).count),
            receipt.kinds.get(kind, nothing).digest,
        )
        for kind in in_order({*receipt.kinds, *receipt.sent, *receipt.received})
    ]


def total(receipt: Receipt) -> Row:
    """Make the last row: all records that both sides hold."""
    return Row("Seluruhnya", "", "", number(receipt.records), "")


def remarks(receipt: Receipt) -> str:
    """Say below the table what its numbers count, and what they leave out."""
    return f"{_COUNTS} {left_out(receipt)}."


def left_out(receipt: Receipt) -> str:
    """Count the records that the digests leave out, as a sentence without its full stop."""
    return (
        f"Tidak ikut dihitung: {number(receipt.put_aside)} data yang disisihkan, "
        f"{number(receipt.later)} data yang diubah lagi sesudah dikirim"
    )


def signature(receipt: Receipt) -> str:
    """Write pusat's signature in groups of eight letters, to be read out or typed."""
    return " ".join(wrap(receipt.signature, 8))
