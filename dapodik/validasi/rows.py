"""Rows that rules look at: a record's fields, and of what belongs to it what its rules need.

A pupil's row holds the fields of the open registrasi and `rombel`, `tingkat`; a PTK's `keaktifan`
((month, active), in order); that of a registrasi, which has a row once it has ended, the pupil's
`nama` and last `tingkat`. Every row has what Context names. Who has left or was deleted is counted
nowhere else. All values can be keys of a dict.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from dapodik.pokok.models import (
    EKSKUL,
    KELAS,
    AnggotaRombel,
    KeaktifanPtk,
    PesertaDidik,
    Ptk,
    Record,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.referensi.semester import Semester

from .limits import SchoolLimits, of_school

REGISTRASI = ("nipd", "jenis_pendaftaran_id", "tanggal_masuk_sekolah", "sekolah_asal", "no_skhun",
              "no_peserta_ujian", "no_seri_ijazah", "tanggal_keluar")  # fmt: skip
_CHUNK = 500

# Field values by name, with what belongs to the record.
Row = Mapping[str, Any]


def pupils() -> "QuerySet[PesertaDidik]":
    """The pupils who are at the school now."""
    registrasi = RegistrasiPesertaDidik.live.filter(peserta_didik=OuterRef("pk"))
    rows: QuerySet[PesertaDidik] = PesertaDidik.live.filter(
        Exists(registrasi.filter(jenis_keluar_id="")) | ~Exists(registrasi)
    )
    return rows


def leavers() -> "QuerySet[RegistrasiPesertaDidik]":
    """The enrolments that have ended."""
    rows: QuerySet[RegistrasiPesertaDidik] = RegistrasiPesertaDidik.live.exclude(jenis_keluar_id="").filter(
        peserta_didik__soft_delete=False
    )
    return rows


def places() -> "QuerySet[AnggotaRombel]":
    """The places of pupils in classes of the active semester."""
    rows: QuerySet[AnggotaRombel] = AnggotaRombel.live.filter(
        rombongan_belajar__in=classes(), peserta_didik__in=pupils()
    )
    return rows


def classes() -> "QuerySet[RombonganBelajar]":
    """The classes of the active semester."""
    semester = Subquery(Sekolah.live.values("semester_id")[:1])
    rows: QuerySet[RombonganBelajar] = RombonganBelajar.live.filter(semester_id=semester, jenis_rombel=KELAS)
    return rows


def clubs() -> "QuerySet[RombonganBelajar]":
    """The extracurricular groups of the active semester."""
    semester = Subquery(Sekolah.live.values("semester_id")[:1])
    rows: QuerySet[RombonganBelajar] = RombonganBelajar.live.filter(semester_id=semester, jenis_rombel=EKSKUL)
    return rows


def previous_places() -> "QuerySet[AnggotaRombel]":
    """The places of pupils in classes of the semester before the active one."""
    semester = Sekolah.live.values_list("semester_id", flat=True).first()
    rows: QuerySet[AnggotaRombel] = AnggotaRombel.live.filter(
        rombongan_belajar__soft_delete=False,
        rombongan_belajar__jenis_rombel=KELAS,
        rombongan_belajar__semester_id=Semester(semester).before.id if semester else "",
    )
    return rows


def staff() -> "QuerySet[Ptk]":
    """The PTK who are at the school now."""
    rows: QuerySet[Ptk] = Ptk.live.filter(jenis_keluar_id="")
    return rows


@dataclass(frozen=True)
class Context:
    """What is the same for all rows of a run. `batas`: see limits.SchoolLimits."""

    hari_ini: date
    awal_tahun_ajaran: date | None
    bentuk: str
    status_sekolah: str
    letak_sekolah: tuple[str, str]
    batas: SchoolLimits | None

    @classmethod
    def now(cls) -> "Context":
        """Today, at the school as it is."""
        sekolah = Sekolah.live.first() or Sekolah()
        first = Semester(sekolah.semester_id).entry_day if sekolah.semester_id else None
        kode = sekolah.bentuk_pendidikan_id
        return cls(
            timezone.localdate(),
            first,
            kode,
            sekolah.status_sekolah,
            (sekolah.lintang, sekolah.bujur),
            of_school(kode, first.year) if first else None,
        )


def rows(
    model: type[Record], ids: Iterable[UUID] | None = None, context: Context | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a kind: all of them, or those of these records."""
    common = vars(context or Context.now())
    for row in _loaded(model, ids):
        row |= common
        yield row


