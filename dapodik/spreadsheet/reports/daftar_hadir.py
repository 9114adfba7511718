"""Daftar Hadir Siswa: a tab for each rombel with its pupils and the days of a month."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models.functions import Lower

from dapodik.pokok import present
from dapodik.pokok.models import RombonganBelajar
from dapodik.referensi.semester import Semester
from dapodik.referensi.tables import table

from ..xlsx import Line, Look, Tab
from .report import Head, Report, tab_names, titled

# NISN/NIPD, name, JK.
Pupil = tuple[str, str, str]

_DAYS = range(1, 32)
_WIDTHS = [5, 22, 30, 5, *[3.5] * len(_DAYS)]
_COLUMNS = ["No", "NISN/NIPD", "Nama", "JK"]
_MERGED = ["A5:A6", "B5:B6", "C5:C6", "D5:D6", "E5:AI5"]


def _tabs(head: Head) -> list[Tab]:
    semester = head.sekolah.semester_id
    classes = present.rombel_of(semester).select_related("ptk")
    rombel = [*classes, *present.clubs().select_related("ptk").order_by("nama")]
    pupils = _pupils(semester)
    names = tab_names(group.nama for group in rombel)
    return [
        _tab(name, _lines(head, group, pupils.get(group.pk, [])))
        for name, group in zip(names, rombel, strict=True)
    ] or [
        _tab("Daftar Hadir Siswa", titled("Daftar Hadir Siswa", [head.sekolah.nama], ["Belum ada rombel."]))
    ]


def _tab(name: str, lines: Sequence[Line]) -> Tab:
    return Tab(name, _WIDTHS, lines, top=5, bottom=6, left=3, merged=_MERGED)


def _pupils(semester: str) -> dict[UUID, list[Pupil]]:
    """The pupils of each rombel by name, each once."""
    rows = (
        present.places_in(semester)
        .filter(peserta_didik__in=present.pupils())
        .order_by("rombongan_belajar_id", Lower("peserta_didik__nama"), "peserta_didik_id")
        .values_list(
            "rombongan_belajar_id",
            "peserta_didik_id",
            "peserta_didik__nisn",
            "peserta_didik__nama",
            "peserta_didik__jenis_kelamin",
        )
    )
    nipd = present.by_pupil(present.open_registrasi(), {"nipd": "nipd"})
    members: dict[UUID, dict[UUID, Pupil]] = {}
    for rombel, pupil, nisn, nama, jk in rows:
        numbers = "/".join(filter(None, (nisn, nipd.get(pupil, {}).get("nipd", ""))))
        members.setdefault(rombel, {})[pupil] = (numbers, nama, jk)
    return {rombel: list(pupils.values()) for rombel, pupils in members.items()}


def _lines(head: Head, rombel: RombonganBelajar, pupils: Sequence[Pupil]) -> list[Line]:
    semester = Semester(rombel.semester_id)
    half = "Ganjil" if rombel.semester_id.endswith("1") else "Genap"
    jenis = table("jenis_rombel").label(rombel.jenis_rombel)
    wali = rombel.ptk.nama if rombel.ptk else ""
    about = f"Jenis Rombel: {jenis} - Nama Rombel: {rombel.nama} - Semester {half} - Wali Kelas: {wali}"
    year = f"TAHUN PELAJARAN {semester.tahun_ajaran}/{semester.tahun_ajaran + 1}"
    days: list[str | int] = [str(day) for day in _DAYS]
    return [
        *titled("Daftar Hadir Siswa", [head.sekolah.nama], [year], [about]),
        Line([*_COLUMNS, "Tanggal", *[""] * (len(_DAYS) - 1)], Look.HEADER),
        Line(["", "", "", "", *days], Look.HEADER),
        *(Line([number, *cells, *[""] * len(_DAYS)]) for number, cells in enumerate(pupils, start=1)),
    ]


def _count() -> int:
    return present.classes().count() + present.clubs().count()


DAFTAR_HADIR = Report(
    title="Daftar Hadir Siswa",
    file_word="daftar_hadir",
    tabs=_tabs,
    count=_count,
    counted="rombel, masing-masing satu lembar untuk satu bulan",
)
