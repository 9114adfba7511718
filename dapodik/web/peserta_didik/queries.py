"""Pupils with what their lists and pages show beside them."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Length

from dapodik.pokok import semester_baru
from dapodik.pokok.models import (
    KELAS,
    AnggotaRombel,
    PesertaDidik,
    PesertaDidikLongitudinal,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)

# Of several registrasi of a pupil: the open one, else that of the last entry.
THAT_COUNTS = (
    Case(When(jenis_keluar_id="", then=0), default=1),
    F("tanggal_masuk_sekolah").desc(nulls_last=True),
    "-create_date",
)


def rombel_of(semester: str) -> "QuerySet[RombonganBelajar]":
    """The classes of a semester, lower grades first."""
    rows = RombonganBelajar.live.filter(semester_id=semester, jenis_rombel=KELAS)
    # Grades are text: "10" comes after "9" by its length.
    return rows.order_by(Length("tingkat_pendidikan_id"), "tingkat_pendidikan_id", "nama")


def with_class(semester: str) -> "QuerySet[Any]":
    """All pupils, deleted ones too, with `nipd`, and the `rombel` and `tingkat` in which they are in this
    semester. `is_here`: has not left; in a past semester, was in a class then."""
    registrasi = RegistrasiPesertaDidik.live.filter(peserta_didik=OuterRef("pk"))
    here = registrasi.filter(jenis_keluar_id="")
    places = AnggotaRombel.live.filter(
        peserta_didik=OuterRef("pk"),
        rombongan_belajar__semester_id=semester,
        rombongan_belajar__jenis_rombel=KELAS,
        rombongan_belajar__soft_delete=False,
    )
    is_past = Exists(Sekolah.live.filter(semester_id__gt=semester))
    return PesertaDidik.objects.annotate(
        nipd=_first(registrasi.order_by(*THAT_COUNTS), "nipd"),
        rombel=_first(places, "rombongan_belajar__nama"),
        rombel_id=_first(places, "rombongan_belajar_id"),
        tingkat=_first(places, "rombongan_belajar__tingkat_pendidikan_id"),
        is_here=Case(When(is_past, then=Exists(places)), default=Exists(here)),
    )


def with_measures(pupil: PesertaDidik, semester: str) -> PesertaDidik:
    """The pupil, to be looked at, with the measures (data periodik) of a semester that is closed."""
    kept = PesertaDidikLongitudinal.live.filter(peserta_didik=pupil, semester_id=semester).first()
    for name in semester_baru.MEASURES if kept else ():
        setattr(pupil, name, getattr(kept, name))
    return pupil


def registrasi_of(pupil: PesertaDidik) -> RegistrasiPesertaDidik | None:
    """The registrasi that counts: the open one, else the last."""
    return every_registrasi(pupil).first()


def every_registrasi(pupil: PesertaDidik) -> "QuerySet[RegistrasiPesertaDidik]":
    """All registrasi of a pupil, that which counts first."""
    rows: QuerySet[RegistrasiPesertaDidik] = RegistrasiPesertaDidik.live.filter(peserta_didik=pupil)
    return rows.order_by(*THAT_COUNTS)


def place_of(pupil: PesertaDidik, semester: str) -> AnggotaRombel | None:
    """The pupil's place in a class of this semester."""
    rows: QuerySet[AnggotaRombel] = AnggotaRombel.live.filter(
        peserta_didik=pupil, rombongan_belajar__in=rombel_of(semester).order_by()
    )
    return rows.select_related("rombongan_belajar").first()


def _first(rows: "QuerySet[RegistrasiPesertaDidik] | QuerySet[AnggotaRombel]", field: str) -> Coalesce:
    found = Subquery(rows.values(field)[:1], output_field=CharField())
    return Coalesce(found, Value(""))
