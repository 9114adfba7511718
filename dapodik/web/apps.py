from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out


class WebConfig(AppConfig):
    name = "dapodik.web"
    verbose_name = "Halaman"
    # (place in the menu, label, name of the page's address). Other apps add theirs in the same way.
    menu = [
        (10, "Beranda", "beranda"),
        (20, "Sekolah", "sekolah:rinci"),
        (30, "Peserta didik", "peserta_didik:daftar"),
        (40, "PTK", "ptk:daftar"),
        (50, "Rombel", "rombel:daftar"),
        (60, "Validasi", "validasi:daftar"),
        (80, "Unduhan", "unduhan:daftar"),
        (90, "Pengaturan", "pengaturan:daftar"),
    ]
    # For accounts that see only what is theirs.
    own_menu = [(10, "Data saya", "ptk:saya"), (90, "Akun saya", "pengaturan:akun")]

    def ready(self) -> None:
        """Connect what happens at each login and logout, wherever it is done."""
        from .impor import chosen_file

        user_logged_in.connect(chosen_file.discard_old)
        user_logged_out.connect(chosen_file.discard)
