"""Daftar peserta didik of one rombel, for its wali: a page that can be read and printed."""

from collections.abc import Iterator

from django.db.models.functions import Lower

from dapodik.pokok import present
from dapodik.pokok.models import RombonganBelajar
from dapodik.referensi.semester import Semester
from dapodik.referensi.tables import table

from ..xlsx import Line, Look, Tab
from .report import Head, Report, tab_names, titled

_COLUMNS = (
    ("No", 5),
    ("Nama", 32),
    ("NIPD", 12),
    ("NISN", 13),
    ("JK", 5),
    ("Tempat Lahir", 18),
    ("Tanggal Lahir", 13),
    ("Agama", 12),
    ("Alamat", 34),
    ("Nama Ibu", 26),
    ("HP", 16),
)


def report_of(rombel: RombonganBelajar) -> Report:
    """The list of this rombel."""
    return Report(
        title=f"Daftar Peserta Didik {rombel.nama}",
        file_word=f"daftar_rombel_{rombel.nama}",
        tabs=lambda head: [_tab(head, rombel)],
        count=lambda: present.members(rombel).count(),
        counted="peserta didik",
    )


def _tab(head: Head, rombel: RombonganBelajar) -> Tab:
    wali = rombel.ptk.nama if rombel.ptk else "belum ada"
    lines = [
        *titled(
            f"Daftar Peserta Didik {rombel.nama}",
            [head.sekolah.nama],
            [f"Semester {Semester(rombel.semester_id)} - Wali Kelas: {wali}"],
            [f"Tanggal Unduh: {head.when:%Y-%m-%d %H:%M:%S} - Pengunduh: {head.pengunduh}"],
        ),
        Line([name for name, _ in _COLUMNS], Look.HEADER),
        *(Line([number, *cells]) for number, cells in enumerate(_rows(rombel), start=1)),
    ]
    widths = [width for _, width in _COLUMNS]
    return Tab(tab_names([rombel.nama])[0], widths, lines, top=5, bottom=5, left=2)


def _rows(rombel: RombonganBelajar) -> Iterator[list[str]]:
    agama = table("agama")
    for pupil in present.members(rombel).order_by(Lower("nama"), "id"):
        yield [
            pupil.nama,
            pupil.nipd,
            pupil.nisn,
            pupil.jenis_kelamin,
            pupil.tempat_lahir,
            str(pupil.plain("tanggal_lahir") or ""),
            agama.label(pupil.agama_id),
            pupil.alamat_jalan,
            pupil.nama_ibu_kandung,
            pupil.nomor_telepon_seluler,
        ]
