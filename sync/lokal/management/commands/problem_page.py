"""`problem_page`: write docs/masalah.md from the catalogue of problems."""

from typing import Any

from dapodik.program.command import Command as BaseCommand
from sync.wire.problem_page import FILE, page


class Command(BaseCommand):
    help = "Tulis docs/masalah.md dari daftar masalah (untuk pengembang)."
    reports = False

    def handle(self, *args: Any, **options: Any) -> None:
        FILE.write_text(page(), encoding="utf-8")
