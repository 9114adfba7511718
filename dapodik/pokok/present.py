"""Who is at this school, in which class, and under which registrasi.

Every count, list, sheet, rule and act asks here, so that all of them agree:

- A pupil is here while a registrasi is open, and while there is none at all: a pupil who was entered
  without one must be seen everywhere until it is added. Who has only registrasi that ended has left.
- A place in a class counts in the semester of its class, as long as that class is not deleted.
- Nobody counts twice: of several registrasi, or several places in classes of one semester, one counts.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Length

from dapodik.referensi.semester import Semester

from .models import (
    EKSKUL,
    KELAS,
    AnggotaRombel,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from .semester import active

# A condition on a registrasi (it is open) and on a PTK (who still works here).
NOT_LEFT = Q(jenis_keluar_id="")
# Codes of jenis_ptk for the head of the school, the older one too.
HEADS = ("91", "20")
# Of several places in classes of one semester the first that was made counts.
PLACE_THAT_COUNTS = ("create_date", "pk")


def order_of_registrasi(path: str = "") -> tuple[Any, ...]:
    """Put the registrasi of a pupil that counts first: the open one, else that of the last entry and the last
    leaving. Of several open ones with the same day of entry the first made counts, of ended ones the last.

    `path`: the way to the registrasi from the rows that are ordered, for instance `opened__`.
    """
    is_open = {f"{path}jenis_keluar_id": ""}
    return (
        Case(When(**is_open, then=0), default=1),
        F(f"{path}tanggal_masuk_sekolah").desc(nulls_last=True),
        F(f"{path}tanggal_keluar").desc(nulls_last=True),
        Case(When(**is_open, then=F(f"{path}create_date"))),
        f"-{path}create_date",
        f"{path}pk",
    )


def pupils() -> "QuerySet[PesertaDidik]":
    """The pupils who are here now."""
    rows: QuerySet[PesertaDidik] = PesertaDidik.live.filter(_is_here())
    return rows


def with_open_registrasi() -> "QuerySet[PesertaDidik]":
    """The pupils who are here, each once per open registrasi (`opened`; empty where there is none)."""
    is_open = Q(registrasi__soft_delete=False, registrasi__jenis_keluar_id="")
    return pupils().annotate(opened=FilteredRelation("registrasi", condition=is_open))


def with_class(semester: str) -> "QuerySet[Any]":
    """All pupils, those who left and deleted ones too, as a semester shows them.

    Each has `nipd`, `rombel`, `rombel_id`, `tingkat` ("" where there is none), and `is_here`: is here now; in
    a past semester, was in a class then.
    """
    registrasi = RegistrasiPesertaDidik.live.filter(peserta_didik=OuterRef("pk"))
    places = _class_places(semester).filter(peserta_didik=OuterRef("pk")).order_by(*PLACE_THAT_COUNTS)
    is_past = Exists(Sekolah.live.filter(semester_id__gt=semester))
    return PesertaDidik.objects.annotate(
        nipd=_first(registrasi.order_by(*order_of_registrasi()), "nipd"),
        rombel=_first(places, "rombongan_belajar__nama"),
        rombel_id=_first(places, "rombongan_belajar_id"),
        tingkat=_first(places, "rombongan_belajar__tingkat_pendidikan_id"),
        is_here=Case(
            When(is_past, then=Exists(places.order_by())), When(_is_here(), then=True), default=False
        ),
    )


def here_in(semester: str) -> "QuerySet[Any]":
    """The pupils who count in a semester, as `with_class` has them."""
    return with_class(semester).filter(soft_delete=False, is_here=True)


def members(rombel: RombonganBelajar) -> "QuerySet[Any]":
    """The pupils in a class or group, each once, as `with_class` has them."""
    places = AnggotaRombel.live.filter(rombongan_belajar=rombel)
    return here_in(rombel.semester_id).filter(pk__in=places.values("peserta_didik"))


def leavers() -> "QuerySet[RegistrasiPesertaDidik]":
    """The registrasi that have ended, of pupils who came back too."""
    rows: QuerySet[RegistrasiPesertaDidik] = RegistrasiPesertaDidik.live.exclude(NOT_LEFT).filter(
        peserta_didik__soft_delete=False
    )
    return rows


def staff() -> "QuerySet[Ptk]":
    """The PTK who are here now."""
    rows: QuerySet[Ptk] = Ptk.live.filter(NOT_LEFT)
    return rows


def staff_in(semester: str) -> "QuerySet[Ptk]":
    """The PTK who are here now; of a past semester, those who had not left when it began."""
    if semester >= active():
        return staff()
    left_later = Q(tanggal_keluar__gte=Semester(semester).first_day)
    rows: QuerySet[Ptk] = Ptk.live.filter(NOT_LEFT | left_later)
    return rows


def is_head(jenis_ptk_id: str, tugas_tambahan: str) -> bool:
    """True for a PTK who is head of the school by kind, or in the head's place (Plt.) by another task."""
    task = tugas_tambahan.casefold()
    return jenis_ptk_id in HEADS or ("kepala sekolah" in task and "wakil" not in task)


