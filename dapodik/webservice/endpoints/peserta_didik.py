"""getPesertaDidik: the pupils of a semester who have a class, one row each."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Exists, Min, OuterRef, QuerySet
from django.db.models.functions import Cast

from dapodik.pokok import present
from dapodik.pokok.display import flags_label
from dapodik.pokok.models import KELAS, AnggotaRombel, Pending, RegistrasiPesertaDidik

from ..endpoint import Asked, Endpoint
from ..fields import Field, flag, label, number, optional
from . import stand_ins

_PUPIL, _CLASS = "peserta_didik__", "rombongan_belajar__"
FIELDS = (
    Field("registrasi_id"),
    Field("jenis_pendaftaran_id"),
    label("jenis_pendaftaran_id_str", "jenis_pendaftaran_id", "jenis_pendaftaran"),
    Field("nipd"),
    Field("tanggal_masuk_sekolah"),
    optional("sekolah_asal"),
    Field("peserta_didik_id"),
    Field("nama", source=f"{_PUPIL}nama"),
    # One null would make a typed client refuse the whole list.
    Field("nisn", source=f"{_PUPIL}nisn"),
    Field("jenis_kelamin", source=f"{_PUPIL}jenis_kelamin"),
    Field("nik", source=f"{_PUPIL}nik"),
    Field("tempat_lahir", source=f"{_PUPIL}tempat_lahir"),
    Field("tanggal_lahir"),
    number("agama_id", f"{_PUPIL}agama_id"),
    label("agama_id_str", f"{_PUPIL}agama_id", "agama"),
    Field("alamat_jalan", source=f"{_PUPIL}alamat_jalan"),
    optional("nomor_telepon_rumah", f"{_PUPIL}nomor_telepon_rumah"),
    optional("nomor_telepon_seluler", f"{_PUPIL}nomor_telepon_seluler"),
    optional("email", f"{_PUPIL}email", since="2026"),
    optional("nama_ayah", f"{_PUPIL}nama_ayah"),
    number("pekerjaan_ayah_id", f"{_PUPIL}pekerjaan_ayah_id"),
    label("pekerjaan_ayah_id_str", f"{_PUPIL}pekerjaan_ayah_id", "pekerjaan"),
    Field("nama_ibu", source=f"{_PUPIL}nama_ibu_kandung"),
    number("pekerjaan_ibu_id", f"{_PUPIL}pekerjaan_ibu_id"),
    label("pekerjaan_ibu_id_str", f"{_PUPIL}pekerjaan_ibu_id", "pekerjaan"),
    optional("nama_wali", f"{_PUPIL}nama_wali"),
    number("pekerjaan_wali_id", f"{_PUPIL}pekerjaan_wali_id"),
    label("pekerjaan_wali_id_str", f"{_PUPIL}pekerjaan_wali_id", "pekerjaan"),
    Field("anak_keberapa", source=f"{_PUPIL}anak_keberapa", since="2026"),
    Field("tinggi_badan", source=f"{_PUPIL}tinggi_badan"),
    Field("berat_badan", source=f"{_PUPIL}berat_badan"),
    Field("semester_id"),
    Field("anggota_rombel_id", source="pk"),
    Field("rombongan_belajar_id"),
    Field("tingkat_pendidikan_id"),
    Field("nama_rombel", source=f"{_CLASS}nama"),
    number("kurikulum_id"),
    Field("kurikulum_id_str", source=f"{_CLASS}kurikulum_id_str"),
    Field("kebutuhan_khusus", since="2026"),
    flag("is_sync_to_server", since="2026"),
)
# Read of the place, of its pupil and of its class; ids as the database has them, 32 digits: to make an object
# of each would take a third of the time of the whole call.
_IDS = ("pk", "peserta_didik_id", "rombongan_belajar_id")
_COLUMNS = (
    f"{_PUPIL}tanggal_lahir",
    f"{_PUPIL}kebutuhan_khusus_id",
    f"{_CLASS}tingkat_pendidikan_id",
    *dict.fromkeys(field.source for field in FIELDS if "__" in field.source),
)
_REGISTRASI = ("jenis_pendaftaran_id", "nipd", "tanggal_masuk_sekolah", "sekolah_asal")

Grade = tuple[str, str]


def _read(asked: Asked) -> Iterator[dict[str, Any]]:
    places = present.member_places(asked.semester).filter(rombongan_belajar__jenis_rombel=KELAS)
    registrasi, since = _registrasi(places), _grades_since()
    by_pupil: dict[str, dict[str, Any]] = {}
    is_unsent = Exists(Pending.objects.filter(record_id=OuterRef("peserta_didik_id")))
    names = (*_IDS, "is_unsent", *_COLUMNS)
    for values in places.values_list(*map(_digits, _IDS), is_unsent, *_COLUMNS):
        row = dict(zip(names, values, strict=True))
        # Of several places of a pupil the first counts.
        by_pupil.setdefault(row["peserta_didik_id"], row)
    for pk, row in sorted(by_pupil.items(), key=lambda pair: (pair[1][f"{_PUPIL}nama"], pair[0])):
        grade = row[f"{_CLASS}tingkat_pendidikan_id"]
        row |= registrasi.get(pk) or _no_registrasi(asked, pk)
        row |= {name: dashed(row[name]) for name in _IDS}
        row |= {
            "jenis_pendaftaran_id": row["jenis_pendaftaran_id"] or stand_ins.JENIS_PENDAFTARAN,
            "tanggal_masuk_sekolah": row["tanggal_masuk_sekolah"]
            or stand_ins.first_day(since.get((pk, grade), asked.semester)),
            "tanggal_lahir": row[f"{_PUPIL}tanggal_lahir"] or stand_ins.TANGGAL_LAHIR,
            "semester_id": asked.semester,
            "tingkat_pendidikan_id": stand_ins.tingkat(grade, row[f"{_CLASS}nama"], asked.sekolah),
            "kurikulum_id": stand_ins.NO_CODE,
            "kebutuhan_khusus": _kebutuhan_khusus(row[f"{_PUPIL}kebutuhan_khusus_id"]),
            "is_sync_to_server": not row["is_unsent"],
        }
        yield row


def dashed(digits: str) -> str:
    """The 32 digits of an id as a UUID is written."""
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _digits(name: str) -> Cast:
    """An id as the 32 digits that SQLite has of it."""
    return Cast(name, CharField())


def _registrasi(places: "QuerySet[AnggotaRombel]") -> dict[str, dict[str, Any]]:
    """{pupil: what is read of the registrasi that counts}."""
    rows = RegistrasiPesertaDidik.live.filter(peserta_didik__in=places.order_by().values("peserta_didik"))
    by_pupil: dict[str, dict[str, Any]] = {}
    rows = rows.order_by(*present.order_of_registrasi())
    for pupil, pk, *values in rows.values_list(_digits("peserta_didik_id"), _digits("pk"), *_REGISTRASI):
        if pupil not in by_pupil:
            by_pupil[pupil] = {"registrasi_id": dashed(pk), **dict(zip(_REGISTRASI, values, strict=True))}
    return by_pupil


def _no_registrasi(asked: Asked, pupil: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(_REGISTRASI, "")
    return {**row, "tanggal_masuk_sekolah": None, "registrasi_id": asked.derived_id("registrasi", pupil)}


@lru_cache
def _kebutuhan_khusus(code: str) -> str:
    return flags_label("kebutuhan_khusus", code)


def _grades_since() -> dict[Grade, str]:
    """{(pupil, grade): the first semester in which the pupil is known to be in that grade here}.

    Only of pupils of whom no day of entry is known.
    """
    entered = RegistrasiPesertaDidik.live.filter(
        peserta_didik=OuterRef("peserta_didik"), tanggal_masuk_sekolah__isnull=False
    )
    rows = AnggotaRombel.live.filter(
        ~Exists(entered), rombongan_belajar__soft_delete=False, rombongan_belajar__jenis_rombel=KELAS
    ).exclude(rombongan_belajar__semester_id="")
    firsts = rows.values_list(
        _digits("peserta_didik_id"), "rombongan_belajar__tingkat_pendidikan_id"
    ).annotate(first=Min("rombongan_belajar__semester_id"))
    return {(pupil, grade): first for pupil, grade, first in firsts}


PESERTA_DIDIK = Endpoint("getPesertaDidik", "peserta_didik", "registrasi_id", FIELDS, _read)
