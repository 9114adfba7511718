"""Ages of pupils, counted on 1 July of the school year (Permendikbud 51/2018)."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from dapodik.referensi.semester import Semester

# Ages that are shown one by one; what lies outside is rare, and mostly a mistake in the date.
LOWEST, HIGHEST = 3, 25
YOUNGER, OLDER, UNKNOWN = "kurang", "lebih", "kosong"
CHOICES = [
    (YOUNGER, f"Di bawah {LOWEST} tahun"),
    *((str(age), f"{age} tahun") for age in range(LOWEST, HIGHEST + 1)),
    (OLDER, f"Di atas {HIGHEST} tahun"),
    (UNKNOWN, "Tanggal lahir kosong"),
]


def counted_on(semester: str) -> date:
    """The day on which ages are counted in a semester; this year's where there is none."""
    return Semester(semester).entry_day if semester else timezone.localdate().replace(month=7, day=1)


def group_of(born: date | None, day: date) -> str:
    """The group of `CHOICES` to which somebody belongs who was born then."""
    if born is None:
        return UNKNOWN
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return YOUNGER if age < LOWEST else OLDER if age > HIGHEST else str(age)


def born_in(group: str, day: date) -> Q:
    """The condition on `tanggal_lahir` that the pupils of an age group meet."""
    if group == UNKNOWN:
        return Q(tanggal_lahir=None)
    if group == YOUNGER:
        return Q(tanggal_lahir__gt=_years_before(day, LOWEST))
    if group == OLDER:
        return Q(tanggal_lahir__lte=_years_before(day, HIGHEST + 1))
    age = int(group)
    return Q(tanggal_lahir__lte=_years_before(day, age), tanggal_lahir__gt=_years_before(day, age + 1))


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years)
