"""`manage.py export_pd FILE.xlsx`: write the Daftar Peserta Didik."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.program.command import Command as BaseCommand
from dapodik.spreadsheet.export import NoSchool, write_sheet
from dapodik.spreadsheet.sheets.peserta_didik import PESERTA_DIDIK


class Command(BaseCommand):
    help = "Tulis Daftar Peserta Didik (xlsx) yang berisi peserta didik saat ini."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            count = write_sheet(PESERTA_DIDIK, file, "Baris perintah")
        except NoSchool as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"Berkas {file} tidak dapat ditulis: {error.strerror}. Pilih folder yang ada dan boleh "
                "ditulisi, dan tutup berkas itu bila sedang dibuka di Excel."
            ) from error
        self.note("unduh", f"{PESERTA_DIDIK.title}, {count} baris, ke {file}")
        if options["json"]:
            self.report({"file": file, "peserta_didik": count})
        else:
            self.stdout.write(f"{count} peserta didik ditulis ke {file}.")
