"""What the commands that write a sheet share."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.program.command import Command as BaseCommand

from ..export import NoSchool, in_folder, write_sheet
from ..sheet import Sheet


class SheetCommand(BaseCommand):
    """Writes a sheet to a file, or into a folder under the name that Dapodik's own download has."""

    # What the rows are called, in words and in the report for programs.
    rows: str
    key: str

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "file", type=Path, metavar="FILE.xlsx", help="berkas, atau folder untuk berkasnya"
        )

    def sheet(self, options: dict[str, Any]) -> Sheet:
        """The sheet that is asked for."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        sheet, asked = self.sheet(options), options["file"]
        try:
            file = in_folder(sheet, asked)
            count = write_sheet(sheet, file, "Baris perintah")
        except NoSchool as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"Berkas {asked} tidak dapat ditulis: {error.strerror}. Pilih folder yang ada dan boleh "
                "ditulisi, dan tutup berkas itu bila sedang dibuka di Excel."
            ) from error
        self.note("unduh", f"{sheet.title}, {count} baris, ke {file}")
        if options["json"]:
            self.report({"file": file, self.key: count})
        else:
            self.stdout.write(f"{count} {self.rows} ditulis ke {file}.")
