"""The words of a tanda terima, spelt as Django spells Indonesian dates and numbers."""

from dataclasses import astuple
from datetime import UTC, datetime, timedelta

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format

from sync.wire import receipt_words
from sync.wire.messages import Receipt, Summary
from tests.site_process import ROOT


def receipt(at: datetime) -> Receipt:
    kinds = {"ptk": Summary(2, "a" * 64)}
    counts = {"peserta_didik": 3}
    return Receipt(
        "K-000001", at.isoformat(), "69999999", "SD A", 1, 12345, kinds, 1, 1234, "ab" * 32, counts
    )


def test_dates_and_numbers_are_spelt_as_on_every_page() -> None:
    """Each day of a week and each month of a year."""
    first = datetime(2026, 1, 1, 3, 5, tzinfo=UTC)
    for days in range(0, 365, 8):
        signed = receipt(first + timedelta(days=days))
        at = signed.local_time
        assert receipt_words.time(signed) == f"{date_format(at, 'l, j F Y')} pukul {at:%H.%M} WIB"
    for value in (0, 12, 999, 1000, 1234567):
        assert receipt_words.number(value) == intcomma(value)


def test_what_it_says() -> None:
    signed = receipt(datetime(2026, 11, 30, 7, 5, tzinfo=UTC))
    facts = dict(receipt_words.facts(signed))
    assert facts["Waktu"] == "Senin, 30 November 2026 pukul 14.05 WIB"
    assert (facts["Komputer"], facts["Sampai perubahan ke"]) == ("nomor 1", "12.345")
    staff, pupils = receipt_words.rows(signed)
    assert (pupils.label, pupils.sent, pupils.count, pupils.digest) == ("Peserta didik", "3", "0", "")
    assert (staff.label, staff.sent, staff.count, staff.digest) == ("PTK", "0", "2", "a" * 64)
    assert astuple(receipt_words.total(signed)) == ("Seluruhnya", "", "", "2", "")
    left_out = "1 data yang disisihkan, 1.234 data yang diubah lagi sesudah dikirim"
    assert receipt_words.left_out(signed) == f"Tidak ikut dihitung: {left_out}"
    assert receipt_words.remarks(signed).endswith(f" pihak. {receipt_words.left_out(signed)}.")
    assert receipt_words.signature(signed) == " ".join(["abababab"] * 8)


# Sentences, heads and labels that nothing else than a tanda terima says.
OWN_WORDS = (
    *("Tidak ikut dihitung", "banyaknya data dalam sinkronisasi ini", "tidak ikut ditandatangani"),
    *("Sampai perubahan ke", "Disinkronkan oleh", "Versi aplikasi", "Tanda tangan pusat"),
    *("Jumlah di kedua pihak", "Sidik (SHA-256)", "Seluruhnya"),
)
SHOWN_IN = (
    *("sync/lokal/web/tanda_terima/pdf.py", "sync/lokal/web/tanda_terima/receipts.py"),
    *("templates/sinkronisasi/tanda_terima.html", "templates/sinkronisasi/_tanda_terima.html"),
    *("sync/pusat/web/tanda_terima.py", "templates/pusat/tanda_terima.html"),
)


def test_each_sentence_is_in_one_place() -> None:
    files = [path for name in ("dapodik", "sync", "templates") for path in (ROOT / name).rglob("*.*")]
    texts = {path: path.read_text(encoding="utf-8") for path in files if path.suffix in (".py", ".html")}
    for words in OWN_WORDS:
        assert [path.name for path, text in texts.items() if words in text] == ["receipt_words.py"], words


def test_no_place_types_a_head_or_spells_a_number() -> None:
    """Also those heads that other pages have too, for instance "Dikirim"."""
    for name in SHOWN_IN:
        text = (ROOT / name).read_text(encoding="utf-8")
        for words in (*astuple(receipt_words.HEADS), "intcomma", "nomor {"):
            assert words not in text, (name, words)
