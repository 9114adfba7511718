"""`manage.py backup FILE`."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from dapodik.program.cadangan import archive, store
from dapodik.program.command import Command as BaseCommand


class Command(BaseCommand):
    help = "Buat cadangan semua data ke satu berkas; boleh saat aplikasi sedang dipakai."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="BERKAS", help="berkas yang dibuat, belum boleh ada")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"].expanduser().resolve()
        if file.exists():
            raise CommandError(f"{file} sudah ada. Pilih nama lain; cadangan lama tidak ditimpa.")
        try:
            about = archive.write(store.database(), file, timezone.localtime(), store.folder())
        except (OSError, sqlite3.OperationalError) as error:
            raise CommandError(f"Cadangan tidak dapat ditulis ke {file}: {error}.") from error
        self.note("cadangan", f"ditulis ke {file}")
        if options["json"]:
            self.report({"file": file, "size": file.stat().st_size, **msgspec.to_builtins(about)})
        else:
            self.stdout.write(f"Cadangan tersimpan di {file} ({file.stat().st_size // 1024 + 1} KB).")
