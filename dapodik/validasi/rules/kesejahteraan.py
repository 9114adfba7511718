"""Rules on a pupil's cards, PIP and bank account.

A name on the card that differs from the pupil's raises nothing: the number is entered as printed
(SE 17/D/KU/2016).
"""

from dapodik.pokok.models import PesertaDidik

from ..limits import CARD_LENGTH
from ..rule import INVALID, WARNING, Row, rule

PD = PesertaDidik
_ACCOUNT = ("bank", "rekening_bank", "rekening_atas_nama")


@rule("PD_KPS_TANPA_NOMOR", PD, "no_kps", INVALID, also=["penerima_kps"])
def kps_without_number(row: Row) -> str | None:
    """A recipient has a card, and a card a number."""
    if not row["penerima_kps"] or row["no_kps"].strip():
        return None
    return "Penerima KPS, tetapi nomor KPS kosong. Isi nomornya, atau ubah Penerima KPS menjadi Tidak."


@rule("PD_KIP_TANPA_NOMOR", PD, "nomor_kip", INVALID, also=["penerima_kip"])
def kip_without_number(row: Row) -> str | None:
    """A recipient has a card, and a card a number."""
    if not row["penerima_kip"] or row["nomor_kip"].strip():
        return None
    return (
        "Penerima KIP, tetapi nomor KIP kosong. Isi enam huruf/angka di kartunya, "
        "atau ubah Penerima KIP menjadi Tidak."
    )


@rule("PD_KIP_FORMAT", PD, "nomor_kip")
def kip_form(row: Row) -> str | None:
    """Six letters or digits, as printed on the card."""
    return _card(row, "nomor_kip", "Nomor KIP")


@rule("PD_KKS_FORMAT", PD, "nomor_kks", WARNING)
def kks_form(row: Row) -> str | None:
    """Six letters or digits."""
    return _card(row, "nomor_kks", "Nomor KKS")


@rule("PD_PIP_ALASAN", PD, "alasan_layak_pip_id", INVALID, also=["layak_pip"])
def pip_without_reason(row: Row) -> str | None:
    """Who is proposed is proposed for a reason; negative codes are reasons against."""
    reason = row["alasan_layak_pip_id"]
    if not row["layak_pip"] or (reason and not reason.startswith("-")):
        return None
    return (
        "Diusulkan layak PIP, tetapi alasannya belum dipilih. Pilih alasan, "
        "atau ubah Layak PIP menjadi Tidak."
    )


@rule("PD_REKENING_LENGKAP", PD, "rekening_bank", WARNING, also=["bank", "rekening_atas_nama"])
def account_incomplete(row: Row) -> str | None:
    """Bank, number and name, or nothing of it."""
    filled = [bool(row[field].strip()) for field in _ACCOUNT]
    return (
        None
        if all(filled) or not any(filled)
        else "Data rekening belum lengkap: isi bank, nomor, dan atas namanya."
    )


@rule("PD_REKENING_ANGKA", PD, "rekening_bank", WARNING)
def account_number(row: Row) -> str | None:
    """Digits; blanks, dots and hyphens between them do no harm."""
    text = row["rekening_bank"]
    bare = text.translate(str.maketrans("", "", " .-"))
    return (
        None
        if not text or bare.isdigit()
        else f"Nomor rekening “{text}” memuat huruf. Salin dari buku rekening."
    )


def _card(row: Row, field: str, what: str) -> str | None:
    text, length = row[field], CARD_LENGTH[field]
    if not text or (len(text) == length and text.isascii() and text.isalnum()):
        return None
    return f"{what} “{text}” bukan {length} huruf atau angka. Salin dari kartunya."
