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

from django.db.models import QuerySet
from django.utils import timezone

from dapodik.pokok import present
from dapodik.pokok.chunks import chunks
from dapodik.pokok.models import (
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

# Field values by name, with what belongs to the record.
Row = Mapping[str, Any]


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
    for part in chunks(ids):
        yield from load(counted.filter(pk__in=part))


def _plain(records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    names = records.model.synced_fields()
    yield from records.values("id", "tak_terbaca", *names).iterator()


def _pupil_rows(records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    ids = records.values("pk")
    enrolled = present.by_pupil(
        present.open_registrasi().filter(peserta_didik__in=ids),
        {"unread": "tak_terbaca", **{name: name for name in REGISTRASI}},
    )
    placed = present.by_pupil(
        present.class_places().filter(peserta_didik__in=ids),
        {"rombel": "rombongan_belajar_id", "tingkat": "rombongan_belajar__tingkat_pendidikan_id"},
    )
    for row in _plain(records):
        row |= enrolled.get(row["id"], _NOT_ENROLLED)
        row |= placed.get(row["id"], _NOT_PLACED)
        if unread := row.pop("unread"):
            row["tak_terbaca"] = {**row["tak_terbaca"], **unread}
        yield row


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
    PesertaDidik: present.pupils,
    RegistrasiPesertaDidik: present.leavers,
    Ptk: present.staff,
    RombonganBelajar: present.classes,
}
_LOADERS: dict[type[Record], Any] = {
    Sekolah: _plain,
    PesertaDidik: _pupil_rows,
    RegistrasiPesertaDidik: _leaver_rows,
    Ptk: _staff_rows,
    RombonganBelajar: _plain,
}
KINDS = tuple(_COUNTED)
