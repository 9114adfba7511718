"""getRombonganBelajar: classes and groups of every kind, with their members and what they learn."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models.functions import Length

from dapodik.pokok import present
from dapodik.pokok.models import Pembelajaran, RombonganBelajar

from ..endpoint import Asked, Endpoint, unsent_ids
from ..fields import Field, entries, flag, label, number
from . import stand_ins

FIELDS = (
    Field("rombongan_belajar_id", source="id"),
    Field("nama"),
    Field("tingkat_pendidikan_id"),
    label("tingkat_pendidikan_id_str", "tingkat_pendidikan_id", "tingkat_pendidikan", since="2026"),
    Field("semester_id"),
    Field("jenis_rombel"),
    label("jenis_rombel_str", "jenis_rombel", "jenis_rombel"),
    number("kurikulum_id"),
    Field("kurikulum_id_str"),
    Field("id_ruang"),
    Field("id_ruang_str"),
    Field("moving_class"),
    Field("ptk_id"),
    Field("ptk_id_str", source="ptk__nama"),
    Field("jurusan_id", since="2026"),
    Field("jurusan_id_str", since="2026"),
    flag("is_sync_to_server", since="2026"),
    entries(
        "anggota_rombel",
        Field("anggota_rombel_id"),
        Field("peserta_didik_id"),
        Field("jenis_pendaftaran_id"),
        label("jenis_pendaftaran_id_str", "jenis_pendaftaran_id", "jenis_pendaftaran"),
    ),
    entries(
        "pembelajaran",
        Field("pembelajaran_id"),
        number("mata_pelajaran_id"),
        Field("mata_pelajaran_id_str", source="nama_mata_pelajaran"),
        Field("ptk_terdaftar_id"),
        Field("ptk_id"),
        Field("nama_mata_pelajaran"),
        number("induk_pembelajaran_id", may_be_null=True),
        Field("jam_mengajar_per_minggu"),
        Field("status_di_kurikulum"),
        Field("status_di_kurikulum_str"),
    ),
)
_CLASS = (
    *("id", "nama", "tingkat_pendidikan_id", "semester_id", "jenis_rombel", "kurikulum_id_str"),
    *("id_ruang_str", "ptk_id", "ptk__nama", "jurusan_id_str"),
)
_MEMBER = ("rombongan_belajar_id", "pk", "peserta_didik_id", "jenis_pendaftaran_id")
_LESSON = ("rombongan_belajar_id", "pk", "nama_mata_pelajaran", "ptk_id", "jam_mengajar_per_minggu")

_Entries = dict[UUID, list[dict[str, Any]]]


def _read(asked: Asked) -> Iterator[dict[str, Any]]:
    members, lessons = _members(asked.semester), _lessons(asked)
    unsent = unsent_ids(RombonganBelajar)
    rows = RombonganBelajar.live.filter(semester_id=asked.semester).order_by(
        "jenis_rombel", Length("tingkat_pendidikan_id"), "tingkat_pendidikan_id", "nama", "pk"
    )
    for row in rows.values(*_CLASS):
        pk = row["id"]
        yield row | {
            "tingkat_pendidikan_id": stand_ins.tingkat(
                row["tingkat_pendidikan_id"], row["nama"], asked.sekolah
            ),
            "kurikulum_id": stand_ins.NO_CODE,
            "id_ruang": asked.derived_id("ruang", row["id_ruang_str"]),
            "jurusan_id": asked.derived_id("jurusan", row["jurusan_id_str"]),
            "moving_class": "Tidak",
            "is_sync_to_server": pk not in unsent,
            "anggota_rombel": members.get(pk, []),
            "pembelajaran": lessons.get(pk, []),
        }


def _members(semester: str) -> _Entries:
    """Each pupil once per class or group: the place that counts."""
    places: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    for rombel, pk, pupil, jenis in present.member_places(semester).values_list(*_MEMBER):
        places.setdefault(
            (rombel, pupil),
            {
                "anggota_rombel_id": pk,
                "peserta_didik_id": pupil,
                "jenis_pendaftaran_id": jenis or stand_ins.JENIS_PENDAFTARAN,
            },
        )
    members: _Entries = {}
    for (rombel, _), place in places.items():
        members.setdefault(rombel, []).append(place)
    return members


def _lessons(asked: Asked) -> _Entries:
    lessons: _Entries = {}
    rows = Pembelajaran.live.filter(rombongan_belajar__semester_id=asked.semester)
    for rombel, pk, nama, ptk, hours in rows.order_by("create_date", "pk").values_list(*_LESSON):
        lesson = {
            "pembelajaran_id": pk,
            "mata_pelajaran_id": stand_ins.NO_CODE,
            "nama_mata_pelajaran": nama,
            "ptk_terdaftar_id": asked.ptk_terdaftar_id(ptk),
            "ptk_id": ptk,
            "induk_pembelajaran_id": None,
            "jam_mengajar_per_minggu": hours,
            "status_di_kurikulum": "",
            "status_di_kurikulum_str": "",
        }
        lessons.setdefault(rombel, []).append(lesson)
    return lessons


ROMBONGAN_BELAJAR = Endpoint(
    "getRombonganBelajar", "rombongan_belajar", "rombongan_belajar_id", FIELDS, _read
)
