"""Daftar Peserta Didik: the 66 columns of Dapodik's own download, in their order.

Source: `daftar_pd-*.xlsx` as importers of real files know it (layout A..BN, header rows 5 and 6).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Lower, StrIndex

from dapodik.pokok import present
from dapodik.pokok.models import (
    PesertaDidik,
    Record,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)

from ..columns import (
    JENIS_KELAMIN,
    CardName,
    Codec,
    Column,
    Day,
    Identifier,
    Label,
    Labels,
    Quantity,
    Text,
    YesNo,
)
from ..identifiers import Form
from ..rows import texts
from ..sheet import NUMBER, Sheet

# The field of the column that is worked out: the name of the class.
ROMBEL = "rombel"


def _pd(header: str, field: str, codec: Codec | None = None, older: tuple[str, ...] = ()) -> Column:
    return Column(header, PesertaDidik, field, codec or Text(), older=older)


def _registrasi(header: str, field: str, codec: Codec | None = None) -> Column:
    return Column(header, RegistrasiPesertaDidik, field, codec or Text())


def _parent(who: str, group: str, nama: str) -> list[Column]:
    model: type[Record] = PesertaDidik
    return [
        Column(group, model, nama, Text(), "Nama"),
        Column(group, model, f"tahun_lahir_{who}", Quantity(), "Tahun Lahir"),
        Column(
            group, model, f"jenjang_pendidikan_{who}_id", Label("jenjang_pendidikan"), "Jenjang Pendidikan"
        ),
        Column(group, model, f"pekerjaan_{who}_id", Label("pekerjaan"), "Pekerjaan"),
        Column(group, model, f"penghasilan_{who}_id", Label("penghasilan"), "Penghasilan"),
        Column(group, model, f"nik_{who}", Identifier(), "NIK"),
    ]


COLUMNS: list[Column] = [
    Column("No", None, NUMBER, Text()),
    _pd("Nama", "nama"),
    _registrasi("NIPD", "nipd", Identifier()),
    _pd("JK", "jenis_kelamin", JENIS_KELAMIN),
    _pd("NISN", "nisn", Identifier(Form(length=10))),
    _pd("Tempat Lahir", "tempat_lahir"),
    _pd("Tanggal Lahir", "tanggal_lahir", Day()),
    _pd("NIK", "nik", Identifier()),
    _pd("Agama", "agama_id", Label("agama")),
    _pd("Alamat", "alamat_jalan"),
    _pd("RT", "rt", Quantity()),
    _pd("RW", "rw", Quantity()),
    _pd("Dusun", "nama_dusun"),
    _pd("Kelurahan", "desa_kelurahan", older=("Keluarahan",)),
    _pd("Kecamatan", "kecamatan"),
    _pd("Kode Pos", "kode_pos", Identifier(Form(length=5))),
    _pd("Jenis Tinggal", "jenis_tinggal_id", Label("jenis_tinggal")),
    _pd("Alat Transportasi", "alat_transportasi_id", Label("alat_transportasi")),
    _pd("Telepon", "nomor_telepon_rumah", Identifier(Form(phone=True))),
    _pd("HP", "nomor_telepon_seluler", Identifier(Form(phone=True))),
    _pd("E-Mail", "email"),
    _registrasi("SKHUN", "no_skhun", Identifier()),
    _pd("Penerima KPS", "penerima_kps", YesNo()),
    _pd("No. KPS", "no_kps", Identifier()),
    *_parent("ayah", "Data Ayah", "nama_ayah"),
    *_parent("ibu", "Data Ibu", "nama_ibu_kandung"),
    *_parent("wali", "Data Wali", "nama_wali"),
    Column("Rombel Saat Ini", None, ROMBEL, Text()),
    _registrasi("No Peserta Ujian Nasional", "no_peserta_ujian", Identifier()),
    _registrasi("No Seri Ijazah", "no_seri_ijazah", Identifier()),
    _pd("Penerima KIP", "penerima_kip", YesNo()),
    _pd("Nomor KIP", "nomor_kip", Identifier(Form(length=6))),
    _pd("Nama di KIP", "nama_di_kip", CardName()),
    _pd("Nomor KKS", "nomor_kks", Identifier(Form(length=6))),
    _pd("No Registrasi Akta Lahir", "reg_akta_lahir", Identifier()),
    _pd("Bank", "bank"),
    _pd("Nomor Rekening Bank", "rekening_bank", Identifier()),
    _pd("Rekening Atas Nama", "rekening_atas_nama"),
    _pd("Layak PIP (usulan dari sekolah)", "layak_pip", YesNo()),
    _pd("Alasan Layak PIP", "alasan_layak_pip_id", Label("alasan_layak_pip")),
    _pd("Kebutuhan Khusus", "kebutuhan_khusus_id", Labels("kebutuhan_khusus")),
    _registrasi("Sekolah Asal", "sekolah_asal"),
    _pd("Anak ke-berapa", "anak_keberapa", Quantity()),
    _pd("Lintang", "lintang", Quantity()),
    _pd("Bujur", "bujur", Quantity()),
    _pd("No KK", "no_kk", Identifier()),
    _pd("Berat Badan", "berat_badan", Quantity()),
    _pd("Tinggi Badan", "tinggi_badan", Quantity()),
    _pd("Lingkar Kepala", "lingkar_kepala", Quantity()),
    _pd("Jml. Saudara\nKandung", "jumlah_saudara_kandung", Quantity()),
    _pd("Jarak Rumah\nke Sekolah (KM)", "jarak_rumah_ke_sekolah_km", Quantity()),
]


def _rows(sekolah: Sekolah) -> Iterator[list[str]]:
    """The cells of each pupil beside the running number."""
    classes = _classes(sekolah)
    ids = _ids(classes)
    names: dict[Any, str] = {ids.index(rombel.pk.hex) + 1: rombel.nama for rombel in classes} | {None: ""}
    columns = COLUMNS[1:]
    rows = _pupils(classes).values_list("id", *map(_path, columns)).iterator()
    return texts(_once(rows), columns, {ROMBEL: names})


def _once(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows without their id. Who has two open registrasi (validation shows it) comes twice in a row, and
    is listed once."""
    last = None
    for pk, *values in rows:
        if pk != last:
            yield values
        last = pk


