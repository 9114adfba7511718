"""Semesters and school years.

`20261` is 2026/2027 Ganjil (July to December 2026), `20262` its Genap (January to June 2027).
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Semester:
    """A semester by its Dapodik id (`YYYY1` or `YYYY2`)."""

    id: str

    def __post_init__(self) -> None:
        if not (len(self.id) == 5 and self.id.isdigit() and self.id[4] in "12"):
            raise ValueError(f"not a semester id: {self.id!r}")

    @classmethod
    def on(cls, day: date) -> "Semester":
        """The semester a day lies in."""
        return cls(f"{day.year}1") if day.month >= 7 else cls(f"{day.year - 1}2")

    @property
    def tahun_ajaran(self) -> int:
        """The year in which the school year begins."""
        return int(self.id[:4])

    @property
    def is_ganjil(self) -> bool:
        """True for the first semester of a school year."""
        return self.id[4] == "1"

    @property
    def first_day(self) -> date:
        """1 July or 1 January."""
        return date(self.tahun_ajaran, 7, 1) if self.is_ganjil else date(self.tahun_ajaran + 1, 1, 1)

    @property
    def entry_day(self) -> date:
        """1 July of the school year, on which ages are counted (Permendikbud 51/2018)."""
        return date(self.tahun_ajaran, 7, 1)

    @property
    def before(self) -> "Semester":
        """The semester before this one."""
        return Semester(f"{self.tahun_ajaran - 1}2" if self.is_ganjil else f"{self.tahun_ajaran}1")

    @property
    def after(self) -> "Semester":
        """The semester after this one."""
        return Semester(f"{self.tahun_ajaran}2" if self.is_ganjil else f"{self.tahun_ajaran + 1}1")

    @property
    def last_day(self) -> date:
        """31 December or 30 June."""
        return self.after.first_day - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.tahun_ajaran}/{self.tahun_ajaran + 1} {'Ganjil' if self.is_ganjil else 'Genap'}"
