"""Rules that several fields or kinds of record share.

Each function enters its rules into the book. Their codes begin with `prefix`.
"""

import re

from dapodik.pokok.models import Record
from dapodik.referensi.wilayah import kabupaten_exists, kecamatan_exists, provinsi_exists

from ..limits import DIGITS, LONGEST, RANGE
from ..rows import Row
from ..rule import INVALID, WARNING, Broken, Mend, When, rule
from .checks import has_digit, has_digits, has_title, number, without_blanks

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HP = re.compile(r"(\+62|62|0)8\d{7,12}")
_ODD_SIGN = re.compile(r"[^\w\s'’`.,/-]|_")
_TWO_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")
_RT = re.compile(r"r[tw][\s.:]*(\d{1,3})", re.IGNORECASE)


def required(
    code: str, model: type[Record], field: str, sentence: str, level: str = INVALID, source: str = ""
) -> None:
    """Enter the rule that a field is filled."""
    rule(
        code,
        model,
        field,
        sentence,
        level,
        when=When.EMPTY,
        source=source or "Filled. Source: public guides, 2014 to 2026.",
    )(_always)


def digits(code: str, model: type[Record], field: str, what: str, cure: str, level: str = INVALID) -> None:
    """Enter the rule that a number, for instance a NIK, has its number of digits (see `limits.DIGITS`)."""
    count = DIGITS[field]

    def check(row: Row) -> Broken:
        return not has_digits(row[field], count)

    def bare(value: str) -> str | None:
        cleaned = re.sub(r"[\s.'’-]", "", value)
        return cleaned if cleaned != value and has_digits(cleaned, count) else None

    source = f"{count} digits. Structure of the number, column width."
    sentence = f"{what} “{{nilai}}” bukan {count} angka. {cure}"
    form = rf"[0-9]{{{count}}}"
    rule(code, model, field, sentence, level, source=source, mend=bare, form=form)(check)


def within(code: str, model: type[Record], field: str, what: str, mend: Mend | None = None) -> None:
    """Enter the rule that a measure is a number between its limits (see `limits.RANGE`)."""
    lowest, highest = RANGE[field]

    def check(row: Row) -> Broken:
        value = number(row[field])
        return value is None or not lowest <= value <= highest

    sentence = (
        f"{what} “{{nilai}}” tidak wajar; yang wajar {lowest} sampai {highest}. Periksa, lalu betulkan."
    )
    source = f"Between {lowest} and {highest}. Column width, plausibility."
    rule(code, model, field, sentence, WARNING, source=source, mend=mend)(check)


def at_most(code: str, model: type[Record], field: str, what: str, level: str = WARNING) -> None:
    """Enter the rule that a text is no longer than its column in Dapodik (see `limits.LONGEST`)."""
    longest = LONGEST[field]

    def check(row: Row) -> Broken:
        return bool(len(row[field]) > longest)

    sentence = f"{what} “{{nilai}}” lebih dari {longest} huruf. Singkatkan."
    source, form = f"At most {longest} characters. Column width.", rf".{{1,{longest}}}"
    rule(code, model, field, sentence, level, source=source, form=form)(check)


