"""When a sheet was downloaded, if that can be believed, and of which semester it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from dapodik.referensi.semester import Semester

from ..sheet import SheetError
from .report import Answers, ImportPlan, ImportQuestion

# Two computers of a school may differ by that much, and Indonesia has three time zones.
_CLOCKS = timedelta(days=1)


@dataclass(frozen=True)
class Stamp:
    """The Tanggal Unduh of a sheet: as `written`, None where there is none, and the reason to doubt it.

    The clock of a laptop may be years off. `doubt` is "" where the stamp can be believed, else a sentence.
    """

    written: datetime | None
    doubt: str

    @property
    def believed(self) -> datetime | None:
        """The time of the download; None where it is not known."""
        return None if self.doubt else self.written


def judged(written: datetime | None, now: datetime) -> Stamp:
    """Judge a stamp: it lies neither in the future nor before the last school year."""
    if written is None:
        return Stamp(None, "Lembar ini tidak memuat Tanggal Unduh.")
    day, today = (date_format(timezone.localtime(time), "j F Y") for time in (written, now))
    if written > now + _CLOCKS:
        return Stamp(
            written,
            f"Tanggal Unduh lembar ini {day}, padahal sekarang {today}. Jam komputer yang mengunduhnya, atau "
            "jam komputer ini, salah.",
        )
    if Semester.on(timezone.localtime(written).date()) < _choices(now)[-1]:
        return Stamp(written, f"Tanggal Unduh lembar ini {day}, sudah lama sekali atau salah jam.")
    return Stamp(written, "")


def semester_of(stamp: Stamp, active: str, answers: Answers, plan: ImportPlan) -> str:
    """The id of the semester that a sheet is of; "" after asking. `active`: the school's, "" without one.

    Raises SheetError for a sheet of a closed semester, which stays as it was.
    """
    if stamp.believed is None:
        return _asked(stamp, active, answers, plan)
    semester = Semester.on(timezone.localtime(stamp.believed).date())
    return _ended(semester, Semester(active), answers, plan) if active > semester.id else semester.id


def _asked(stamp: Stamp, active: str, answers: Answers, plan: ImportPlan) -> str:
    choices = _choices(timezone.now())
    if active:
        choices = sorted({*(semester for semester in choices if semester.id >= active), Semester(active)})
    elif stamp.written and stamp.written < timezone.now():
        choices = [*choices, Semester.on(timezone.localtime(stamp.written).date())]
    text = f"{stamp.doubt} Semester berapa isinya?"
    named = tuple((semester.id, str(semester)) for semester in choices)
    return plan.ask(ImportQuestion("semester", text, named), answers)


def _choices(now: datetime) -> list[Semester]:
    """The semesters of this school year and of the last one, the newest first."""
    year = Semester.on(timezone.localtime(now).date()).tahun_ajaran
    return [Semester(f"{year + later}{half}") for later in (0, -1) for half in "21"]


def _ended(semester: Semester, active: Semester, answers: Answers, plan: ImportPlan) -> str:
    """The active semester, if that is what a sheet of an earlier day holds: before its first day it may
    have been opened already. Raises SheetError where it is not: a past semester stays as it was."""
    choices = ((active.id, f"Keadaan semester {active}"), (semester.id, f"Keadaan {semester}"))
    text = f"Lembar ini diunduh sebelum semester {active} dimulai. Keadaan kapan isinya?"
    if plan.ask(ImportQuestion("semester_lalu", text, choices), answers) == semester.id:
        raise SheetError(
            f"Semester {semester} sudah ditutup di sini, jadi lembarnya tidak diimpor. "
            "Unduh lembar baru dari Dapodik."
        )
    return active.id
