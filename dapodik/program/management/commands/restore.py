"""`manage.py restore FILE`."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError
from filelock import Timeout

from dapodik.program.cadangan import locked, store
from dapodik.program.cadangan.archive import UnusableBackup
from dapodik.program.cadangan.restore import OtherSchool, restore, whole_database
from dapodik.program.command import Command as BaseCommand
from dapodik.program.command import ask_passphrase


class Command(BaseCommand):
    help = "Pulihkan data dari cadangan. Data yang sekarang disimpan dahulu sebagai cadangan."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="BERKAS", help="cadangan yang dipulihkan")
        parser.add_argument("--other-school", action="store_true", help="walaupun milik sekolah lain")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"].expanduser().resolve()
        try:
            with whole_database(), locked.opened(file, store.folder(), ask_passphrase) as backup:
                done = restore(backup, options["other_school"])
        except Timeout as error:
            raise CommandError("Sinkronisasi sedang berjalan. Tunggu sampai selesai, lalu ulangi.") from error
        except OtherSchool as refused:
            raise CommandError(f"{refused} Bila memang itu maksudnya, tambahkan --other-school.") from refused
        except UnusableBackup as refused:
            raise CommandError(f"{refused} Tidak ada data yang berubah.") from refused
        except (OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(f"Cadangan tidak dapat dipulihkan: {error}.") from error
        self.note("pulihkan", f"data per {done.about.made:%d-%m-%Y %H.%M}")
        if options["json"]:
            self.report({"kept": done.previous, **msgspec.to_builtins(done.about)})
            return
        self.stdout.write(f"Data {done.about.nama} per {done.about.made:%d-%m-%Y %H.%M} sudah dipulihkan.")
        if done.previous:
            self.stdout.write(f"Data yang sebelumnya ada disimpan di {done.previous}.")
