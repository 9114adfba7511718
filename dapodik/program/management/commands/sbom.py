"""`manage.py sbom FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.program import sbom
from dapodik.program.command import Command as BaseCommand


class Command(BaseCommand):
    help = "Tulis daftar semua paket rilis ini sebagai CycloneDX JSON (untuk pengembang)."
    needs_database = False
    reports = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="BERKAS.json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            options["file"].write_text(sbom.build(), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['file']} tidak dapat ditulis: {error.strerror}.") from error
