"""getGtk: teachers and other staff, with their schooling and ranks."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from dapodik.pokok import present
from dapodik.pokok.models import Ptk, Record, RwyKepangkatan, RwyPendFormal
from dapodik.referensi.tables import table

from ..endpoint import Asked, Endpoint, unsent_ids
from ..fields import Field, entries, flag, label, number, optional
from . import stand_ins

FIELDS = (
    Field("tahun_ajaran_id"),
    Field("ptk_terdaftar_id"),
    Field("ptk_id", source="id"),
    Field("ptk_induk"),
    Field("tanggal_surat_tugas"),
    Field("nama"),
    Field("jenis_kelamin"),
    Field("tempat_lahir"),
    Field("tanggal_lahir"),
    number("agama_id"),
    label("agama_id_str", "agama_id", "agama"),
    optional("nuptk"),
    Field("nik"),
    Field("jenis_ptk_id"),
    label("jenis_ptk_id_str", "jenis_ptk_id", "jenis_ptk"),
    Field("jabatan_ptk_id", since="2026"),
    Field("jabatan_ptk_id_str", since="2026"),
    number("status_kepegawaian_id"),
    label("status_kepegawaian_id_str", "status_kepegawaian_id", "status_kepegawaian"),
    optional("nip"),
    label("pendidikan_terakhir", "pendidikan_terakhir", "jenjang_pendidikan"),
    Field("bidang_studi_terakhir"),
    Field("pangkat_golongan_terakhir"),
    entries(
        "rwy_pend_formal",
        Field("riwayat_pendidikan_formal_id", source="id"),
        Field("satuan_pendidikan_formal"),
        Field("fakultas"),
        Field("kependidikan"),
        Field("tahun_masuk"),
        Field("tahun_lulus"),
        Field("nim"),
        Field("status_kuliah"),
        Field("semester"),
        Field("ipk"),
        optional("prodi"),
        optional("id_reg_pd"),
        Field("bidang_studi_id_str"),
        label("jenjang_pendidikan_id_str", "jenjang_pendidikan_id", "jenjang_pendidikan"),
        Field("gelar_akademik_id_str"),
    ),
    # The older clients know no field of an entry, so they get none.
    entries(
        "rwy_kepangkatan",
        Field("riwayat_kepangkatan_id", source="id", since="2026"),
        Field("pangkat_golongan_id", since="2026"),
        label("pangkat_golongan_id_str", "pangkat_golongan_id", "pangkat_golongan", since="2026"),
        Field("nomor_sk", since="2026"),
        Field("tanggal_sk", since="2026"),
        Field("tmt_kepangkatan", source="tmt_pangkat", since="2026"),
        Field("masa_kerja_gol_tahun", since="2026"),
        Field("masa_kerja_gol_bulan", since="2026"),
    ),
    flag("is_sync_to_server_ptk_terdaftar", "is_sync_to_server", since="2026"),
    flag("is_sync_to_server_ptk", "is_sync_to_server", since="2026"),
)
_HEAD = "Kepala Sekolah"

_Histories = dict[UUID, list[dict[str, Any]]]


def _read(asked: Asked) -> Iterator[dict[str, Any]]:
    schooling = _histories(RwyPendFormal, "tahun_lulus")
    ranks = _histories(RwyKepangkatan, "tmt_pangkat")
    unsent = unsent_ids(Ptk)
    names = ("id", *Ptk.synced_fields())
    for row in present.staff_in(asked.semester).order_by("nama", "pk").values(*names):
        pk, started = row["id"], row["tanggal_surat_tugas"] or row["tmt_tugas"]
        studied, ranked = schooling.get(pk, []), ranks.get(pk, [])
        yield row | {
            "tahun_ajaran_id": asked.tahun_ajaran,
            "ptk_terdaftar_id": asked.ptk_terdaftar_id(pk),
            "ptk_induk": "0" if row["ptk_induk"] is False else "1",
            "tanggal_surat_tugas": started or stand_ins.first_day(asked.semester),
            "tanggal_lahir": row["tanggal_lahir"] or stand_ins.TANGGAL_LAHIR,
            **_position(asked, row),
            "bidang_studi_terakhir": studied[-1]["bidang_studi_id_str"] if studied else "",
            "pangkat_golongan_terakhir": _last_rank(row, ranked),
            "rwy_pend_formal": [
                {**entry, "id_reg_pd": None, "kependidikan": "Ya" if entry["kependidikan"] else "Tidak"}
                for entry in studied
            ],
            "rwy_kepangkatan": ranked,
            "is_sync_to_server": pk not in unsent,
        }


def is_head(row: dict[str, Any]) -> bool:
    """True for who is head of the school, by the kind of PTK, a task or the position as it was typed."""
    position: str = row["jabatan_ptk_id_str"]
    return present.is_head(row["jenis_ptk_id"], row["tugas_tambahan"]) or (
        position.casefold().startswith(_HEAD.casefold())
    )


def _position(asked: Asked, row: dict[str, Any]) -> dict[str, str]:
    """The position. Clients take as head of the school whoever has "kepala" in `jabatan_ptk_id` if that is
    filled, else in its text: so the head has no code, and anybody else (the head of the library) has one."""
    position: str = row["jabatan_ptk_id_str"]
    if is_head(row):
        return {
            "jabatan_ptk_id": "",
            "jabatan_ptk_id_str": position if "kepala" in position.casefold() else _HEAD,
        }
    return {
        "jabatan_ptk_id": asked.derived_id("jabatan", position),
        "jabatan_ptk_id_str": position,
    }


def _last_rank(row: dict[str, Any], ranked: list[dict[str, Any]]) -> str:
    code = row["pangkat_golongan_id"] or (ranked[-1]["pangkat_golongan_id"] if ranked else "")
    return table("pangkat_golongan").label(code) or "-"


def _histories(model: type[Record], by: str) -> _Histories:
    """The entries of each PTK, the newest last."""
    histories: _Histories = {}
    names = ("id", *model.synced_fields())
    for row in model.live.order_by(by, "create_date", "pk").values(*names):
        histories.setdefault(row["ptk_id"], []).append(row)
    return histories


GTK = Endpoint("getGtk", "gtk", "ptk_terdaftar_id", FIELDS, _read)
