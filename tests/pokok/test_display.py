"""Values as an operator reads them."""

import pytest

from dapodik.pokok.display import value_label
from dapodik.pokok.models import KeaktifanPtk, PesertaDidik, Plain, Ptk, Record, Sekolah


@pytest.mark.parametrize(
    ("model", "name", "value", "words"),
    [
        (PesertaDidik, "tanggal_lahir", "2016-10-01", "1 Oktober 2016"),
        (PesertaDidik, "tanggal_lahir", None, ""),
        (PesertaDidik, "tanggal_lahir", "kemarin", "kemarin"),
        (KeaktifanPtk, "bulan", "2026-08", "Agustus 2026"),
        (KeaktifanPtk, "bulan", "2026-13", "2026-13"),
        (PesertaDidik, "agama_id", "1", "Islam"),
        (Sekolah, "kode_wilayah", "020802", "020802"),
        (PesertaDidik, "penerima_kip", True, "Ya"),
        (PesertaDidik, "kebutuhan_khusus_id", "3", "A - Tuna netra, B - Tuna rungu"),
        (Ptk, "jenis_kelamin", "P", "Perempuan"),
        (Ptk, "isian_yang_belum_dikenal", "7", "7"),
    ],
)
def test_a_value_in_words(model: type[Record], name: str, value: Plain, words: str) -> None:
    assert value_label(model, name, value) == words


def test_a_month_names_itself() -> None:
    assert str(KeaktifanPtk(bulan="2026-10")) == "Keaktifan Oktober 2026"
