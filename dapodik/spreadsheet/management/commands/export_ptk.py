"""`manage.py export_ptk FILE.xlsx`: write the sheet of the PTK."""

from typing import Any

from django.core.management.base import CommandParser

from dapodik.spreadsheet.management.sheet_command import SheetCommand
from dapodik.spreadsheet.sheet import Sheet
from dapodik.spreadsheet.sheets.ptk import GURU, PTK, TENDIK

_SHEETS = {"semua": PTK, "guru": GURU, "tendik": TENDIK}


class Command(SheetCommand):
    help = "Tulis Daftar PTK (xlsx) yang berisi guru dan tenaga kependidikan saat ini."
    rows, key = "PTK", "ptk"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--jenis", choices=_SHEETS, default="semua", help="hanya guru, atau hanya tenaga kependidikan"
        )

    def sheet(self, options: dict[str, Any]) -> Sheet:
        return _SHEETS[options["jenis"]]
