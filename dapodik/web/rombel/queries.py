"""Classes and groups, and who is in them."""

from typing import Any
from uuid import UUID

from django.db.models import Count, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404

from dapodik.pokok.models import EKSKUL, KELAS, AnggotaRombel, Pembelajaran, Ptk, RombonganBelajar
from dapodik.pokok.semester import active

from ..peserta_didik import queries as pupils

KINDS = (KELAS, EKSKUL)


def of_semester(semester: str, jenis: str = KELAS, deleted: bool = False) -> "QuerySet[Any]":
    """The groups of a kind with their members counted: `laki`, `perempuan`, `jumlah`."""
    here = pupils.with_class(semester).filter(soft_delete=False, is_here=True).values("pk")
    member = Q(anggota__soft_delete=False, anggota__peserta_didik__in=here)
    rows: QuerySet[Any] = RombonganBelajar.objects.filter(
        semester_id=semester, jenis_rombel=jenis, soft_delete=deleted
    )
    counted: QuerySet[Any] = rows.select_related("ptk").annotate(
        laki=Count("anggota", filter=member & Q(anggota__peserta_didik__jenis_kelamin="L")),
        perempuan=Count("anggota", filter=member & Q(anggota__peserta_didik__jenis_kelamin="P")),
        jumlah=Count("anggota", filter=member),
    )
    return counted


def members(rombel: RombonganBelajar) -> "QuerySet[Any]":
    """The pupils in a class or group."""
    return pupils.with_class(rombel.semester_id).filter(
        soft_delete=False,
        is_here=True,
        anggota__rombongan_belajar=rombel,
        anggota__soft_delete=False,
    )


def places(rombel: RombonganBelajar, ids: "list[UUID]") -> dict[UUID, AnggotaRombel]:
    """{pupil: place} of these pupils: in any class of the semester where `rombel` is a class, else in the
    group itself."""
    among = pupils.rombel_of(rombel.semester_id).order_by() if rombel.jenis_rombel == KELAS else [rombel]
    rows = AnggotaRombel.live.filter(peserta_didik__in=ids, rombongan_belajar__in=among)
    return {place.peserta_didik_id: place for place in rows.select_related("rombongan_belajar")}


def to_change(pk: UUID) -> RombonganBelajar:
    """A class or group of the active semester. Raises Http404: those of past ones are only looked at."""
    found: RombonganBelajar = get_object_or_404(
        RombonganBelajar.live, pk=pk, semester_id=active(), jenis_rombel__in=KINDS
    )
    return found


def staff() -> list[tuple[str, str]]:
    """The PTK who are at the school, to choose one from."""
    people = Ptk.live.filter(jenis_keluar_id="").order_by("nama").values_list("pk", "nama")
    return [("", "— pilih —"), *((str(pk), nama) for pk, nama in people)]


def with_chosen(staff: list[tuple[str, str]], chosen: Ptk | None) -> list[tuple[str, str]]:
    """The choices with who is chosen already: saving a form does not take away who has left."""
    if chosen is None or str(chosen.pk) in dict(staff):
        return staff
    return [*staff, (str(chosen.pk), f"{chosen} (tidak di sekolah ini lagi)")]


_HOURS = Cast("jam_mengajar_per_minggu", FloatField())


def hours(rombel: RombonganBelajar) -> float:
    """The hours a week that a class learns."""
    found = Pembelajaran.live.filter(rombongan_belajar=rombel).aggregate(hours=Sum(_HOURS))
    return float(found["hours"] or 0)


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
