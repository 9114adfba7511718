"""The active semester, and closed ones: their records stay as they were reported."""

from collections.abc import Iterable
from uuid import UUID

from .chunks import chunks
from .models import (
    AnggotaRombel,
    Journal,
    MatevRapor,
    Nilai,
    Pembelajaran,
    PesertaDidikLongitudinal,
    Record,
    RombonganBelajar,
    Sekolah,
)

# The kinds that belong to a semester, and where they say to which.
_SEMESTER: dict[type[Record], str] = {
    RombonganBelajar: "semester_id",
    PesertaDidikLongitudinal: "semester_id",
    AnggotaRombel: "rombongan_belajar__semester_id",
    Pembelajaran: "rombongan_belajar__semester_id",
    MatevRapor: "rombongan_belajar__semester_id",
    Nilai: "matev_rapor__rombongan_belajar__semester_id",
}


def active() -> str:
    """The id of the semester in which the school works; "" before there is a school."""
    return Sekolah.live.values_list("semester_id", flat=True).first() or ""


def is_closed(record: Record) -> bool:
    """True for a record that belongs to a semester before the active one."""
    return bool(closed(type(record), [record.pk]))


def closed(model: type[Record], ids: Iterable[UUID], since: str = "") -> set[UUID]:
    """The ids of the records that belong to a semester before the active one.

    `since`: only to this semester or a later one.
    """
    place = _SEMESTER.get(model)
    if place is None:
        return set()
    rows = model.objects.filter(**{f"{place}__gte": since, f"{place}__lt": active()}).exclude(**{place: ""})
    return {pk for part in chunks(ids) for pk in rows.filter(pk__in=part).values_list("pk", flat=True)}


def active_when(operation: UUID) -> str:
    """The id of the semester that was active when an act was done; "" where it is the active one still."""
    rows = Journal.objects.order_by("-pk").values_list("pk", flat=True)
    last = rows.filter(operation=operation).first() or 0
    later = Journal.objects.filter(record_id__in=Sekolah.live.values("pk"), pk__gt=last).order_by("pk")
    first = later.filter(changes__has_key="semester_id").first()
    return str(first.changes["semester_id"][0]) if first else ""


def is_gone_beyond(operation: UUID) -> bool:
    """True for an act that opened a semester which is not the active one any more."""
    rows = Journal.objects.filter(operation=operation, kind=Sekolah.kind(), changes__has_key="semester_id")
    return any(row.changes["semester_id"][1] != active() for row in rows)
