"""`register`: register this computer at pusat."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.program.command import Command as BaseCommand
from sync.lokal.engine.registration import register
from sync.wire.problems import SyncProblem


class Command(BaseCommand):
    help = "Daftarkan komputer ini di pusat dengan NPSN dan kode registrasi."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--pusat", required=True, metavar="URL", help="alamat pusat")
        parser.add_argument("--npsn", required=True)
        parser.add_argument("--code", required=True, help="kode registrasi dari dinas")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            connection = register(options["pusat"], options["npsn"], options["code"])
        except SyncProblem as problem:
            raise CommandError(str(problem)) from problem
        self.note("pusat", f"didaftarkan di {connection.url}")
        if options["json"]:
            self.report({"npsn": connection.npsn, "nama": connection.nama})
        else:
            self.stdout.write(f"Komputer ini terdaftar untuk {connection.nama}. Jalankan: manage.py sync")
