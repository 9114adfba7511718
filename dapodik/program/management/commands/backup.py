"""`manage.py backup FILE`."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from dapodik.program.cadangan import archive, locked, store
from dapodik.program.cadangan.archive import About
from dapodik.program.command import Command as BaseCommand
from dapodik.program.command import ask_passphrase


class Command(BaseCommand):
    help = "Buat cadangan semua data ke satu berkas; boleh saat aplikasi sedang dipakai."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="BERKAS", help="berkas yang dibuat, belum boleh ada")
        parser.add_argument("--encrypt", action="store_true", help="kunci dengan kata sandi")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"].expanduser().resolve()
        if file.exists():
            raise CommandError(f"{file} sudah ada. Pilih nama lain; cadangan lama tidak ditimpa.")
        try:
            about = _write_locked(file) if options["encrypt"] else _write(file)
        except locked.WeakPassphrase as refused:
            raise CommandError(str(refused)) from refused
        except (OSError, sqlite3.Error) as error:
            raise CommandError(f"Cadangan tidak dapat ditulis ke {file}: {error}.") from error
        self.note("cadangan", f"ditulis ke {file}")
        if options["json"]:
            self.report({"file": file, "size": file.stat().st_size, **msgspec.to_builtins(about)})
        else:
            self.stdout.write(f"Cadangan tersimpan di {file} ({file.stat().st_size // 1024 + 1} KB).")
            if options["encrypt"]:
                self.stdout.write(f"Cadangan itu terkunci. {locked.FORGOTTEN}")


def _write(file: Path) -> About:
    return archive.write(store.database(), file, timezone.localtime(), store.folder())


def _write_locked(file: Path) -> About:
    """Nothing that is not encrypted is ever written to where the file goes."""
    passphrase = ask_passphrase(twice=True)
    locked.refuse_weak(passphrase)
    with archive.aside(store.folder()) as plain:
        about = _write(plain)
        locked.lock(plain, file, passphrase)
    return about
