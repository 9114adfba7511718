from django.apps import AppConfig


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
