"""Classes and groups, and who is in them."""

from typing import Any
from uuid import UUID

from django.db.models import Count, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404

from dapodik.pokok import present
from dapodik.pokok.models import EKSKUL, KELAS, AnggotaRombel, Pembelajaran, Ptk, RombonganBelajar
from dapodik.pokok.semester import active

KINDS = (KELAS, EKSKUL)


def of_semester(semester: str, jenis: str = KELAS, deleted: bool = False) -> "QuerySet[Any]":
    """The groups of a kind with their members counted: `laki`, `perempuan`, `jumlah`."""
    here = present.here_in(semester).values("pk")
    member = Q(anggota__soft_delete=False, anggota__peserta_didik__in=here)
    rows: QuerySet[Any] = RombonganBelajar.objects.filter(
        semester_id=semester, jenis_rombel=jenis, soft_delete=deleted
    )
    counted: QuerySet[Any] = rows.select_related("ptk").annotate(
        laki=_pupils(member & Q(anggota__peserta_didik__jenis_kelamin="L")),
        perempuan=_pupils(member & Q(anggota__peserta_didik__jenis_kelamin="P")),
        jumlah=_pupils(member),
    )
    return counted


def _pupils(member: Q) -> Count:
    """The number of pupils with such a place. A pupil may have it twice, given by two computers."""
    return Count("anggota__peserta_didik", filter=member, distinct=True)


def places(rombel: RombonganBelajar, ids: "list[UUID]") -> dict[UUID, AnggotaRombel]:
    """{pupil: place} of these pupils: the place in this class or group; where `rombel` is a class, else the
    one in another class of the semester."""
    among = present.rombel_of(rombel.semester_id).order_by() if rombel.jenis_rombel == KELAS else [rombel]
    rows = AnggotaRombel.live.filter(peserta_didik__in=ids, rombongan_belajar__in=among)
    places: dict[UUID, AnggotaRombel] = {}
    for place in rows.select_related("rombongan_belajar").order_by(*present.PLACE_THAT_COUNTS):
        if place.rombongan_belajar_id == rombel.pk:
            places[place.peserta_didik_id] = place
        places.setdefault(place.peserta_didik_id, place)
    return places


def to_change(pk: UUID) -> RombonganBelajar:
    """A class or group of the active semester. Raises Http404: those of past ones are only looked at."""
    rombel: RombonganBelajar = get_object_or_404(
        RombonganBelajar.live, pk=pk, semester_id=active(), jenis_rombel__in=KINDS
    )
    return rombel


def staff() -> list[tuple[str, str]]:
    """The PTK who are at the school, to choose one from."""
    people = present.staff().order_by("nama").values_list("pk", "nama")
    return [("", "— pilih —"), *((str(pk), nama) for pk, nama in people)]


def with_chosen(staff: list[tuple[str, str]], chosen: Ptk | None) -> list[tuple[str, str]]:
    """The choices with who is chosen already: saving a form does not take away who has left."""
    if chosen is None or str(chosen.pk) in dict(staff):
        return staff
    return [*staff, (str(chosen.pk), f"{chosen} (tidak di sekolah ini lagi)")]


_HOURS = Cast("jam_mengajar_per_minggu", FloatField())


def hours(rombel: RombonganBelajar) -> float:
    """The hours a week that a class learns."""
    total = Pembelajaran.live.filter(rombongan_belajar=rombel).aggregate(hours=Sum(_HOURS))
    return float(total["hours"] or 0)


def hours_of_staff(rombel: RombonganBelajar) -> list[dict[str, Any]]:
    """Per PTK who teaches in this class: `ptk__nama`, the hours a week `here`, and in `all` classes of the
    semester; by name."""
    taught = Pembelajaran.live.filter(
        ptk__in=Pembelajaran.live.filter(rombongan_belajar=rombel).values("ptk"),
        rombongan_belajar__semester_id=rombel.semester_id,
        rombongan_belajar__soft_delete=False,
    )
    rows = taught.values("ptk__nama").annotate(
        here=Sum(_HOURS, filter=Q(rombongan_belajar=rombel)), all=Sum(_HOURS)
    )
    return list(rows.order_by("ptk__nama", "ptk"))
