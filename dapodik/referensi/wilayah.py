"""Regions of Indonesia: province (2 digits), kabupaten/kota (4), kecamatan (6), as inside a NIK.

Source: Kemendagri region codes (`data/wilayah_*.csv`); active regions only, so the code of a region
that was since divided is missing here.
"""

import re
from dataclasses import dataclass

from .tables import table

_PREFIX = re.compile(r"^(provinsi|prov|kabupaten|kab|kota adm|kota|kecamatan|kec)\b\.?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Wilayah:
    """A kecamatan with the names of what it lies in."""

    kode: str
    kecamatan: str
    kabupaten_kota: str
    provinsi: str


def provinsi_exists(nik: str) -> bool:
    """True where the first two digits are the code of a province."""
    return nik[:2] in table("wilayah_provinsi")


def kabupaten_exists(nik: str) -> bool:
    """True where the first four digits are the code of a kabupaten or kota."""
    return nik[:4] in table("wilayah_kabupaten")


def kecamatan_exists(nik: str) -> bool:
    """True where the first six digits are the code of a kecamatan."""
    return nik[:6] in table("wilayah_kecamatan")


def wilayah(kode: str) -> Wilayah | None:
    """The kecamatan of a 6-digit code, or None."""
    if kode not in table("wilayah_kecamatan"):
        return None
    return Wilayah(
        kode,
        table("wilayah_kecamatan").label(kode),
        table("wilayah_kabupaten").label(kode[:4]),
        table("wilayah_provinsi").label(kode[:2]),
    )


def find(kecamatan: str, kabupaten: str, provinsi: str) -> list[Wilayah]:
    """Every kecamatan of these names; `Kec.`, `Kab.`, `Prov.` and capitals do not matter.

    `Kab. Bandung` and `Kota Bandung` are told apart when the name says which.
    """
    codes = []
    for kode, label in table("wilayah_kecamatan"):
        if bare(label) != bare(kecamatan):
            continue
        place = wilayah(kode)
        if place and _same_kabupaten(place.kabupaten_kota, kabupaten) and _same(place.provinsi, provinsi):
            codes.append(place)
    return codes


def bare(name: str) -> str:
    """A region's name without its kind, in small letters: `Kec. Garut Kota` -> `garut kota`."""
    text = " ".join(name.split())
    previous = None
    while text != previous:
        previous, text = text, _PREFIX.sub("", text)
    return text.replace(".", "").casefold()


def _same(left: str, right: str) -> bool:
    return bare(left) == bare(right)


def _same_kabupaten(known: str, written: str) -> bool:
    if not _same(known, written):
        return False
    kinds = [kind for kind in ("kab", "kota") if re.search(rf"\b{kind}", written.casefold())]
    # "Kabupaten Kota Bandung": the sheet prints its own word before the region's, so the last counts.
    return not kinds or re.match(r"kota" if "kota" in kinds else r"kab", known.casefold()) is not None
