"""`manage.py release`."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.program import release
from dapodik.program.command import Command as BaseCommand
from dapodik.program.version import VERSION


class Command(BaseCommand):
    help = "Buat paket rilis (zip) dari repositori git (untuk pengembang)."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        default = release.ROOT / "dist"
        parser.add_argument("--to", type=Path, default=default, metavar="FOLDER", help="bawaan: dist")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            package = release.build(options["to"].expanduser().resolve())
        except release.CannotRelease as reason:
            raise CommandError(str(reason)) from reason
        except OSError as error:
            raise CommandError(f"Paket tidak dapat ditulis: {error}.") from error
        if options["json"]:
            digest = hashlib.sha256(package.read_bytes()).hexdigest()
            self.report({"file": package, "version": VERSION, "sha256": digest})
        else:
            self.stdout.write(f"Paket rilis {VERSION}: {package} ({package.stat().st_size // 1024 + 1} KB).")
