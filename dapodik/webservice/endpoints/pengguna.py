"""getPengguna: the operators, and every PTK: some clients know no other source of teachers."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from dapodik.akun.models import Pengguna, Peran
from dapodik.pokok import present
from dapodik.pokok.models import Ptk, Sekolah

from ..endpoint import Asked, Endpoint, unsent_ids
from ..fields import Field, flag, optional
from .gtk import is_head

FIELDS = (
    Field("pengguna_id"),
    Field("sekolah_id"),
    Field("username"),
    Field("nama"),
    Field("peran_id_str"),
    # The key must be there; a hash never leaves this computer.
    Field("password"),
    optional("alamat"),
    optional("no_telepon"),
    optional("no_hp"),
    optional("ptk_id"),
    optional("peserta_didik_id"),
    flag("is_sync_to_server", since="2026"),
)
_OPERATOR, _HEAD, _WALI, _PTK = "Operator Sekolah", "Kepala Sekolah", "Wali Kelas", "PTK"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_STAFF = (
    *("pk", "nama", "email", "nuptk", "alamat_jalan", "nomor_telepon_rumah", "nomor_telepon_seluler"),
    *("jenis_ptk_id", "tugas_tambahan", "jabatan_ptk_id_str"),
)


def _read(asked: Asked) -> Iterator[dict[str, Any]]:
    common = {"sekolah_id": asked.sekolah.pk, "password": "", "peserta_didik_id": None}
    for row in (*_operators(asked), *_staff(asked)):
        yield row | common


def _operators(asked: Asked) -> Iterator[dict[str, Any]]:
    """The accounts that change data. They are no records, so they are as far as they ever get."""
    known = asked.sekolah.pk not in unsent_ids(Sekolah)
    for account in Pengguna.objects.filter(peran=Peran.OPERATOR, is_active=True).order_by("nama", "pk"):
        yield {
            "pengguna_id": asked.derived_id("pengguna", account.pk),
            "username": account.email or account.username,
            "nama": str(account),
            "peran_id_str": _OPERATOR,
            "alamat": None,
            "no_telepon": None,
            "no_hp": None,
            "ptk_id": account.ptk_id,
            "is_sync_to_server": known,
        }


def _staff(asked: Asked) -> Iterator[dict[str, Any]]:
    walis: set[UUID | None] = set(present.rombel_of(asked.semester).values_list("ptk_id", flat=True))
    unsent = unsent_ids(Ptk)
    for row in present.staff_in(asked.semester).order_by("nama", "pk").values(*_STAFF):
        pk = row["pk"]
        yield {
            "pengguna_id": asked.derived_id("pengguna_ptk", pk),
            "username": row["email"]
            if _EMAIL.fullmatch(row["email"])
            else f"{row['nuptk'] or pk}@ptk.invalid",
            "nama": row["nama"],
            "peran_id_str": _HEAD if is_head(row) else _WALI if pk in walis else _PTK,
            "alamat": row["alamat_jalan"],
            "no_telepon": row["nomor_telepon_rumah"],
            "no_hp": row["nomor_telepon_seluler"],
            "ptk_id": pk,
            "is_sync_to_server": pk not in unsent,
        }


PENGGUNA = Endpoint("getPengguna", "pengguna", "pengguna_id", FIELDS, _read)
