"""Which kind of file this is, and for one that is not read here, the way back."""

import zipfile
from typing import IO

from .limits import OtherKind

_SAVE_AS = "lalu pilih Simpan Sebagai “Excel (.xlsx)” dan pilih lagi berkas barunya"
_IN_EXCEL = f"Buka di Excel atau LibreOffice, {_SAVE_AS}."
_IN_OFFICE = f"Buka di LibreOffice atau Excel, {_SAVE_AS}."
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Where the name of that part stands is not fixed, but it is near one of the ends.
_LOOK = 1024**2
_XML = b"\xef\xbb\xbf \r\n\t"
_BEGINNINGS = {
    b"%PDF": "Berkas ini PDF, bukan lembar. Unduh daftarnya dari Dapodik sebagai Excel (.xlsx).",
    b"Rar!": "Berkas ini arsip RAR. Keluarkan isinya dahulu, lalu pilih berkas .xlsx di dalamnya.",
    b"7z\xbc\xaf": "Berkas ini arsip 7z. Keluarkan isinya dahulu, lalu pilih berkas .xlsx di dalamnya.",
    b"\x1f\x8b": "Berkas ini arsip gzip. Keluarkan isinya dahulu, lalu pilih berkas .xlsx di dalamnya.",
    b"\x89PNG": "Berkas ini gambar, bukan lembar. Pilih berkas .xlsx yang diunduh dari Dapodik.",
    b"\xff\xd8\xff": "Berkas ini foto, bukan lembar. Pilih berkas .xlsx yang diunduh dari Dapodik.",
}


def is_zip(file: IO[bytes]) -> bool:
    """Return whether this may be an .xlsx; else it may be a CSV. Raises OtherKind for all other files."""
    file.seek(0)
    start = file.read(_LOOK)
    for beginning, sentence in _BEGINNINGS.items():
        if start.startswith(beginning):
            raise OtherKind(sentence)
    if start.startswith(_OLE):
        raise OtherKind(_ole(file, start))
    if start.lstrip(_XML).startswith(b"<"):
        raise OtherKind(_markup(start))
    return start.startswith(b"PK")


def refuse_other_zip(archive: zipfile.ZipFile) -> None:
    """Raise OtherKind where a zip is something else than an .xlsx."""
    names = {name.lower() for name in archive.namelist()}
    if "mimetype" in names and "content.xml" in names:
        kind = ".ods" if b"spreadsheet" in archive.read("mimetype")[:100] else "dokumen LibreOffice"
        raise OtherKind(f"Berkas ini {kind}. {_IN_OFFICE}")
    if "xl/workbook.bin" in names:
        raise OtherKind(f"Berkas ini .xlsb (Excel biner). {_IN_EXCEL}")
    if "word/document.xml" in names:
        raise OtherKind("Berkas ini dokumen Word. Pilih berkas .xlsx yang diunduh dari Dapodik.")
    if any(name.endswith(".iwa") for name in names):
        raise OtherKind(
            "Berkas ini Apple Numbers. Buka di Numbers, ekspor ke Excel (.xlsx), lalu pilih lagi."
        )
    sheets = sorted(name for name in archive.namelist() if name.lower().endswith((".xlsx", ".xls", ".csv")))
    if sheets and "[content_types].xml" not in names:
        raise OtherKind(
            f"Berkas ini zip yang berisi “{sheets[0][-60:]}”. Keluarkan isinya dahulu, lalu pilih berkas itu."
        )


def _ole(file: IO[bytes], start: bytes) -> str:
    file.seek(-min(_LOOK, file.seek(0, 2)), 2)
    if _ENCRYPTED in start or _ENCRYPTED in file.read():
        return (
            "Berkas ini dikunci kata sandi. Buka di Excel atau LibreOffice dengan kata sandinya, simpan "
            "sebagai .xlsx tanpa kata sandi, lalu pilih lagi."
        )
    return (
        "Berkas ini .xls lama. Buka di Excel atau LibreOffice, simpan sebagai .xlsx tanpa kata sandi, "
        "lalu pilih lagi."
    )


def _markup(start: bytes) -> str:
    text = start[:4096].lower()
    if b"office:document" in text:
        return f"Berkas ini .fods (LibreOffice). {_IN_OFFICE}"
    if b"<html" in text or b"<!doctype html" in text or b"<table" in text:
        return f"Berkas ini halaman HTML, walaupun namanya mungkin .xls. {_IN_EXCEL}"
    return f"Berkas ini .xls lama yang isinya XML. {_IN_EXCEL}"