def name_rules(prefix: str, model: type[Record], where: str) -> None:
    """Enter the rules on a person's name. `where`: the paper that has the right name."""

    @rule(
        f"{prefix}_NAMA_KOSONG",
        model,
        "nama",
        f"Nama belum diisi. Ketik nama lengkap sesuai {where}.",
        when=When.ALWAYS,
    )
    def empty(row: Row) -> Broken:
        """At least two letters. Source: public guides."""
        return not _TWO_LETTERS.search(row["nama"])

    @rule(f"{prefix}_NAMA_ANGKA", model, "nama", f"Nama “{{nilai}}” memuat angka. Ketik nama sesuai {where}.")
    def digit(row: Row) -> Broken:
        """No digit. Source: public guides."""
        return has_digit(row["nama"])

    @rule(
        f"{prefix}_NAMA_KARAKTER",
        model,
        "nama",
        f"Nama “{{nilai}}” memuat tanda “{{tanda}}”. Periksa dengan {where}.",
        WARNING,
    )
    def sign(row: Row) -> Broken:
        """Letters, blanks and the signs that names have. Source: proposal, plausibility."""
        odd = _ODD_SIGN.search(row["nama"])
        return {"tanda": odd[0]} if odd else None

    @rule(
        f"{prefix}_NAMA_SPASI",
        model,
        "nama",
        "Nama “{nilai}” memuat spasi berlebih. Hapus spasinya.",
        WARNING,
        mend=without_blanks,
    )
    def blanks(row: Row) -> Broken:
        """No superfluous blanks. Source: proposal, plausibility."""
        return bool(row["nama"] != without_blanks(row["nama"]))

    @rule(
        f"{prefix}_NAMA_HURUF_KECIL",
        model,
        "nama",
        "Nama “{nilai}” ditulis tanpa huruf besar. Awali setiap kata dengan huruf besar.",
        WARNING,
        mend=str.title,
    )
    def small(row: Row) -> Broken:
        """A name begins with a capital letter. Source: proposal, plausibility."""
        return bool(row["nama"].islower())

    @rule(
        f"{prefix}_NAMA_GELAR",
        model,
        "nama",
        f"Nama “{{nilai}}” memuat gelar. Ketik nama tanpa gelar, sesuai {where}.",
        WARNING,
    )
    def titled(row: Row) -> Broken:
        """Titles have fields of their own. P2TK manual 2014."""
        return has_title(row["nama"])


def nik_rules(prefix: str, model: type[Record], paper: str = "Kartu Keluarga") -> None:
    """Enter the rules on the structure of a NIK.

    A NIK is the region of first registration (6 digits), the date of birth as day, month and year (2 each; a
    woman's day plus 40), and a serial (4). Date, sex and region are warnings only: Dukcapil does not issue a
    new NIK where they differ, and the region's code stays for life when the region is divided.
    """
    sixteen = DIGITS["nik"]
    cure = f"Cocokkan dengan {paper}."

    @rule(
        f"{prefix}_NIK_SERI",
        model,
        "nik",
        f"NIK “{{nilai}}” bukan NIK yang sebenarnya. Salin NIK dari {paper}.",
    )
    def serial(row: Row) -> Broken:
        """Serials begin at 0001, and dummies (one digit over and over, 123456789…) are no NIK. Dukcapil."""
        nik = row["nik"]
        is_dummy = nik.endswith("0000") or len(set(nik)) == 1 or nik.startswith("123456789")
        return has_digits(nik, sixteen) and is_dummy

    @rule(
        f"{prefix}_NIK_WILAYAH",
        model,
        "nik",
        "Kode {wilayah} {kode} di awal NIK “{nilai}” tidak ada dalam daftar wilayah sekarang. "
        f"{cure} Bila memang demikian di sana, biarkan.",
        WARNING,
    )
    def region(row: Row) -> Broken:
        """Province, kabupaten and kecamatan are in Kemendagri's list; the code may be a former one."""
        nik = row["nik"]
        if not has_digits(nik, sixteen) or kecamatan_exists(nik):
            return None
        if not provinsi_exists(nik):
            return {"wilayah": "provinsi", "kode": nik[:2]}
        if not kabupaten_exists(nik):
            return {"wilayah": "kabupaten/kota", "kode": nik[:4]}
        return {"wilayah": "kecamatan", "kode": nik[:6]}

    @rule(
        f"{prefix}_NIK_TANGGAL_FORM",
        model,
        "nik",
        f"Angka ke-7 sampai ke-12 NIK “{{nilai}}” bukan tanggal. {cure}",
        WARNING,
    )
    def impossible(row: Row) -> Broken:
        """Day 01-31 or 41-71, month 01-12. Source: structure of the number or code table."""
        nik = row["nik"]
        return has_digits(nik, sixteen) and not _has_day(nik)

    @rule(
        f"{prefix}_NIK_TANGGAL",
        model,
        "nik",
        "Tanggal di dalam NIK “{nilai}” ({tertulis}) berbeda dari tanggal lahir {lahir}. "
        f"Cocokkan keduanya dengan {paper}.",
        WARNING,
        also=["tanggal_lahir"],
    )
    def birthday(row: Row) -> Broken:
        """Day, month and year are those of the birth date. Source: structure of the number or code table."""
        nik, born = row["nik"], row["tanggal_lahir"]
        if born is None or not has_digits(nik, sixteen) or not _has_day(nik):
            return None
        written = f"{int(nik[6:8]) % 40:02d}{nik[8:12]}"
        return {"tertulis": written, "lahir": born} if written != f"{born:%d%m%y}" else None

    @rule(
        f"{prefix}_NIK_JK",
        model,
        "nik",
        f"NIK “{{nilai}}” adalah NIK {{di_nik}}, sedangkan jenis kelaminnya {{diisi}}. {cure}",
        WARNING,
        also=["jenis_kelamin"],
    )
    def sex(row: Row) -> Broken:
        """A woman's day is counted from 41. Source: structure of the number or code table."""
        nik, chosen = row["nik"], row["jenis_kelamin"]
        if not chosen or not has_digits(nik, sixteen) or (int(nik[6:8]) > 40) == (chosen == "P"):
            return None
        man, woman = "laki-laki", "perempuan"
        return {"di_nik": woman, "diisi": man} if chosen == "L" else {"di_nik": man, "diisi": woman}


