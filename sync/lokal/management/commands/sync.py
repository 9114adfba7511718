"""`sync`: synchronise with pusat."""

import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.pokok.models import KINDS
from dapodik.program.command import Command as BaseCommand
from sync.lokal.engine import offline
from sync.lokal.engine.runner import begin
from sync.lokal.models import Run
from sync.wire.problems import SyncProblem


class Command(BaseCommand):
    help = "Sinkronkan data dengan pusat."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--pull", action="store_true", help="hanya tarik data, jangan kirim")
        file = parser.add_mutually_exclusive_group()
        file.add_argument(
            "--file-out", type=Path, metavar="BERKAS", help="tulis berkas kirim untuk halaman pusat"
        )
        file.add_argument("--file-in", type=Path, metavar="BERKAS", help="baca berkas jawaban pusat")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self._done(f"perintah sync ({getpass.getuser()})", options)
        except (SyncProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if run is None:
            return
        if options["json"]:
            self.report(_result(run))
        else:
            self.stdout.write(_text(run))
        if run.problem:
            raise CommandError(str(SyncProblem(run.problem, **run.details)))

    def _done(self, by: str, options: dict[str, Any]) -> Run | None:
        """The run, or None where it was a file that was asked for."""
        sending = not options["pull"]
        if options["file_out"]:
            options["file_out"].write_bytes(offline.write(by, sending))
            self.note("unduh", f"berkas kirim untuk pusat, ke {options['file_out']}")
            return None
        if options["file_in"]:
            return offline.begin(by, options["file_in"].read_bytes())()
        return begin(by, sending)()


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