def _loaded(model: type[Record], ids: Iterable[UUID] | None) -> Iterator[dict[str, Any]]:
    load, counted = _LOADERS[model], _COUNTED[model]()
    if ids is None:
        yield from load(counted)
        return
    chosen = list(ids)
    for start in range(0, len(chosen), _CHUNK):
        yield from load(counted.filter(pk__in=chosen[start : start + _CHUNK]))


def _plain(records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    names = records.model.synced_fields()
    yield from records.values("id", "tak_terbaca", *names).iterator()


def _pupil_rows(records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    ids = records.values("pk")
    enrolled = _by_pupil(
        RegistrasiPesertaDidik.live.filter(jenis_keluar_id="", peserta_didik__in=ids),
        {"unread": "tak_terbaca", **{name: name for name in REGISTRASI}},
    )
    placed = _by_pupil(
        AnggotaRombel.live.filter(rombongan_belajar__in=classes(), peserta_didik__in=ids),
        {"rombel": "rombongan_belajar_id", "tingkat": "rombongan_belajar__tingkat_pendidikan_id"},
    )
    for row in _plain(records):
        row |= enrolled.get(row["id"], _NOT_ENROLLED)
        row |= placed.get(row["id"], _NOT_PLACED)
        if unread := row.pop("unread"):
            row["tak_terbaca"] = {**row["tak_terbaca"], **unread}
        yield row


def _by_pupil(records: "QuerySet[Any]", names: dict[str, str]) -> dict[UUID, dict[str, Any]]:
    """{pupil: {name in the row: value}}; of several records the first that was made counts."""
    found: dict[UUID, dict[str, Any]] = {}
    for pupil, *values in records.order_by("create_date", "pk").values_list(
        "peserta_didik_id", *names.values()
    ):
        found.setdefault(pupil, dict(zip(names, values, strict=True)))
    return found


def _staff_rows(records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    months: dict[UUID, dict[str, bool]] = {}
    recorded = KeaktifanPtk.live.filter(ptk__in=records.values("pk"))
    for ptk, month, active in recorded.values_list("ptk_id", "bulan", "aktif"):
        months.setdefault(ptk, {})[month] = active
    for row in _plain(records):
        row["keaktifan"] = tuple(sorted(months.get(row["id"], {}).items()))
        yield row


def _leaver_rows(records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    tingkat: dict[UUID, str] = {}
    # Who leaves loses the place in the class, so places that have ended say the last grade too.
    places = AnggotaRombel.objects.filter(
        rombongan_belajar__jenis_rombel=KELAS, peserta_didik__in=records.values("peserta_didik")
    ).order_by("rombongan_belajar__semester_id", "-soft_delete", "last_update")
    for pupil, grade in places.values_list("peserta_didik_id", "rombongan_belajar__tingkat_pendidikan_id"):
        tingkat[pupil] = grade
    names = records.model.synced_fields()
    for row in records.values("id", "tak_terbaca", "peserta_didik__nama", *names).iterator():
        row["nama"] = row.pop("peserta_didik__nama")
        row["tingkat"] = tingkat.get(row["peserta_didik_id"], "")
        yield row


_NOT_ENROLLED: dict[str, Any] = {"unread": {}, **dict.fromkeys(REGISTRASI)}
_NOT_PLACED: dict[str, Any] = {"rombel": None, "tingkat": None}
_COUNTED: dict[type[Record], Any] = {
    Sekolah: Sekolah.live.all,
    PesertaDidik: pupils,
    RegistrasiPesertaDidik: leavers,
    Ptk: staff,
    RombonganBelajar: classes,
}
_LOADERS: dict[type[Record], Any] = {
    Sekolah: _plain,
    PesertaDidik: _pupil_rows,
    RegistrasiPesertaDidik: _leaver_rows,
    Ptk: _staff_rows,
    RombonganBelajar: _plain,
}
KINDS = tuple(_COUNTED)
