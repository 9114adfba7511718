"""getSekolah: the school itself, one object."""

from collections.abc import Iterator
from typing import Any

from dapodik.pokok.models import Sekolah

from ..endpoint import Asked, Endpoint, unsent_ids
from ..fields import Field, flag, label, number, optional

FIELDS = (
    Field("sekolah_id", source="id"),
    Field("nama"),
    Field("nss"),
    Field("npsn"),
    number("bentuk_pendidikan_id"),
    label("bentuk_pendidikan_id_str", "bentuk_pendidikan_id", "bentuk_pendidikan"),
    Field("status_sekolah"),
    label("status_sekolah_str", "status_sekolah", "status_sekolah"),
    Field("alamat_jalan"),
    Field("rt"),
    Field("rw"),
    Field("kode_wilayah"),
    Field("kode_pos"),
    optional("nomor_telepon"),
    optional("nomor_fax"),
    optional("email"),
    optional("website"),
    flag("is_sks"),
    Field("lintang"),
    optional("bujur"),
    optional("dusun", "nama_dusun"),
    Field("desa_kelurahan"),
    Field("kecamatan"),
    Field("kabupaten_kota"),
    Field("provinsi"),
    flag("is_sync_to_server", since="2026"),
)
# How regions are written: the kind, then the name.
_KINDS = {"kecamatan": ("Kec.",), "kabupaten_kota": ("Kab.", "Kota"), "provinsi": ("Prov.",)}


def _read(asked: Asked) -> Iterator[dict[str, Any]]:
    sekolah = asked.sekolah
    row: dict[str, Any] = {
        "id": sekolah.pk,
        **{name: sekolah.plain(name) for name in Sekolah.synced_fields()},
    }
    for name, kinds in _KINDS.items():
        row[name] = _with_kind(row[name], kinds)
    # Neither is a field of the records here.
    row |= {"nomor_fax": None, "is_sks": False}
    yield row | {"is_sync_to_server": sekolah.pk not in unsent_ids(Sekolah)}


def _with_kind(name: str, kinds: tuple[str, ...]) -> str:
    """`Pacet` as `Kec. Pacet`; what begins with a kind stays as it is."""
    begins = name.casefold().startswith(tuple(kind.rstrip(".").casefold() for kind in kinds))
    return name if begins or not name else f"{kinds[0]} {name}"


SEKOLAH = Endpoint("getSekolah", "sekolah", "sekolah_id", FIELDS, _read, is_object=True)
