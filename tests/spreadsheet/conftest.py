"""A school to download from."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from dapodik.pokok import demo
from dapodik.pokok.models import (
    AnggotaRombel,
    PesertaDidik,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)

from .exported import save


@pytest.fixture
def school() -> UUID:
    return save(
        Sekolah,
        nama="SMP TUNAS",
        kecamatan="Kec. Coblong",
        kabupaten_kota="Kota Bandung",
        provinsi="Prov. Jawa Barat",
        semester_id="20261",
    )


@pytest.fixture
def rombel(school: UUID) -> Callable[..., UUID]:
    def make(nama: str, tingkat: str = "7", **more: Any) -> UUID:
        values = {
            "sekolah_id": school,
            "semester_id": "20261",
            "nama": nama,
            "tingkat_pendidikan_id": tingkat,
        }
        return save(RombonganBelajar, **{**values, **more})

    return make


@pytest.fixture
def pupil(school: UUID) -> Callable[..., UUID]:
    """A pupil at the school; returns the id. `kelas` is the id of a class."""

    def make(nama: str, kelas: UUID | None = None, **values: Any) -> UUID:
        own_id = save(PesertaDidik, nama=nama, **values)
        save(RegistrasiPesertaDidik, peserta_didik_id=own_id, sekolah_id=school, nipd="007")
        if kelas:
            save(AnggotaRombel, peserta_didik_id=own_id, rombongan_belajar_id=kelas)
        return own_id

    return make


@pytest.fixture
def demo_school() -> None:
    demo.make(date(2026, 11, 9))
