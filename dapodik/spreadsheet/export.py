"""The download of Daftar Peserta Didik: the pupils of today, in the layout of Dapodik's own file."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Lower
from django.utils import timezone

from dapodik.pokok.models import (
    KELAS,
    AnggotaRombel,
    PesertaDidik,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.models.record import to_plain

from . import writer
from .columns import Column
from .sheets.peserta_didik import COLUMNS, ROMBEL, TITLE

# Windows allows these in no file name.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class NoSchool(Exception):
    """There is no school yet; the message says what to do (Indonesian)."""


def write_peserta_didik(target: Path | IO[bytes], pengunduh: str) -> int:
    """Write the pupils who are at the school now; returns how many.

    They stand by class, then by name; who is in no class comes last. `pengunduh` is who asked for it:
    `NAME (e-mail)`. A file at the path is replaced once the new one is whole. Raises NoSchool, and
    OSError where the file cannot be written.
    """
    # Taken before anything is read: what changes meanwhile counts as changed after the download.
    when = timezone.localtime()
    sekolah = Sekolah.live.first()
    if sekolah is None:
        raise NoSchool(
            "Belum ada data sekolah di sini. Impor Daftar Peserta Didik atau daftarkan sekolah ini "
            "lebih dahulu."
        )
    head = writer.head(TITLE, sekolah.nama, _place(sekolah), when, pengunduh)
    with _whole(target) as file:
        return writer.write(file, head, COLUMNS, _rows(sekolah))


def file_name(sekolah_nama: str, when: datetime) -> str:
    """`daftar_pd-<NAMA SEKOLAH>-<YYYY-MM-DD HH_MM_SS>.xlsx`; `when` is a local time."""
    return f"daftar_pd-{_FORBIDDEN.sub('', sekolah_nama)}-{when:%Y-%m-%d %H_%M_%S}.xlsx"


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


def _rows(sekolah: Sekolah) -> Iterator[list[str]]:
    """The cells of each pupil beside the running number."""
    columns = COLUMNS[1:]
    classes = _classes(sekolah)
    names: dict[Any, str] = {rank: one.nama for rank, one in enumerate(classes)}
    found = _pupils(classes).values_list("id", *map(_path, columns)).iterator()
    # Who has two open registrasi (validation shows it) comes twice in a row, and is listed once.
    for _, pupil in groupby(found, key=itemgetter(0)):
        yield [
            names.get(value, "") if column.field == ROMBEL else column.codec.write(to_plain(value))
            for column, value in zip(columns, next(pupil)[1:], strict=True)
        ]


def _path(column: Column) -> str:
    """Where a column's value lies, seen from the pupil."""
    return f"registrasi__{column.field}" if column.model is RegistrasiPesertaDidik else column.field


def _classes(sekolah: Sekolah) -> list[RombonganBelajar]:
    """The classes of the school's semester, in their order."""
    classes = RombonganBelajar.live.filter(semester_id=sekolah.semester_id, jenis_rombel=KELAS)
    return sorted(classes, key=lambda one: (_natural(one.tingkat_pendidikan_id), _natural(one.nama)))


def _pupils(classes: list[RombonganBelajar]) -> "QuerySet[PesertaDidik]":
    """Who is at the school; `rombel` is the position of the pupil's class in `classes`."""
    places = AnggotaRombel.live.filter(peserta_didik=OuterRef("id"), rombongan_belajar__in=classes)
    whens = [When(rombongan_belajar=one, then=rank) for rank, one in enumerate(classes)]
    rank = Case(*whens, output_field=IntegerField())
    at_school: QuerySet[PesertaDidik] = PesertaDidik.live.filter(
        registrasi__soft_delete=False, registrasi__jenis_keluar_id=""
    )
    return at_school.annotate(
        rombel=Subquery(places.annotate(rank=rank).order_by("rank").values("rank")[:1])
    ).order_by(F(ROMBEL).asc(nulls_last=True), Lower("nama"), "id", "registrasi__create_date")


def _natural(name: str) -> list[str | int]:
    """A key by which `Kelas 2` comes before `Kelas 10`."""
    return [int(part) if part.isdecimal() else part.casefold() for part in re.split(r"(\d+)", name)]
