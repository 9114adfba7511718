"""`sync`: synchronise with pusat."""

import getpass
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.command import Command as BaseCommand
from dapodik.pokok.models import KINDS
from sync.lokal.models import Run
from sync.lokal.runner import begin
from sync.wire.problems import SyncProblem


class Command(BaseCommand):
    help = "Sinkronkan data dengan pusat."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--pull", action="store_true", help="hanya tarik data, jangan kirim")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = begin(f"perintah sync ({getpass.getuser()})", sending=not options["pull"])()
        except SyncProblem as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.report(_result(run))
        else:
            self.stdout.write(_text(run))
        if run.problem:
            raise CommandError(str(SyncProblem(run.problem, **run.details)))


def _result(run: Run) -> dict[str, Any]:
    return {
        "status": run.status,
        "problem": run.problem,
        "sent": run.sent,
        "received": run.received,
        "conflicts": run.conflicts.count(),
        "receipt": run.receipt,
        "seconds": round(run.seconds, 3),
        "requests": run.requests,
        "bytes_up": run.bytes_up,
        "bytes_down": run.bytes_down,
    }


def _text(run: Run) -> str:
    lines = [
        f"{label}: {_counts(counts)}" for label, counts in (("Terkirim", run.sent), ("Masuk", run.received))
    ]
    if run.receipt:
        lines.append(f"Tanda terima {run.receipt['number']}: data di sini dan di pusat sama.")
    return "\n".join(lines)


def _counts(counts: dict[str, dict[str, int]]) -> str:
    parts = [f"{sum(n.values())} {KINDS[kind]._meta.verbose_name}" for kind, n in counts.items()]
    return ", ".join(parts) or "tidak ada"