def _has_day(nik: str) -> bool:
    day, month = int(nik[6:8]), int(nik[8:10])
    return (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def contact_rules(prefix: str, model: type[Record]) -> None:
    """Enter the rules on address and contact that pupils and staff share."""
    address_rules(prefix, model)

    @rule(
        f"{prefix}_HP",
        model,
        "nomor_telepon_seluler",
        "Nomor HP “{nilai}” tidak berbentuk 08… atau +628…. Periksa nomornya.",
        WARNING,
    )
    def mobile(row: Row) -> Broken:
        """08… or +628…, 9 to 14 digits. Source: proposal, plausibility."""
        return not _HP.fullmatch(re.sub(r"[ .-]", "", row["nomor_telepon_seluler"]))

    email_rule(prefix, model)


def address_rules(prefix: str, model: type[Record]) -> None:
    """Enter the rules on RT, RW and postal code."""
    within(f"{prefix}_RT", model, "rt", "RT", mend=_rt_number)
    within(f"{prefix}_RW", model, "rw", "RW", mend=_rt_number)
    digits(f"{prefix}_KODE_POS", model, "kode_pos", "Kode pos", "Periksa kode pos kelurahannya.", WARNING)

    @rule(
        f"{prefix}_KODE_POS_NOL",
        model,
        "kode_pos",
        "Kode pos “{nilai}” berawalan 0. Periksa kode pos kelurahannya.",
        WARNING,
    )
    def zero(row: Row) -> Broken:
        """Postal codes begin with 1 to 9. Source: public guides."""
        return has_digits(row["kode_pos"], DIGITS["kode_pos"]) and row["kode_pos"].startswith("0")


def email_rule(prefix: str, model: type[Record]) -> None:
    """Enter the rule on an e-mail address."""

    @rule(
        f"{prefix}_EMAIL", model, "email", "E-mail “{nilai}” bukan alamat e-mail. Periksa ejaannya.", WARNING
    )
    def email(row: Row) -> Broken:
        """Of the form name@domain.tld. Source: proposal, plausibility."""
        return not _EMAIL.fullmatch(row["email"])


def _rt_number(value: str) -> str | None:
    """The number in `RT 04`."""
    match = _RT.fullmatch(value.strip())
    return match[1] if match and int(match[1]) <= RANGE["rt"][1] else None


def _always(row: Row) -> Broken:
    return True
