"""What the form of a school (SD, SMP, SMA, SMK, SLB) decides: its grades and its kind of Dapodik."""

import re
from dataclasses import dataclass

from .tables import table


@dataclass(frozen=True)
class Bentuk:
    """A form of school.

    `tingkat` are the grades it may hold; `dapodik` the program it belongs to (Dapodikdas or
    Dapodikmen).
    """

    kode: str
    nama: str
    tingkat: range
    dapodik: str


BENTUK = {
    bentuk.kode: bentuk
    for bentuk in (
        Bentuk("5", "SD", range(1, 7), "Dapodikdas"),
        Bentuk("53", "SPK SD", range(1, 7), "Dapodikdas"),
        Bentuk("6", "SMP", range(7, 10), "Dapodikdas"),
        Bentuk("54", "SPK SMP", range(7, 10), "Dapodikdas"),
        Bentuk("7", "SDLB", range(1, 7), "Dapodikdas"),
        Bentuk("8", "SMPLB", range(7, 10), "Dapodikdas"),
        Bentuk("14", "SMALB", range(10, 13), "Dapodikdas"),
        Bentuk("29", "SLB", range(1, 13), "Dapodikdas"),
        Bentuk("13", "SMA", range(10, 13), "Dapodikmen"),
        Bentuk("55", "SPK SMA", range(10, 13), "Dapodikmen"),
        Bentuk("15", "SMK", range(10, 14), "Dapodikmen"),
    )
}

# The grades that end a level (SD, SMP, SMA, and SMK of four years): nobody graduates from another.
LAST_GRADES = frozenset({6, 9, 12, 13})

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
          "XI": 11, "XII": 12, "XIII": 13}  # fmt: skip
_NUMBER = re.compile(r"(?<![A-Z0-9])(\d{1,2})(?!\d)|(?<![A-Z0-9])([XVI]+)(?![A-Z]{2})")


def bentuk_of_name(nama_sekolah: str) -> Bentuk | None:
    """The form that a school's first word names (`SDN 1` is an SD), or None where it does not tell."""
    words = nama_sekolah.upper().split()
    if not words:
        return None
    first = re.sub(r"(N|S|IT|K|NEGERI)$", "", words[0]) if words[0] not in _KNOWN else words[0]
    kode = _KNOWN.get(first)
    return BENTUK.get(kode) if kode else None


def tingkat_of_rombel(nama_rombel: str, bentuk: Bentuk) -> int | None:
    """The grade in a class's name (`Kelas 4`, `7 F`, `VIIA`, `X MERDEKA 3`), or None.

    The first number counts, Arabic or Roman, and only if the form of school holds that grade.
    """
    match = _NUMBER.search(nama_rombel.upper())
    if not match:
        return None
    tingkat = int(match[1]) if match[1] else _ROMAN.get(match[2])
    return tingkat if tingkat in bentuk.tingkat else None


def promoted_name(nama_rombel: str, tingkat: int) -> str:
    """The class's name a grade higher, written as it was (`Kelas 4` -> `Kelas 5`, `vii a` -> `viii a`).

    `tingkat` is the class's grade; a name that does not say it stays (`Melati`).
    """
    match = _NUMBER.search(nama_rombel.upper())
    if not match:
        return nama_rombel
    start, end = match.span()
    if tingkat != (int(match[1]) if match[1] else _ROMAN.get(match[2])):
        return nama_rombel
    written = nama_rombel[start:end]
    higher = str(tingkat + 1) if match[1] else _ROMAN_OF[tingkat + 1]
    return nama_rombel[:start] + (higher.lower() if written.islower() else higher) + nama_rombel[end:]


_ROMAN_OF = {number: written for written, number in [*_ROMAN.items(), ("XIV", 14)]}
_KNOWN = {label.upper(): kode for kode, label in table("bentuk_pendidikan") if " " not in label}
