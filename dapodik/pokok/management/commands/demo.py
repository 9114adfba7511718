"""`manage.py demo`: the demonstration school in an empty data folder."""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from dapodik.pokok import demo
from dapodik.pokok.models import PesertaDidik, Ptk, RombonganBelajar
from dapodik.program.command import Command as BaseCommand


class Command(BaseCommand):
    help = "Buat sekolah contoh di folder data yang masih kosong."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo.make(timezone.localdate())
        except demo.SchoolExists as error:
            raise CommandError(f"{error} Pilih folder lain dengan --data FOLDER.") from error
        counts = {model.kind(): model.live.count() for model in (PesertaDidik, Ptk, RombonganBelajar)}
        if options["json"]:
            self.report({"npsn": demo.NPSN, "nama": demo.NAMA, **counts})
        else:
            self.stdout.write(
                f"{demo.NAMA} (NPSN {demo.NPSN}) dibuat: {counts['peserta_didik']} peserta didik, "
                f"{counts['ptk']} PTK, {counts['rombongan_belajar']} rombel."
            )
