"""`rule_book`: write docs/aturan.md from the rule book."""

from typing import Any

from dapodik.program.command import Command as BaseCommand
from dapodik.validasi.book_page import FILE, page


class Command(BaseCommand):
    help = "Tulis docs/aturan.md dari buku aturan (untuk pengembang)."
    reports = False

    def handle(self, *args: Any, **options: Any) -> None:
        FILE.write_text(page(), encoding="utf-8")
