"""Rows of a list that are no persons: totals, signatures, headers that are repeated, numbers of columns."""

import re
from collections.abc import Sequence
from enum import StrEnum

from ..layout import FileColumn, Layout
from ..reader import Broken, SheetRow
from ..sheet import NUMBER

_TOTAL = re.compile(r"(sub|grand)?\s*(jumlah|total|jml|rekap\w*)\b", re.IGNORECASE)
_SIGNED = re.compile(
    r"(mengetahui|menyetujui|mengesahkan|kepala|plt|operator|wali kelas|guru kelas|nip|niy|nuptk|ttd|tertanda"
    r"|catatan|keterangan|dicetak|diunduh|tanggal unduh|sumber)\b"
    r"|[^\W\d][\w. ]+,\s*\d{1,2}\s+[^\W\d]+\s+\d{4}\s*$",
    re.IGNORECASE,
)
_NUMBER_OF_A_COLUMN = re.compile(r"\(?(\d{1,3})\)?\.?")
# A number of ours has that many digits, with or without its zeros; a NIP of a signature has more.
_ID = re.compile(r"\d{8,16}|\d[.,]\d+E\+?\d+", re.IGNORECASE)
_SEXES = {"l", "p", "laki-laki", "perempuan"}
_FEW = 4


class NoPerson(StrEnum):
    """Why a row is no person, in words for the operator."""

    HEADER = "judul kolom di tengah lembar"
    NUMBERING = "nomor kolom"
    TOTAL = "jumlah"
    SIGNATURE = "tanda tangan atau catatan"
    NOTHING = "tidak memuat nomor, jenis kelamin, atau isian lain seorang pun"


def why_no_person(row: SheetRow, layout: Layout, identity: Sequence[Sequence[str]]) -> NoPerson | None:
    """Why a row is no person; None for a person. `identity`: the fields by which persons are recognised."""
    cells = list(zip(layout.columns, row.cells, strict=True))
    numbers = {name for fields in identity for name in fields} - {"nama", "tanggal_lahir"}
    if any(column.column.field in numbers and _ID.fullmatch(_text(cell)) for column, cell in cells):
        return None
    filled = [(column, text) for column, cell in cells if (text := _text(cell))]
    if _is_header(filled):
        return NoPerson.HEADER
    if _is_numbering(filled):
        return NoPerson.NUMBERING
    texts = {column.column.field: text for column, text in filled if column.column.field != NUMBER}
    if _TOTAL.match(texts.get("nama", "")):
        return NoPerson.TOTAL
    if texts.get("jenis_kelamin", "").casefold() in _SEXES:
        return None
    return _without_a_person(texts, layout)


def _without_a_person(texts: dict[str, str], layout: Layout) -> NoPerson | None:
    if any(_TOTAL.match(text) for text in texts.values()):
        return NoPerson.TOTAL
    if any(_SIGNED.match(text) for text in texts.values()):
        return NoPerson.SIGNATURE
    tells_sex = any(column.column.field == "jenis_kelamin" for column in layout.columns)
    return NoPerson.NOTHING if tells_sex and len(texts) <= _FEW else None


def _is_header(filled: list[tuple[FileColumn, str]]) -> bool:
    """True where at least two cells, and half of them, say what their column is called."""
    named = sum(_letters(text) in _names(column) for column, text in filled)
    return named >= 2 and 2 * named >= len(filled)


def _names(column: FileColumn) -> set[str]:
    return {_letters(text) for names in column.column.headers for text in names} - {""}


def _is_numbering(filled: list[tuple[FileColumn, str]]) -> bool:
    """True where the row holds numbers alone, at least three, that go up with their columns."""
    numbers = [(column.header.index, _NUMBER_OF_A_COLUMN.fullmatch(text)) for column, text in filled]
    distances = {int(match[1]) - index if match else None for index, match in numbers}
    return len(filled) >= 3 and len(distances) == 1 and None not in distances


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _text(cell: object) -> str:
    return " ".join(str(cell.text if isinstance(cell, Broken) else "" if cell is None else cell).split())
