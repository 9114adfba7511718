"""Files that are something else: what they are, and the way back."""

import zipfile
from io import BytesIO

import pytest

from dapodik.spreadsheet import kinds
from dapodik.spreadsheet.limits import OtherKind

pytestmark = pytest.mark.slow

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**parts: str) -> BytesIO:
    """A zip; `__` in a name for a dot, `_` for a slash."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", ".").replace("_", "/"), content)
    return file


def what(file: BytesIO) -> str:
    with pytest.raises(OtherKind) as other:
        if kinds.is_zip(file):
            with zipfile.ZipFile(file) as archive:
                kinds.refuse_other_zip(archive)
    return str(other.value)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        pytest.param(BytesIO(OLE + b"\0" * 600), [".xls lama", "simpan sebagai .xlsx"], id="xls"),
        pytest.param(
            BytesIO(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")), ["kata sandi"], id="password"
        ),
        pytest.param(BytesIO(b"%PDF-1.7\n"), ["PDF", "Unduh"], id="pdf"),
        pytest.param(
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content__xml="<x/>"),
            [".ods", "Simpan Sebagai"],
            id="ods",
        ),
        pytest.param(zipped(xl_workbook__bin="x"), [".xlsb", "Simpan Sebagai"], id="xlsb"),
        pytest.param(zipped(word_document__xml="x"), ["Word"], id="docx"),
        pytest.param(zipped(Index_Document__iwa="x"), ["Numbers", "ekspor"], id="numbers"),
        pytest.param(
            zipped(daftar__xlsx="PK", baca__txt="x"), ["zip", "“daftar.xlsx”", "Keluarkan"], id="zip of xlsx"
        ),
        pytest.param(BytesIO(b"<html><table>"), ["HTML", "Simpan Sebagai"], id="html"),
        pytest.param(BytesIO(b"\xef\xbb\xbf\r\n<!DOCTYPE html>"), ["HTML"], id="html with BOM"),
        pytest.param(
            BytesIO(b'<?xml version="1.0"?><office:document xmlns:office="x">'),
            [".fods", "Simpan Sebagai"],
            id="fods",
        ),
        pytest.param(
            BytesIO(b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'),
            ["XML", "Simpan Sebagai"],
            id="SpreadsheetML",
        ),
        pytest.param(BytesIO(b"Rar!\x1a\x07"), ["RAR"], id="rar"),
        pytest.param(BytesIO(b"\xff\xd8\xff\xe0"), ["foto"], id="photo"),
    ],
)
def test_what_it_is_and_the_way_back(file: BytesIO, words: list[str]) -> None:
    assert all(word in what(file) for word in words)


def test_a_sheet_and_a_text_go_on() -> None:
    assert kinds.is_zip(BytesIO(b"PK\x03\x04"))
    assert not kinds.is_zip(BytesIO(b"No;Nama;NISN"))
