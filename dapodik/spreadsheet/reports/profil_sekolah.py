"""Profil Sekolah: the school, its rombel and its PTK, a tab for each."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Lower

from dapodik.pokok import display, present
from dapodik.pokok.models import Sekolah
from dapodik.pokok.semester import active
from dapodik.referensi.semester import Semester
from dapodik.referensi.tables import table

from ..xlsx import Line, Look, Tab
from .report import Head, Report, titled

# The label of each fact, and the fields of the school that it is made of.
_FACTS = (
    ("Nama Sekolah", "nama"),
    ("NPSN", "npsn"),
    ("Bentuk Pendidikan", "bentuk_pendidikan_id"),
    ("Status Sekolah", "status_sekolah"),
    ("NSS", "nss"),
    ("Alamat Sekolah", "alamat_jalan"),
    ("RT / RW", "rt rw"),
    ("Dusun", "nama_dusun"),
    ("Desa / Kelurahan", "desa_kelurahan"),
    ("Kecamatan", "kecamatan"),
    ("Kabupaten / Kota", "kabupaten_kota"),
    ("Provinsi", "provinsi"),
    ("Kode Pos", "kode_pos"),
    ("Lintang", "lintang"),
    ("Bujur", "bujur"),
    ("Nomor Telepon", "nomor_telepon"),
    ("Email", "email"),
    ("Website", "website"),
)
_ROMBEL = (
    ("No", 5),
    ("Nama Rombel", 22),
    ("Tingkat Kelas", 12),
    ("L", 7),
    ("P", 7),
    ("Total", 8),
    ("Wali Kelas", 30),
    ("Kurikulum", 26),
    ("Ruangan", 18),
)
_PTK = (
    ("No", 5),
    ("Nama", 30),
    ("NUPTK", 20),
    ("NIP", 22),
    ("JK", 5),
    ("Jenis PTK", 24),
    ("Status Kepegawaian", 22),
    ("Tugas Tambahan", 24),
    ("HP", 16),
)


def _tabs(head: Head) -> list[Tab]:
    return [
        Tab("Profil Sekolah", [5, 26, 3, 60], list(_profile(head)), top=1, bottom=3),
        _table("Rombongan Belajar", "Daftar Rombongan Belajar", head, _ROMBEL, _rombel()),
        _table("PTK", "Daftar PTK", head, _PTK, _ptk()),
    ]


def _table(
    name: str, title: str, head: Head, columns: tuple[tuple[str, int], ...], rows: Iterator[list[str | int]]
) -> Tab:
    lines = [
        *titled(title, [head.sekolah.nama], [_date(head.when)]),
        Line([column for column, _ in columns], Look.HEADER),
        *(Line([number, *cells]) for number, cells in enumerate(rows, start=1)),
    ]
    return Tab(name, [width for _, width in columns], lines, top=4, bottom=4, left=2)


def _profile(head: Head) -> Iterator[Line]:
    yield from titled("Profil Sekolah", [head.sekolah.nama], [_date(head.when)])
    for number, (label, fields) in enumerate(_FACTS, start=1):
        values = [display.value_label(Sekolah, name, head.sekolah.plain(name)) for name in fields.split()]
        yield Line([number, label, ":", " / ".join(filter(None, values))], Look.PLAIN)
    yield Line(
        [
            len(_FACTS) + 1,
            "Semester",
            ":",
            str(Semester(head.sekolah.semester_id)) if head.sekolah.semester_id else "",
        ],
        Look.PLAIN,
    )
    yield Line(["", "", "", f"Pengunduh: {head.pengunduh}"], Look.PLAIN)


def _date(when: datetime) -> str:
    return f"Per tanggal : {when:%Y-%m-%d}"


def _rombel() -> Iterator[list[str | int]]:
    """The classes of the semester with their pupils, each of whom counts in one."""
    places = present.places().values_list(
        "peserta_didik_id", "rombongan_belajar_id", "peserta_didik__jenis_kelamin"
    )
    place_of: dict[UUID, tuple[UUID, str]] = {}
    for pupil, place, jenis_kelamin in places:
        place_of.setdefault(pupil, (place, jenis_kelamin))
    counts = Counter(place_of.values())
    totals = Counter(place for place, _ in place_of.values())
    for rombel in present.rombel_of(active()).select_related("ptk"):
        yield [
            rombel.nama,
            rombel.tingkat_pendidikan_id,
            counts[rombel.pk, "L"],
            counts[rombel.pk, "P"],
            totals[rombel.pk],
            rombel.ptk.nama if rombel.ptk else "",
            rombel.kurikulum_id_str,
            rombel.id_ruang_str,
        ]


def _ptk() -> Iterator[list[str | int]]:
    kinds, status = table("jenis_ptk"), table("status_kepegawaian")
    rows = present.staff().order_by(Lower("nama"), "id")
    for ptk in rows:
        yield [
            ptk.nama,
            ptk.nuptk,
            ptk.nip,
            ptk.jenis_kelamin,
            kinds.label(ptk.jenis_ptk_id),
            status.label(ptk.status_kepegawaian_id),
            ptk.tugas_tambahan,
            ptk.nomor_telepon_seluler,
        ]


PROFIL_SEKOLAH = Report(
    title="Profil Sekolah",
    file_word="profil_sekolah",
    tabs=_tabs,
    count=lambda: 3,
    counted="lembar: sekolah dengan NPSN, rombongan belajar dengan jumlah peserta didik, dan PTK",
)
