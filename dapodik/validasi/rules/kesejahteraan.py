"""Rules on a pupil's cards, PIP and bank account.

A name on the card that differs from the pupil's never holds anything up: the number is entered as
printed (SE 17/D/KU/2016).
"""

from dapodik.pokok.models import PesertaDidik

from ..limits import CARD
from ..rows import Row
from ..rule import INVALID, WARNING, Broken, When, is_filled, rule
from .checks import without_blanks

PD = PesertaDidik
_ACCOUNT = ("bank", "rekening_bank", "rekening_atas_nama")
_CARD_HOLDER = "1"
_CARDS = ("no_kps", "nomor_kks", "nomor_pkh", "nomor_kip")


@rule(
    "PD_KPS_TANPA_NOMOR",
    PD,
    "no_kps",
    "Penerima KPS, tetapi nomor KPS kosong. Isi nomornya, atau ubah Penerima KPS menjadi Tidak.",
    INVALID,
    also=["penerima_kps"],
    when=When.EMPTY,
)
def kps_without_number(row: Row) -> Broken:
    """A recipient has a card, and a card a number. Source: public guides."""
    return bool(row["penerima_kps"])


@rule(
    "PD_KPS_FORMAT",
    PD,
    "no_kps",
    "Nomor KPS “{nilai}” memuat tanda selain huruf dan angka. Salin dari kartunya.",
    WARNING,
)
def kps_form(row: Row) -> Broken:
    """Letters and digits, mostly 14 (guide of 2016)."""
    text = row["no_kps"]
    return not (text.isascii() and text.isalnum())


@rule(
    "PD_KIP_DI_KOLOM_KPS",
    PD,
    "no_kps",
    "Nomor KPS “{nilai}” berbentuk nomor KIP, dan nomor KIP kosong. Bila memang dari Kartu Indonesia "
    "Pintar, pindahkan ke nomor KIP.",
    WARNING,
    also=["nomor_kip"],
)
def kip_in_kps(row: Row) -> Broken:
    """Six characters are a KIP; old versions had one column for both."""
    return not is_filled(row["nomor_kip"]) and _is_card(row["no_kps"], "nomor_kip")


@rule(
    "PD_KIP_TANPA_NOMOR",
    PD,
    "nomor_kip",
    "Penerima KIP, tetapi nomor KIP kosong. Isi enam huruf/angka di kartunya, atau ubah Penerima KIP "
    "menjadi Tidak.",
    INVALID,
    also=["penerima_kip"],
    when=When.EMPTY,
)
def kip_without_number(row: Row) -> Broken:
    """A recipient has a card, and a card a number. Source: public guides."""
    return bool(row["penerima_kip"])


def _card_sentence(what: str, field: str) -> str:
    lowest, highest = CARD[field]
    length = str(lowest) if lowest == highest else f"{lowest} sampai {highest}"
    return f"{what} “{{nilai}}” bukan {length} huruf atau angka. Salin dari kartunya."


@rule(
    "PD_KIP_FORMAT",
    PD,
    "nomor_kip",
    _card_sentence("Nomor KIP", "nomor_kip"),
    form=f"[A-Za-z0-9]{{{CARD['nomor_kip'][0]},{CARD['nomor_kip'][1]}}}",
)
def kip_form(row: Row) -> Broken:
    """Six letters or digits, as printed on the card. Source: structure of the number or code table."""
    return not _is_card(row["nomor_kip"], "nomor_kip")


@rule(
    "PD_KIP_HURUF_KECIL",
    PD,
    "nomor_kip",
    "Nomor KIP “{nilai}” memuat huruf kecil. Di kartu semuanya huruf besar.",
    WARNING,
    mend=str.upper,
)
def kip_capitals(row: Row) -> Broken:
    """Capital letters, as printed on the card. Source: proposal, plausibility."""
    return bool(row["nomor_kip"] != row["nomor_kip"].upper())


