"""The sheets of the PTK: 51 columns, teachers and other staff in files of their own, or all in one.

Source: recent downloads as importers of real files know them (A..AY, one header row), and the template.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from django.db.models import QuerySet
from django.db.models.functions import Lower

from dapodik.pokok import present
from dapodik.pokok.models import Ptk, Sekolah
from dapodik.referensi.tables import table

from ..columns import JENIS_KELAMIN, Codec, Column, Day, Identifier, Label, Quantity, Text, YesNo
from ..identifiers import Form
from ..rows import texts
from ..sheet import NUMBER, Sheet

_NIK = Form(length=16)
_PHONE = Form(phone=True)


def _ptk(header: str, field: str, codec: Codec | None = None) -> Column:
    return Column(header, Ptk, field, codec or Text())


COLUMNS: list[Column] = [
    Column("No", None, NUMBER, Text()),
    _ptk("Nama", "nama"),
    _ptk("NUPTK", "nuptk", Identifier(Form(length=16))),
    _ptk("JK", "jenis_kelamin", JENIS_KELAMIN),
    _ptk("Tempat Lahir", "tempat_lahir"),
    _ptk("Tanggal Lahir", "tanggal_lahir", Day()),
    _ptk("NIP", "nip", Identifier(Form(length=18))),
    _ptk("Status Kepegawaian", "status_kepegawaian_id", Label("status_kepegawaian")),
    _ptk("Jenis PTK", "jenis_ptk_id", Label("jenis_ptk")),
    _ptk("Agama", "agama_id", Label("agama")),
    _ptk("Alamat Jalan", "alamat_jalan"),
    _ptk("RT", "rt", Quantity()),
    _ptk("RW", "rw", Quantity()),
    _ptk("Nama Dusun", "nama_dusun"),
    _ptk("Desa/Kelurahan", "desa_kelurahan"),
    _ptk("Kecamatan", "kecamatan"),
    _ptk("Kode Pos", "kode_pos", Identifier(Form(length=5))),
    _ptk("Telepon", "nomor_telepon_rumah", Identifier(_PHONE)),
    _ptk("HP", "nomor_telepon_seluler", Identifier(_PHONE)),
    _ptk("Email", "email"),
    _ptk("Tugas Tambahan", "tugas_tambahan"),
    _ptk("SK CPNS", "sk_cpns"),
    _ptk("Tanggal CPNS", "tgl_cpns", Day()),
    _ptk("SK Pengangkatan", "sk_pengangkatan"),
    _ptk("TMT Pengangkatan", "tmt_pengangkatan", Day()),
    _ptk("Lembaga Pengangkatan", "lembaga_pengangkat_id", Label("lembaga_pengangkat")),
    _ptk("Pangkat Golongan", "pangkat_golongan_id", Label("pangkat_golongan")),
    _ptk("Sumber Gaji", "sumber_gaji_id", Label("sumber_gaji")),
    _ptk("Nama Ibu Kandung", "nama_ibu_kandung"),
    _ptk("Status Perkawinan", "status_perkawinan", Label("status_perkawinan")),
    _ptk("Nama Suami/Istri", "nama_suami_istri"),
    _ptk("NIP Suami/Istri", "nip_suami_istri", Identifier(Form(length=18))),
    _ptk("Pekerjaan Suami/Istri", "pekerjaan_suami_istri", Label("pekerjaan")),
    _ptk("TMT PNS", "tmt_pns", Day()),
    _ptk("Sudah Lisensi Kepala Sekolah", "sudah_lisensi_kepala_sekolah", YesNo()),
    _ptk("Pernah Diklat Kepengawasan", "pernah_diklat_kepengawasan", YesNo()),
    _ptk("Keahlian Braille", "keahlian_braille", YesNo()),
    _ptk("Keahlian Bahasa Isyarat", "keahlian_bhs_isyarat", YesNo()),
    _ptk("NPWP", "npwp", Identifier()),
    _ptk("Nama Wajib Pajak", "nm_wp"),
    _ptk("Kewarganegaraan", "kewarganegaraan"),
    _ptk("Bank", "bank"),
    _ptk("Nomor Rekening Bank", "rekening_bank", Identifier()),
    _ptk("Rekening Atas Nama", "rekening_atas_nama"),
    _ptk("NIK", "nik", Identifier(_NIK)),
    _ptk("No KK", "no_kk", Identifier(_NIK)),
    _ptk("Karpeg", "karpeg", Identifier()),
    _ptk("Karis/Karsu", "karpas", Identifier()),
    _ptk("Lintang", "lintang", Quantity()),
    _ptk("Bujur", "bujur", Quantity()),
    _ptk("NUKS", "nuks", Identifier()),
]


def is_teacher(jenis_ptk_id: str) -> bool:
    """Return whether a PTK of this kind stands in the file of the teachers."""
    return jenis_ptk_id in _kinds_of_teachers()


@cache
def _kinds_of_teachers() -> frozenset[str]:
    """The jenis PTK that stand in the file of the teachers; everybody else in the other."""
    return frozenset(code for code, label in table("jenis_ptk") if "Guru" in label)


def _everybody() -> "QuerySet[Ptk]":
    return present.staff()


def _teachers() -> "QuerySet[Ptk]":
    return present.staff().filter(jenis_ptk_id__in=_kinds_of_teachers())


def _others() -> "QuerySet[Ptk]":
    return present.staff().exclude(jenis_ptk_id__in=_kinds_of_teachers())


def _sheet(title: str, tab: str, file_word: str, who: "Callable[[], QuerySet[Ptk]]", counted: str) -> Sheet:
    def rows(sekolah: Sekolah) -> Iterator[list[str]]:
        names = [column.field for column in COLUMNS[1:]]
        return texts(
            who().order_by(Lower("nama"), "id").values_list(*names).iterator(), COLUMNS[1:], computed={}
        )

    return Sheet(
        title=title,
        tab=tab,
        file_word=file_word,
        columns=COLUMNS,
        rows=rows,
        count=lambda: who().count(),
        counted=counted,
        identity=[("nama", "nuptk"), ("nama", "nik"), ("nama", "nip"), ("nama", "tanggal_lahir")],
    )


GURU = _sheet(
    "Daftar Guru", "Daftar guru", "daftar-guru", _teachers, "PTK yang aktif saat ini dengan jenis PTK guru"
)
TENDIK = _sheet(
    "Daftar Tenaga Kependidikan",
    "Daftar tendik",
    "daftar-tendik",
    _others,
    "PTK yang aktif saat ini dengan jenis PTK lain, termasuk kepala sekolah",
)
# A tab's name has at most 31 letters.
PTK = replace(
    _sheet(
        "Daftar Pendidik dan Tenaga Kependidikan",
        "Daftar PTK",
        "daftar-Guru dan Tendik",
        _everybody,
        "PTK yang aktif saat ini: guru, tenaga kependidikan, dan kepala sekolah",
    ),
    parts=(GURU.title, TENDIK.title),
)
