"""getMataPelajaran: the subjects that the school teaches, and those that its grades usually learn.

The national table of some 5,500 subjects is not public: subjects are known here by their names.
"""

from collections.abc import Iterator
from typing import Any

from dapodik.pokok.models import Pembelajaran
from dapodik.referensi.bentuk_pendidikan import Bentuk
from dapodik.referensi.pembelajaran import mata_pelajaran

from ..endpoint import Asked, Endpoint
from ..fields import Field, number, optional
from . import stand_ins

FIELDS = (
    number("mata_pelajaran_id"),
    Field("nama"),
    optional("jurusan_id"),
    Field("pilihan_sekolah"),
    Field("pilihan_buku"),
    Field("pilihan_kepengawasan"),
    Field("pilihan_evaluasi"),
    optional("expired_date"),
)
_SMK = "SMK"


def _read(asked: Asked) -> Iterator[dict[str, Any]]:
    taught = Pembelajaran.live.exclude(nama_mata_pelajaran="").values_list("nama_mata_pelajaran", flat=True)
    for nama in sorted({*taught, *_usual(asked.sekolah.bentuk)}):
        yield {
            "mata_pelajaran_id": stand_ins.NO_CODE,
            "nama": nama,
            "jurusan_id": None,
            "pilihan_sekolah": "1",
            "pilihan_buku": "0",
            "pilihan_kepengawasan": "0",
            "pilihan_evaluasi": "1",
            "expired_date": None,
        }


def _usual(bentuk: Bentuk | None) -> set[str]:
    """The names that the grades of a form of school usually learn."""
    tingkat = bentuk.tingkat if bentuk else ()
    is_smk = bentuk is not None and bentuk.nama == _SMK
    return {name for grade in tingkat for name in mata_pelajaran(grade, is_smk)}


MATA_PELAJARAN = Endpoint("getMataPelajaran", "mata_pelajaran", "mata_pelajaran_id", FIELDS, _read)
