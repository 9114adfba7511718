"""`manage.py audit`."""

import dataclasses
from typing import Any

from django.core.management.base import CommandError

from dapodik.program import audit
from dapodik.program.command import Command as BaseCommand


class Command(BaseCommand):
    help = "Tanyakan kelemahan yang diketahui dari semua paket (untuk pengembang; perlu internet)."
    needs_database = False

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = audit.audit()
        except audit.CannotAudit as reason:
            raise CommandError(str(reason)) from reason
        if options["json"]:
            self.report(dataclasses.asdict(answer))
        else:
            self.stdout.write(f"{answer.asked} paket diperiksa, {len(answer.weak)} kelemahan diketahui.")
        if answer.unknown:
            self.stderr.write(f"Tidak dapat diperiksa: {', '.join(answer.unknown)}.")
        if answer.weak:
            raise CommandError("\n".join(answer.weak))
