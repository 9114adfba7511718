"""The download of a sheet: what the school has at this moment, in the layout of Dapodik's own file."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.utils import timezone

from dapodik.pokok.models import Sekolah

from . import writer, xlsx
from .reports.report import Head, Report
from .sheet import Sheet

# Windows allows these in no file name.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class NoSchool(Exception):
    """There is no school yet; the message says what to do (Indonesian)."""


def write_sheet(sheet: Sheet, target: Path | IO[bytes], pengunduh: str) -> int:
    """Write the sheet's rows of now; returns how many.

    `pengunduh` is who asked for it: `NAME (e-mail)`. A file at the path is replaced once the new one is
    whole. Raises NoSchool, and OSError where the file cannot be written.
    """
    # Taken before anything is read: what changes meanwhile counts as changed after the download.
    when = timezone.localtime()
    sekolah = _school()
    head = writer.head(sheet.title, sekolah.nama, _place(sekolah), when, pengunduh)
    with _whole(target) as file:
        return writer.write(file, head, sheet, sheet.rows(sekolah))


def write_report(report: Report, target: Path | IO[bytes], pengunduh: str) -> None:
    """Write a report of now. Raises as `write_sheet`."""
    sekolah = _school()
    tabs = report.tabs(Head(sekolah, timezone.localtime(), pengunduh))
    with _whole(target) as file:
        xlsx.write(file, f"{report.title} {sekolah.nama}", tabs)


def file_name(download: Sheet | Report, sekolah_nama: str, when: datetime) -> str:
    """`daftar_pd-<NAMA SEKOLAH>-<YYYY-MM-DD HH_MM_SS>.xlsx`; `when` is a local time."""
    return f"{download.file_word}-{_FORBIDDEN.sub('', sekolah_nama)}-{when:%Y-%m-%d %H_%M_%S}.xlsx"


def in_folder(sheet: Sheet, path: Path) -> Path:
    """The path of the file; in a folder, the one with Dapodik's own name for it. Raises NoSchool."""
    return path / file_name(sheet, _school().nama, timezone.localtime()) if path.is_dir() else path


def _school() -> Sekolah:
    sekolah: Sekolah | None = Sekolah.live.first()
    if sekolah is None:
        raise NoSchool(
            "Belum ada data sekolah di sini. Impor Daftar Peserta Didik atau daftarkan sekolah ini "
            "lebih dahulu."
        )
    return sekolah


@contextmanager
def _whole(target: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    """The file to write to. A path gets it when all of it is written, or keeps what it had."""
    if not isinstance(target, Path):
        yield target
        return
    part = target.parent / f".{uuid4().hex}.tmp"
    try:
        with part.open("xb") as file:
            yield file
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _place(sekolah: Sekolah) -> str:
    """Cell A3. The sheet has its own word before each name, which has one too: `Kecamatan Kec. Pacet`."""
    names = (sekolah.kecamatan, sekolah.kabupaten_kota, sekolah.provinsi)
    words = ("Kecamatan", "Kabupaten", "Provinsi")
    return ", ".join(f"{word} {name}" if name else "" for word, name in zip(words, names, strict=True))
