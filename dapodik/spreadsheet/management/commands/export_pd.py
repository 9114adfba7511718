"""`manage.py export_pd FILE.xlsx`: write the Daftar Peserta Didik."""

from typing import Any

from dapodik.spreadsheet.management.sheet_command import SheetCommand
from dapodik.spreadsheet.sheet import Sheet
from dapodik.spreadsheet.sheets.peserta_didik import PESERTA_DIDIK


class Command(SheetCommand):
    help = "Tulis Daftar Peserta Didik (xlsx) yang berisi peserta didik saat ini."
    rows, key = "peserta didik", "peserta_didik"

    def sheet(self, options: dict[str, Any]) -> Sheet:
        return PESERTA_DIDIK
