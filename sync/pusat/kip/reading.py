"""Reading a KIP list: a CSV file with a header line."""

import csv
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from .sk_line import KEYS, SkLine

_CARD = ("nomor_kip", "nama_di_kip")


class ListError(Exception):
    """The list cannot be read; the message says why and what to do (Indonesian)."""


def read(path: Path) -> list[SkLine]:
    """Read a list with the columns nisn, nik, nama, tanggal_lahir, nomor_kip, nama_di_kip; or
    peserta_didik_id in place of the first four. Raises ListError where any line of it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_header(reader.fieldnames or [])
            return [_line(number, row) for number, row in enumerate(reader, start=2)]
    except OSError as error:
        raise ListError(f"Berkas {path} tidak dapat dibuka: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ListError(f"Berkas {path.name} bukan CSV UTF-8. Simpan ulang sebagai CSV UTF-8.") from error


def _check_header(header: Iterable[str]) -> None:
    names = set(header)
    wanted = set(_CARD) | ({"peserta_didik_id"} if "peserta_didik_id" in names else set(KEYS))
    missing = sorted(wanted - names)
    if missing:
        raise ListError(f"Kolom {', '.join(missing)} tidak ada di baris pertama berkas.")


def _line(number: int, row: dict[str, str]) -> SkLine:
    text = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
    pupil = text.get("peserta_didik_id", "")
    try:
        pupil_id = UUID(pupil) if pupil else None
    except ValueError as error:
        raise ListError(f"Baris {number}: “{pupil}” bukan id peserta didik.") from error
    keys = {} if pupil_id else {name: text.get(name, "") for name in KEYS}
    return SkLine(number, text["nomor_kip"], text["nama_di_kip"], keys, pupil_id)
