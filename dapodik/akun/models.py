"""Accounts of the school's site, and the history of who came in."""

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
    """What happened at the door."""

    MASUK = "masuk", "Masuk"
    GAGAL = "gagal", "Gagal masuk"
    TERKUNCI = "terkunci", "Terkunci sementara"
    KELUAR = "keluar", "Keluar"
    KELUAR_SEMUA = "keluar_semua", "Keluar dari semua komputer"
    BERAKHIR = "berakhir", "Sesi berakhir"
    GANTI_SANDI = "ganti_sandi", "Kata sandi diganti"
    ATUR_ULANG = "atur_ulang", "Kata sandi diatur ulang"
    AKUN = "akun", "Akun dibuat atau diubah"


class RiwayatMasuk(models.Model):
    """One thing that happened at the door: who, when, from where.

    `pengguna` is empty where the name that was typed belongs to no account. That name is kept only as
    `name_key`, which cannot be read: people type their password into the wrong box.
    """

    at = models.DateTimeField("waktu", db_index=True)
    peristiwa = models.CharField("peristiwa", max_length=20, choices=Peristiwa)
    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, verbose_name="pengguna", related_name="riwayat_masuk"
    )
    name_key = models.CharField(max_length=64)
    address = models.CharField("alamat", max_length=45, blank=True)
    peramban = models.CharField("peramban", max_length=60, blank=True)
    catatan = models.CharField("catatan", max_length=255, blank=True)

    class Meta:
        db_table = "riwayat_masuk"
        verbose_name = "riwayat masuk"
        verbose_name_plural = "riwayat masuk"
        indexes = [models.Index(fields=["name_key", "id"], name="riwayat_masuk_name_key")]
