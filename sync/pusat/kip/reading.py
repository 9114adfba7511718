"""Reading a KIP list: a CSV file with a header line, as any program and any Excel saves it."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from uuid import UUID

from . import normalising
from .normalising import Unusable
from .sk_line import KEYS, SkLine

_CARD = ("nomor_kip", "nama_di_kip")
_ID = "peserta_didik_id"
_SEPARATORS = ",;\t|"
# Excel's own first line, which names the separator.
_SEP_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_ENCODINGS = ("utf-8-sig", "cp1252")
# Other words that lists have for a column.
_HEADERS = {
    "no_nisn": "nisn",
    "nomor_nisn": "nisn",
    "no_nik": "nik",
    "nomor_nik": "nik",
    "nama_peserta_didik": "nama",
    "nama_pd": "nama",
    "nama_siswa": "nama",
    "nama_lengkap": "nama",
    "tgl_lahir": "tanggal_lahir",
    "no_kip": "nomor_kip",
    "nomor_kartu": "nomor_kip",
    "no_kartu": "nomor_kip",
    "nama_kip": "nama_di_kip",
    "nama_di_kartu": "nama_di_kip",
    "nama_pada_kip": "nama_di_kip",
    "nama_pada_kartu": "nama_di_kip",
    "id_peserta_didik": _ID,
}
_READERS: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "nisn": normalising.nisn,
    "nik": normalising.nik,
    "tanggal_lahir": normalising.birth_date,
}
_LONGEST = 255
_Row = tuple[int, list[str]]


class ListError(Exception):
    """The list cannot be read; the message says why and what to do (Indonesian)."""


def read(path: Path) -> list[SkLine]:
    """Read a list with the columns nisn, nik, nama, tanggal_lahir, nomor_kip, nama_di_kip; or
    peserta_didik_id in place of the first four. Raises ListError where it is no such list.

    A line whose cells cannot be used has a `problem`.
    """
    rows = _rows(_text(path), path)
    _, first = next(rows, (1, []))
    header = [_column(title) for title in first]
    _check_header(header)
    return [_line(number, dict(zip(header, cells, strict=False))) for number, cells in rows if any(cells)]


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ListError(f"Berkas {path} tidak dapat dibuka: {error.strerror}.") from error
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListError(f"Berkas {path.name} bukan CSV UTF-8. Simpan ulang sebagai CSV UTF-8.")


def _rows(text: str, path: Path) -> Iterator[_Row]:
    """The rows that are not empty, each with the line of the file in which it begins."""
    lines = list(io.StringIO(text, newline=""))
    named = _SEP_LINE.fullmatch(lines[0]) if lines else None
    begin = 1 if named else 0
    separator = named[1] if named else _separator(lines)
    reader = csv.reader(lines[begin:], delimiter=separator, strict=True)
    line = begin + 1
    try:
        for cells in reader:
            if cells:
                yield line, [cell.strip() for cell in cells]
            line = begin + reader.line_num + 1
    except csv.Error as error:
        raise ListError(
            f"Berkas {path.name} bukan CSV UTF-8: baris {line} tidak terbaca. Simpan ulang sebagai CSV UTF-8."
        ) from error


def _separator(lines: list[str]) -> str:
    """The sign that parts the first line into the most columns of ours."""
    first = next((line for line in lines if line.strip()), "")
    wanted = {*KEYS, *_CARD, _ID}
    return max(_SEPARATORS, key=lambda sign: len(wanted & {_column(part) for part in first.split(sign)}))


def _column(title: str) -> str:
    """The column that a title means: capitals, blanks and signs do not count."""
    name = re.sub(r"[\W_]+", "_", title.strip().strip('"').casefold()).strip("_")
    return _HEADERS.get(name, name)


def _check_header(header: Iterable[str]) -> None:
    names = set(header)
    wanted = set(_CARD) | ({_ID} if _ID in names else set(KEYS))
    missing = sorted(wanted - names)
    if missing:
        raise ListError(
            f"Kolom {', '.join(missing)} tidak ada di baris pertama berkas. Kolom dipisahkan koma, titik "
            "koma, atau tab."
        )


def _line(number: int, text: Mapping[str, str]) -> SkLine:
    card, name = text.get("nomor_kip", ""), text.get("nama_di_kip", "")
    try:
        _refuse_unusable(text)
        pupil_id = _pupil_id(text.get(_ID, ""))
        keys, notes = ({}, ()) if pupil_id else _keys(text)
    except Unusable as error:
        return SkLine(number, _shown(card), _shown(name), {}, problem=str(error))
    return SkLine(number, card, name, keys, pupil_id, notes)


def _refuse_unusable(text: Mapping[str, str]) -> None:
    for cell in text.values():
        if not all(sign.isprintable() or sign in "\u00a0\u200b\ufeff" for sign in cell):
            raise Unusable("Ada tanda yang tidak terlihat dalam baris ini. Ketik ulang isinya.")
        if len(cell) > _LONGEST:
            raise Unusable(f"Ada isian yang lebih dari {_LONGEST} huruf.")


def _pupil_id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Unusable(f"“{text}” bukan id peserta didik.") from error


def _keys(text: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    keys, notes = {name: text.get(name, "") for name in KEYS}, []
    for name, reader in _READERS.items():
        keys[name], note = reader(keys[name])
        notes += [note] if note else []
    return keys, tuple(notes)


def _shown(text: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)[:_LONGEST]
