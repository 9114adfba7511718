"""`manage.py reset_password NAMA`: for whoever sits at the school's own computer and cannot get in."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.akun.accounts import HOURS, reset_password
from dapodik.akun.models import Pengguna
from dapodik.program.command import Command as BaseCommand


class Command(BaseCommand):
    help = "Beri seorang pengguna kata sandi sementara; saat masuk ia memilih yang baru."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("nama", metavar="NAMA", help="nama pengguna, seperti diketik saat masuk")

    def handle(self, *args: Any, **options: Any) -> None:
        user = _active_user(options["nama"])
        password = reset_password(user, None, "dengan perintah di komputer sekolah")
        if options["json"]:
            return self.report({"nama_pengguna": user.username, "kata_sandi_sementara": password})
        self.stdout.write(
            f"Kata sandi sementara untuk {user.username}: {password}\n"
            f"Masuk dengan kata sandi ini dalam {HOURS} jam, lalu pilih kata sandi baru. "
            "Yang lama tidak berlaku lagi."
        )


def _active_user(name: str) -> Pengguna:
    active = Pengguna.objects.filter(is_active=True)
    user = active.filter(username=name).first()
    if user:
        return user
    names = ", ".join(active.order_by("username").values_list("username", flat=True))
    raise CommandError(
        f"Tidak ada pengguna aktif bernama “{name}”. "
        + (f"Yang ada: {names}." if names else "Buka aplikasi untuk membuat akun operator dahulu.")
    )
