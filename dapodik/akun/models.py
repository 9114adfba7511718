"""Accounts of the school's site, and the history of security."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

from dapodik.referensi.text import no_control_characters


class Peran(models.TextChoices):
    """What an account may do: everything, see everything, see what is one's own."""

    OPERATOR = "operator", "Operator sekolah"
    KEPALA_SEKOLAH = "kepala_sekolah", "Kepala sekolah"
    PTK = "ptk", "PTK"


class Tampilan(models.TextChoices):
    """How bright the pages are; `AUTO` as the computer has it."""

    AUTO = "auto", "Seperti komputer"
    TERANG = "terang", "Terang"
    GELAP = "gelap", "Gelap"


class Pengguna(AbstractUser):
    """A person who may log in. `nama` is what the history of changes shows.

    `ptk_id` is the PTK record of an account of the role PTK; the records live on a higher floor, so it is a
    plain id. `harus_ganti_sandi`: the password was given by somebody else and serves to choose one's own.
    `kolom` are the columns that were chosen, {list: names}; `pintasan` whether single letters are shortcuts.
    """

    nama = models.CharField("nama", max_length=100, validators=[no_control_characters])
    peran = models.CharField("peran", max_length=20, choices=Peran, default=Peran.OPERATOR)
    ptk_id = models.UUIDField("PTK", null=True, blank=True)
    harus_ganti_sandi = models.BooleanField("harus mengganti kata sandi", default=False)
    tampilan = models.CharField("tampilan", max_length=10, choices=Tampilan, default=Tampilan.AUTO)
    pintasan = models.BooleanField("pintasan satu huruf", default=True)
    kolom = models.JSONField("kolom daftar", default=dict, blank=True)
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    # Set for the length of a request that looks at a past semester.
    looks_back = False

    REQUIRED_FIELDS = ["nama"]

    class Meta:
        db_table = "pengguna"
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"

    def __str__(self) -> str:
        return self.nama or self.username

    @property
    def may_edit(self) -> bool:
        """True where this account may change records now. A kepala sekolah sees all and changes nothing."""
        return self.acting_peran == Peran.OPERATOR

    @property
    def acting_peran(self) -> str:
        """The role that counts now: an operator who looks at a past semester may do what the head may."""
        if self.looks_back and self.peran == Peran.OPERATOR:
            return Peran.KEPALA_SEKOLAH
        return self.peran

    @property
    def sees_all(self) -> bool:
        """True where this account sees the whole school. A PTK sees only their own data."""
        return self.peran in (Peran.OPERATOR, Peran.KEPALA_SEKOLAH)

    def get_session_auth_hash(self) -> str:
        """What a session must match to be valid: another password or generation ends all of them."""
        return salted_hmac(
            "dapodik.akun.session", f"{self.session_generation}:{self.password}", algorithm="sha256"
        ).hexdigest()


class Saringan(models.Model):
    """A filter of a list that an account has given a name. `daftar` is the name of the list's page,
    `query` the address's part after `?`."""

    pengguna = models.ForeignKey(Pengguna, models.CASCADE, related_name="saringan")
    daftar = models.CharField("daftar", max_length=60)
    nama = models.CharField("nama", max_length=60)
    query = models.CharField("saringan", max_length=1000)

    class Meta:
        db_table = "saringan"
        verbose_name = "saringan tersimpan"
        verbose_name_plural = "saringan tersimpan"
        ordering = ["nama"]
        constraints = [
            models.UniqueConstraint(fields=["pengguna", "daftar", "nama"], name="saringan_once_by_name")
        ]

    def __str__(self) -> str:
        return self.nama


class Peristiwa(models.TextChoices):
    """What the history of security holds."""

    MASUK = "masuk", "Masuk"
    GAGAL = "gagal", "Gagal masuk"
    TERKUNCI = "terkunci", "Terkunci sementara"
    KELUAR = "keluar", "Keluar"
    KELUAR_SEMUA = "keluar_semua", "Keluar dari semua komputer"
    BERAKHIR = "berakhir", "Sesi berakhir"
    GANTI_SANDI = "ganti_sandi", "Kata sandi diganti"
    ATUR_ULANG = "atur_ulang", "Kata sandi diatur ulang"
    AKUN = "akun", "Akun dibuat atau diubah"
    DITOLAK = "ditolak", "Akses ditolak"
    IMPOR = "impor", "Data diimpor"
    UNDUH = "unduh", "Data diunduh"
    CADANGAN = "cadangan", "Cadangan dibuat, diunduh, diambil, atau dihapus"
    PULIHKAN = "pulihkan", "Cadangan dipulihkan"
    PUSAT = "pusat", "Komputer didaftarkan, atau kuncinya diganti"
    WEB_SERVICE = "web_service", "Aplikasi Web Service diatur"


class AppendOnly(models.QuerySet["RiwayatKeamanan"]):
    """Rows that are written and read, never changed or removed."""

    def update(self, **values: Any) -> int:
        """Refused."""
        raise NotImplementedError("nothing changes the history of security")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise NotImplementedError("nothing is removed from the history of security")


class RiwayatKeamanan(models.Model):
    """One thing that matters to security: who, when, from where. No other personal data stands in it.

    Rows are only added, but for one thing: a try is written down as failed before its password is looked at,
    and becomes what it was for (a login, a new password) once. A restore takes the rows along
    (`cadangan/carried_history.py`).

    `oleh` is the user name as it was then, or the command and the computer's own user. `pengguna` and `oleh`
    are empty where the name that was typed belongs to no account. That name is kept only as `name_key`, which
    cannot be read: people type their password into the wrong box.
    """

    at = models.DateTimeField("waktu", db_index=True)
    peristiwa = models.CharField("peristiwa", max_length=20, choices=Peristiwa)
    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, verbose_name="pengguna", related_name="riwayat_keamanan"
    )
    oleh = models.CharField("oleh", max_length=150, blank=True, default="")
    name_key = models.CharField(max_length=64)
    address = models.CharField("alamat", max_length=45, blank=True)
    peramban = models.CharField("peramban", max_length=60, blank=True)
    catatan = models.CharField("catatan", max_length=255, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        db_table = "riwayat_keamanan"
        verbose_name = "riwayat keamanan"
        verbose_name_plural = "riwayat keamanan"
        indexes = [models.Index(fields=["name_key", "id"], name="riwayat_keamanan_name_key")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that is there already is refused."""
        if not self._state.adding:
            raise NotImplementedError("nothing changes the history of security")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise NotImplementedError("nothing is removed from the history of security")

    def become(self, purpose: Peristiwa) -> None:
        """The password of this try was right, and served this purpose."""
        tries = RiwayatKeamanan._base_manager.filter(pk=self.pk, peristiwa=Peristiwa.GAGAL)
        tries.update(peristiwa=purpose)
        self.peristiwa = purpose

    @property
    def siapa(self) -> str:
        """Who it was, as pages say it."""
        return str(self.pengguna or self.oleh or "(nama tidak dikenal)")
