"""Rows that rules look at: a record's fields, and of what belongs to it what its rules need.

A pupil's row holds the fields of the open registrasi and `rombel`, `tingkat`; a PTK's `keaktifan`
({month: active}). Every row has `hari_ini`, and of the school `awal_tahun_ajaran` (1 July) and
`bentuk`. Who has left or was deleted has no row: leavers are counted nowhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

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

REGISTRASI = ("nipd", "jenis_pendaftaran_id", "tanggal_masuk_sekolah", "sekolah_asal", "no_skhun",
              "no_peserta_ujian", "no_seri_ijazah", "tanggal_keluar")  # fmt: skip
_CHUNK = 500


def pupils() -> "QuerySet[PesertaDidik]":
    """The pupils who are at the school now."""
    registrasi = RegistrasiPesertaDidik.live.filter(peserta_didik=OuterRef("pk"))
    rows: QuerySet[PesertaDidik] = PesertaDidik.live.filter(
        Exists(registrasi.filter(jenis_keluar_id="")) | ~Exists(registrasi)
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


def staff() -> "QuerySet[Ptk]":
    """The PTK who are at the school now."""
    rows: QuerySet[Ptk] = Ptk.live.filter(jenis_keluar_id="")
    return rows


@dataclass(frozen=True)
class Context:
    """What is the same for all rows of a run."""

    hari_ini: date
    awal_tahun_ajaran: date | None
    bentuk: str

    @classmethod
    def now(cls) -> "Context":
        """Today, at the school as it is."""
        sekolah = Sekolah.live.first()
        semester = sekolah.semester_id if sekolah else ""
        first = Semester(semester).entry_day if semester else None
        return cls(timezone.localdate(), first, sekolah.bentuk_pendidikan_id if sekolah else "")


def rows(model: type[Record], ids: Iterable[UUID] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a kind: all of them, or those of these records."""
    context = vars(Context.now())
    loaded = _LOADERS[model]
    if ids is None:
        found = loaded(_COUNTED[model]())
    else:
        chosen = list(ids)
        found = (
            row
            for start in range(0, len(chosen), _CHUNK)
            for row in loaded(_COUNTED[model]().filter(pk__in=chosen[start : start + _CHUNK]))
        )
    for row in found:
        yield {**row, **context}


def _plain(records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    names = records.model.synced_fields()
    yield from records.values("id", "tak_terbaca", *names).iterator()


def _pupil_rows(records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    registrasi = RegistrasiPesertaDidik.live.filter(peserta_didik=OuterRef("pk"), jenis_keluar_id="")
    place = places_of(OuterRef("pk"))
    extra = {name: Subquery(registrasi.values(name)[:1]) for name in REGISTRASI}
    extra["unread"] = Subquery(registrasi.values("tak_terbaca")[:1])
    extra["registrasi_id"] = Subquery(registrasi.values("id")[:1])
    extra["rombel"] = Subquery(place.values("rombongan_belajar__nama")[:1])
    extra["tingkat"] = Subquery(place.values("rombongan_belajar__tingkat_pendidikan_id")[:1])
    names = PesertaDidik.synced_fields()
    for row in records.annotate(**extra).values("id", "tak_terbaca", *names, *extra).iterator():
        row["tak_terbaca"] = {**row["tak_terbaca"], **(row.pop("unread") or {})}
        yield row


def places_of(pupil: Any) -> "QuerySet[AnggotaRombel]":
    """The places of one pupil, or of an outer query's."""
    found: QuerySet[AnggotaRombel] = AnggotaRombel.live.filter(
        peserta_didik=pupil, rombongan_belajar__in=classes()
    )
    return found


def _staff_rows(records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    months: dict[UUID, dict[str, bool]] = {}
    recorded = KeaktifanPtk.live.filter(ptk__in=records.values("pk"))
    for ptk, month, active in recorded.values_list("ptk_id", "bulan", "aktif"):
        months.setdefault(ptk, {})[month] = active
    for row in _plain(records):
        yield {**row, "keaktifan": months.get(row["id"], {})}


_COUNTED: dict[type[Record], Any] = {
    Sekolah: Sekolah.live.all,
    PesertaDidik: pupils,
    Ptk: staff,
    RombonganBelajar: classes,
}
_LOADERS: dict[type[Record], Any] = {
    Sekolah: _plain,
    PesertaDidik: _pupil_rows,
    Ptk: _staff_rows,
    RombonganBelajar: _plain,
}
KINDS = tuple(_COUNTED)