def _path(column: Column) -> str:
    """Where a column's value lies, seen from the pupil."""
    return f"opened__{column.field}" if column.model is RegistrasiPesertaDidik else column.field


def _classes(sekolah: Sekolah) -> list[RombonganBelajar]:
    """The classes of the school's semester, in their order."""
    classes = present.rombel_of(sekolah.semester_id)
    return sorted(classes, key=lambda rombel: (_natural(rombel.tingkat_pendidikan_id), _natural(rombel.nama)))


def _pupils(classes: list[RombonganBelajar]) -> "QuerySet[PesertaDidik]":
    """The pupils who are here; `rombel` is the place of the pupil's class in the row of their ids.

    A choice of one number for each class, in the statement, would take longer than a hundred rows.
    """
    places = present.class_places().filter(peserta_didik=OuterRef("id"))
    place = StrIndex(Value(_ids(classes)), Cast("rombongan_belajar_id", CharField()))
    return (
        present.with_open_registrasi()
        .annotate(rombel=Subquery(places.annotate(place=place).values("place")[:1]))
        .order_by(
            F(ROMBEL).asc(nulls_last=True), Lower("nama"), "id", *present.order_of_registrasi("opened__")
        )
    )


def _ids(classes: list[RombonganBelajar]) -> str:
    """The ids of the classes in a row, as SQLite stores them."""
    return " ".join(rombel.pk.hex for rombel in classes)


def _count() -> int:
    return present.pupils().count()


def _natural(name: str) -> list[str | int]:
    """A key by which `Kelas 2` comes before `Kelas 10`."""
    return [int(part) if part.isdecimal() else part.casefold() for part in re.split(r"(\d+)", name)]


PESERTA_DIDIK = Sheet(
    title="Daftar Peserta Didik",
    file_word="daftar_pd",
    columns=COLUMNS,
    rows=_rows,
    count=_count,
    counted="peserta didik yang aktif saat ini, termasuk nomor KIP yang sudah masuk",
    identity=[("nama", "nisn"), ("nama", "nik"), ("nama", "tanggal_lahir")],
)