@rule(
    "PD_KIP_NAMA_KOSONG",
    PD,
    "nama_di_kip",
    "Nomor KIP ada, tetapi nama di kartu kosong. Salin nama seperti tercetak, juga bila salah eja.",
    WARNING,
    also=["nomor_kip"],
    when=When.EMPTY,
)
def kip_name_missing(row: Row) -> Broken:
    """The name as printed. SE 17/D/KU/2016."""
    return is_filled(row["nomor_kip"])


@rule(
    "PD_KIP_NAMA_BEDA",
    PD,
    "nama_di_kip",
    "Nama di kartu “{nilai}” berbeda dari nama peserta didik. Tetap boleh dikirim; kartunya dicetak ulang.",
    WARNING,
    also=["nama"],
)
def kip_name_differs(row: Row) -> Broken:
    """Only a notice: the card is reprinted, the number stays. SE 17/D/KU/2016, FAQ 2016."""
    return without_blanks(row["nama_di_kip"]).casefold() != without_blanks(row["nama"]).casefold()


@rule("PD_KKS_FORMAT", PD, "nomor_kks", _card_sentence("Nomor KKS", "nomor_kks"), WARNING)
def kks_form(row: Row) -> Broken:
    """Six letters or digits. Source: structure of the number or code table."""
    return not _is_card(row["nomor_kks"], "nomor_kks")


@rule(
    "PD_PIP_ALASAN",
    PD,
    "alasan_layak_pip_id",
    "Diusulkan layak PIP, tetapi alasannya belum dipilih. Pilih alasan, atau ubah Layak PIP menjadi Tidak.",
    INVALID,
    also=["layak_pip"],
    when=When.ALWAYS,
)
def pip_without_reason(row: Row) -> Broken:
    """A pupil who is proposed for PIP is proposed for a reason. Negative codes are reasons against.

    Source: public guides.
    """
    return bool(row["layak_pip"]) and not _is_reason(row["alasan_layak_pip_id"])


@rule(
    "PD_PIP_TIDAK_ALASAN",
    PD,
    "alasan_layak_pip_id",
    "Tidak diusulkan layak PIP, tetapi ada alasannya. Kosongkan alasan, atau ubah Layak PIP menjadi Ya.",
    WARNING,
    also=["layak_pip"],
)
def pip_reason_without(row: Row) -> Broken:
    """A reason belongs to a proposal. Source: public guides."""
    return row["layak_pip"] is False and _is_reason(row["alasan_layak_pip_id"])


@rule(
    "PD_PIP_ALASAN_KARTU",
    PD,
    "alasan_layak_pip_id",
    "Alasannya pemegang PKH/KPS/KKS, tetapi tidak ada nomor kartunya. Isi nomornya, atau pilih alasan lain.",
    WARNING,
    also=["layak_pip", *_CARDS],
)
def pip_without_card(row: Row) -> Broken:
    """A pupil who is proposed as holder of a card has its number. Source: proposal, plausibility."""
    holder = row["layak_pip"] and row["alasan_layak_pip_id"] == _CARD_HOLDER
    return bool(holder) and not any(is_filled(row[name]) for name in _CARDS)


@rule(
    "PD_REKENING_LENGKAP",
    PD,
    "rekening_bank",
    "Data rekening belum lengkap: isi bank, nomor, dan atas namanya.",
    WARNING,
    also=["bank", "rekening_atas_nama"],
    when=When.ALWAYS,
)
def account_incomplete(row: Row) -> Broken:
    """Bank, number and name, or none of the three. Source: proposal, plausibility."""
    filled = [is_filled(row[field]) for field in _ACCOUNT]
    return any(filled) and not all(filled)


@rule(
    "PD_REKENING_ANGKA",
    PD,
    "rekening_bank",
    "Nomor rekening “{nilai}” memuat huruf. Salin dari buku rekening.",
    WARNING,
)
def account_number(row: Row) -> Broken:
    """Digits; blanks, dots and hyphens between them do no harm. Source: proposal, plausibility."""
    return not row["rekening_bank"].translate(str.maketrans("", "", " .-")).isdigit()


def _is_card(text: str, field: str) -> bool:
    lowest, highest = CARD[field]
    return lowest <= len(text) <= highest and text.isascii() and text.isalnum()


def _is_reason(code: str) -> bool:
    return bool(code) and not code.startswith("-")