def open_registrasi() -> "QuerySet[RegistrasiPesertaDidik]":
    """All open registrasi, those of one pupil in the order in which they count."""
    rows: QuerySet[RegistrasiPesertaDidik] = RegistrasiPesertaDidik.live.filter(NOT_LEFT)
    return rows.order_by(*order_of_registrasi())


def every_registrasi(pupil: PesertaDidik) -> "QuerySet[RegistrasiPesertaDidik]":
    """All registrasi of a pupil, the one that counts first."""
    rows: QuerySet[RegistrasiPesertaDidik] = RegistrasiPesertaDidik.live.filter(peserta_didik=pupil)
    return rows.order_by(*order_of_registrasi())


def registrasi_of(pupil: PesertaDidik) -> RegistrasiPesertaDidik | None:
    """The registrasi of a pupil that counts: the open one, else the last."""
    return every_registrasi(pupil).first()


def rombel_of(semester: str) -> "QuerySet[RombonganBelajar]":
    """The classes proper of a semester, lower grades first."""
    rows = RombonganBelajar.live.filter(semester_id=semester, jenis_rombel=KELAS)
    # Grades are text: "10" comes after "9" by its length.
    return rows.order_by(Length("tingkat_pendidikan_id"), "tingkat_pendidikan_id", "nama")


def classes() -> "QuerySet[RombonganBelajar]":
    """The classes proper of the active semester."""
    return _of_active_semester(KELAS)


def clubs() -> "QuerySet[RombonganBelajar]":
    """The extracurricular groups of the active semester."""
    return _of_active_semester(EKSKUL)


def class_places() -> "QuerySet[AnggotaRombel]":
    """All places in classes of the active semester, those of leavers too; those of one pupil in the order in
    which they count."""
    return _places_among(classes())


def club_places() -> "QuerySet[AnggotaRombel]":
    """All places in extracurricular groups of the active semester, ordered like `class_places`."""
    return _places_among(clubs())


def places() -> "QuerySet[AnggotaRombel]":
    """The places in classes of the active semester of the pupils who are here."""
    return class_places().filter(peserta_didik__in=pupils())


def previous_places() -> "QuerySet[AnggotaRombel]":
    """The places of all pupils in classes of the semester before the active one, in the same order."""
    now = active()
    return _class_places(Semester(now).before.id if now else "").order_by(*PLACE_THAT_COUNTS)


def places_in(semester: str) -> "QuerySet[AnggotaRombel]":
    """All places in classes and groups of a semester, with the class or group of each."""
    rows: QuerySet[AnggotaRombel] = AnggotaRombel.live.filter(
        rombongan_belajar__semester_id=semester, rombongan_belajar__soft_delete=False
    )
    return rows.select_related("rombongan_belajar").order_by(*PLACE_THAT_COUNTS)


def member_places(semester: str) -> "QuerySet[AnggotaRombel]":
    """The places in classes and groups of a semester of the pupils who count in it, those of one pupil in the
    order in which they count."""
    rows = places_in(semester)
    if semester < active():
        return rows.filter(peserta_didik__soft_delete=False)
    return rows.filter(peserta_didik__in=pupils())


def place_of(pupil: PesertaDidik, semester: str) -> AnggotaRombel | None:
    """The pupil's place in a class of this semester."""
    places = places_in(semester).filter(rombongan_belajar__jenis_rombel=KELAS)
    return places.filter(peserta_didik=pupil).first()


def by_pupil(rows: "QuerySet[Any]", names: Mapping[str, str]) -> dict[UUID, dict[str, Any]]:
    """{pupil: {name: value}} of registrasi or places; of several of one pupil, the first.

    `names`: {name in the result: field of the row}.
    """
    values_by_id: dict[UUID, dict[str, Any]] = {}
    for pupil, *values in rows.values_list("peserta_didik_id", *names.values()):
        values_by_id.setdefault(pupil, dict(zip(names, values, strict=True)))
    return values_by_id


def _is_here() -> Q:
    """The condition on a pupil."""
    registrasi = RegistrasiPesertaDidik.live.filter(peserta_didik=OuterRef("pk"))
    return Exists(registrasi.filter(NOT_LEFT)) | ~Exists(registrasi)


def _of_active_semester(jenis: str) -> "QuerySet[RombonganBelajar]":
    semester = Subquery(Sekolah.live.values("semester_id")[:1])
    rows: QuerySet[RombonganBelajar] = RombonganBelajar.live.filter(semester_id=semester, jenis_rombel=jenis)
    return rows


def _places_among(rombel: "QuerySet[RombonganBelajar]") -> "QuerySet[AnggotaRombel]":
    rows: QuerySet[AnggotaRombel] = AnggotaRombel.live.filter(rombongan_belajar__in=rombel)
    return rows.order_by(*PLACE_THAT_COUNTS)


def _class_places(semester: str) -> "QuerySet[AnggotaRombel]":
    rows: QuerySet[AnggotaRombel] = AnggotaRombel.live.filter(
        rombongan_belajar__semester_id=semester,
        rombongan_belajar__jenis_rombel=KELAS,
        rombongan_belajar__soft_delete=False,
    )
    return rows


def _first(rows: "QuerySet[RegistrasiPesertaDidik] | QuerySet[AnggotaRombel]", field: str) -> Coalesce:
    newest = Subquery(rows.values(field)[:1], output_field=CharField())
    return Coalesce(newest, Value(""))
