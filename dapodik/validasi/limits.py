"""Limits that rules check and levels that depend on the school, read from `limits.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dapodik.referensi.bentuk_pendidikan import BENTUK

FILE = Path(__file__).with_name("limits.toml")
_DATA: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))

# Number of digits; letters or digits of a card, at least and at most; letters at most.
DIGITS: dict[str, int] = _DATA["digits"]
CARD: dict[str, tuple[int, int]] = {name: tuple(pair) for name, pair in _DATA["card"].items()}
LONGEST: dict[str, int] = _DATA["longest"]
# Least and greatest plausible value.
RANGE: dict[str, tuple[float, float]] = {name: tuple(pair) for name, pair in _DATA["range"].items()}

PARENT_OLDER: int = _DATA["parent"]["older_by_years"]
FIRST_YEAR: int = _DATA["parent"]["first_year"]
STAFF_AGE: tuple[int, int] = tuple(_DATA["staff"]["age"])
RETIRED_AT: int = _DATA["staff"]["retired_at"]
NUPTK_AFTER: int = _DATA["staff"]["nuptk_after_years"]
STAFF_LEAST_AGE: int = _DATA["staff"]["least_age_at_dates"]
AGE_OVER_GRADE: tuple[int, int] = tuple(_DATA["pupil"]["age_over_grade"])
ENTERED_AT: int = _DATA["pupil"]["entered_at_years"]
HOME_WITHIN_KM: int = _DATA["pupil"]["home_within_km"]


@dataclass(frozen=True)
class SchoolLimits:
    """What a form of school allows in a school year.

    `kapasitas`: pupils of a class; `rombel`: classes of the school, least and most; `usia_masuk`:
    age on 1 July in the first grade, least and most; `tingkat`: the grades, lowest first.
    """

    kapasitas: int
    rombel: tuple[int, int]
    usia_masuk: tuple[int, int]
    tingkat: range
    nama: str


@cache
def of_school(kode_bentuk: str, tahun_ajaran: int) -> SchoolLimits | None:
    """The limits of a form of school, or None where the form is not known."""
    bentuk = BENTUK.get(kode_bentuk)
    entries = _in_force("school", kode_bentuk, tahun_ajaran)
    if bentuk is None or not entries:
        return None
    last = entries[-1]
    return SchoolLimits(
        last["kapasitas"], tuple(last["rombel"]), tuple(last["usia_masuk"]), bentuk.tingkat, bentuk.nama
    )


def levels_of_school(kode_bentuk: str, tahun_ajaran: int) -> dict[str, str]:
    """{rule code: level} where a form of school has another level than the rule's own."""
    return {entry["code"]: entry["level"] for entry in _in_force("level", kode_bentuk, tahun_ajaran)}


def _in_force(table: str, kode_bentuk: str, tahun_ajaran: int) -> list[dict[str, Any]]:
    """The entries for a form of school and year, the latest last."""
    bentuk = BENTUK.get(kode_bentuk)
    entries = [
        entry
        for entry in _DATA[table]
        if bentuk and bentuk.nama in entry["forms"] and entry["since"] <= tahun_ajaran
    ]
    return sorted(entries, key=lambda entry: int(entry["since"]))
