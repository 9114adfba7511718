"""Questions that several rules ask of a value."""

import re

from dapodik.pokok.models import Record
from dapodik.referensi.wilayah import kabupaten_exists, provinsi_exists

from ..limits import DIGITS, RANGE
from ..rule import INVALID, WARNING, Row, rule

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HP = re.compile(r"(\+62|62|0)8\d{7,12}")
_NAME = re.compile(r"[^\W\d_]|[ '’`.,/-]")


def has_digits(text: str, count: int) -> bool:
    """Whether it is exactly so many digits."""
    return len(text) == count and text.isascii() and text.isdigit()


def number(text: str) -> float | None:
    """The number that is written there (decimal point or comma), or None."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def digit_rule(
    code: str, model: type[Record], field: str, what: str, cure: str, level: str = INVALID
) -> None:
    """Enter the rule that a number, where it is filled, has its number of digits."""
    count = DIGITS[field]

    def check(row: Row) -> str | None:
        text = row[field]
        if not text or has_digits(text, count):
            return None
        return f"{what} “{text}” bukan {count} angka. {cure}"

    rule(code, model, field, level)(check)


def required_rule(code: str, model: type[Record], field: str, message: str, level: str = INVALID) -> None:
    """Enter the rule that a field is filled."""

    def check(row: Row) -> str | None:
        value = row[field]
        return message if value is None or not str(value).strip() else None

    rule(code, model, field, level)(check)


def range_rule(code: str, model: type[Record], field: str, what: str, level: str = WARNING) -> None:
    """Enter the rule that a measure, where it is filled, is a number between its limits."""
    least, most = RANGE[field]

    def check(row: Row) -> str | None:
        text = row[field]
        value = number(text) if text else None
        if not text or (value is not None and least <= value <= most):
            return None
        return f"{what} “{text}” tidak wajar; yang wajar {least} sampai {most}. Periksa, lalu betulkan."

    rule(code, model, field, level)(check)


def name_rules(prefix: str, model: type[Record], where: str) -> None:
    """Enter the rules on a person's name. `where`: the paper on which the right one stands."""

    @rule(f"{prefix}_NAMA_KOSONG", model, "nama")
    def empty(row: Row) -> str | None:
        """At least two letters."""
        if sum(sign.isalpha() for sign in row["nama"]) >= 2:
            return None
        return f"Nama belum diisi. Ketik nama lengkap sesuai {where}."

    @rule(f"{prefix}_NAMA_ANGKA", model, "nama")
    def digit(row: Row) -> str | None:
        """No digit."""
        if not any(sign.isdigit() for sign in row["nama"]):
            return None
        return f"Nama “{row['nama']}” memuat angka. Ketik nama sesuai {where}."

    @rule(f"{prefix}_NAMA_KARAKTER", model, "nama", WARNING)
    def sign(row: Row) -> str | None:
        """Letters, blanks and the signs that names have."""
        odd = [one for one in row["nama"] if not (_NAME.fullmatch(one) or one.isdigit())]
        return f"Nama “{row['nama']}” memuat tanda “{odd[0]}”. Periksa dengan {where}." if odd else None

    @rule(f"{prefix}_NAMA_SPASI", model, "nama", WARNING)
    def blanks(row: Row) -> str | None:
        """No superfluous blanks."""
        name = row["nama"]
        return (
            None
            if name == " ".join(name.split())
            else f"Nama “{name}” memuat spasi berlebih. Hapus spasinya."
        )


def nik_rules(prefix: str, model: type[Record]) -> None:
    """Enter the rules on the structure of a NIK: region, day (a woman's plus 40), month, year, serial.

    Warnings, because Dukcapil does not issue a new NIK where these differ from the birth data.
    """

    @rule(f"{prefix}_NIK_SERI", model, "nik")
    def serial(row: Row) -> str | None:
        """Serials begin at 0001, and dummies are no NIK."""
        nik = row["nik"]
        if not has_digits(nik, DIGITS["nik"]):
            return None
        if nik.endswith("0000") or len(set(nik)) == 1 or nik.startswith("123456789"):
            return f"NIK “{nik}” bukan NIK yang sebenarnya. Salin NIK dari Kartu Keluarga."
        return None

    @rule(f"{prefix}_NIK_WILAYAH", model, "nik", WARNING)
    def region(row: Row) -> str | None:
        """Province and kabupaten exist; a kecamatan's code may be a former one and is not checked."""
        nik = row["nik"]
        if not has_digits(nik, DIGITS["nik"]) or (provinsi_exists(nik) and kabupaten_exists(nik)):
            return None
        return f"Kode wilayah {nik[:4]} di awal NIK “{nik}” tidak dikenal. Cocokkan dengan Kartu Keluarga."

    @rule(f"{prefix}_NIK_TANGGAL", model, "nik", WARNING, also=["tanggal_lahir"])
    def birthday(row: Row) -> str | None:
        """Day, month and year are those of the birth date."""
        nik, born = row["nik"], row["tanggal_lahir"]
        if born is None or not has_digits(nik, DIGITS["nik"]) or _birthday_part(nik) == f"{born:%d%m%y}":
            return None
        return (
            f"Tanggal di dalam NIK “{nik}” ({_birthday_part(nik)}) berbeda dari tanggal lahir "
            f"{born:%d-%m-%Y}. Cocokkan keduanya dengan Kartu Keluarga."
        )

    @rule(f"{prefix}_NIK_JK", model, "nik", WARNING, also=["jenis_kelamin"])
    def sex(row: Row) -> str | None:
        """A woman's day is counted from 41."""
        nik, chosen = row["nik"], row["jenis_kelamin"]
        if not chosen or not has_digits(nik, DIGITS["nik"]) or (int(nik[6:8]) > 40) == (chosen == "P"):
            return None
        said, filled = ("perempuan", "laki-laki") if chosen == "L" else ("laki-laki", "perempuan")
        return (
            f"NIK “{nik}” adalah NIK {said}, sedangkan jenis kelaminnya {filled}. "
            "Cocokkan dengan Kartu Keluarga."
        )


def contact_rules(prefix: str, model: type[Record]) -> None:
    """Enter the rules on address and contact that pupils and staff share."""
    range_rule(f"{prefix}_RT", model, "rt", "RT")
    range_rule(f"{prefix}_RW", model, "rw", "RW")
    digit_rule(f"{prefix}_KODE_POS", model, "kode_pos", "Kode pos", "Periksa kode pos kelurahannya.", WARNING)

    @rule(f"{prefix}_HP", model, "nomor_telepon_seluler", WARNING)
    def mobile(row: Row) -> str | None:
        """08… or +628…"""
        text = row["nomor_telepon_seluler"]
        if not text or _HP.fullmatch(re.sub(r"[ .-]", "", text)):
            return None
        return f"Nomor HP “{text}” tidak berbentuk 08… atau +628…. Periksa nomornya."

    @rule(f"{prefix}_EMAIL", model, "email", WARNING)
    def email(row: Row) -> str | None:
        """name@domain.tld"""
        text = row["email"]
        return (
            None
            if not text or _EMAIL.fullmatch(text)
            else f"E-mail “{text}” bukan alamat e-mail. Periksa ejaannya."
        )


def _birthday_part(nik: str) -> str:
    day = int(nik[6:8])
    return f"{day - 40 if day > 40 else day:02d}{nik[8:12]}"
