"""The applications that may call, and the log of their calls."""

from django.db import models

from dapodik.referensi.text import no_control_characters

from .fields import PROFILES

LOCALHOST = "localhost"


class Aplikasi(models.Model):
    """An application of the school (e-Rapor, a library) that may call the WebService.

    `alamat`: the one network address it calls from, `localhost` for this computer; `izin`: what it may have,
    keys of `endpoint.DATA`; `profil`: which set of fields it gets; `token_hash`: SHA-256 of the token, which
    is stored nowhere else.
    """

    nama = models.CharField("nama aplikasi", max_length=60, unique=True, validators=[no_control_characters])
    alamat = models.CharField("alamat komputer", max_length=45, default=LOCALHOST)
    izin = models.JSONField("data yang boleh diambil", default=list)
    profil = models.CharField(
        "profil isian",
        max_length=4,
        choices=[(profile, profile) for profile in PROFILES],
        default=PROFILES[-1],
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    aktif = models.BooleanField("aktif", default=True)
    dibuat_oleh = models.CharField("dibuat oleh", max_length=255, editable=False)
    dibuat = models.DateTimeField("dibuat", editable=False)

    class Meta:
        db_table = "ws_aplikasi"
        verbose_name = "aplikasi"
        verbose_name_plural = "aplikasi"
        ordering = ["-aktif", "nama"]

    def __str__(self) -> str:
        return self.nama


class Jaringan(models.Model):
    """Where other computers of the school may call, if anywhere. One row.

    `cara`: "" while it is closed; `alamat`: the address of this computer that is open.
    """

    class Cara(models.TextChoices):
        """How it is called."""

        HTTPS = "https", "https: tersandi, untuk aplikasi yang dapat memakainya"
        HTTP = "http", "http tanpa sandi: hanya bila aplikasinya tidak dapat memakai https"

    cara = models.CharField(max_length=5, choices=Cara, blank=True, default="")
    alamat = models.CharField(max_length=45, blank=True, default="")

    class Meta:
        db_table = "ws_jaringan"
        verbose_name = "jaringan sekolah"
        verbose_name_plural = "jaringan sekolah"

    @classmethod
    def load(cls) -> "Jaringan":
        """The row; closed where nothing was chosen yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def url(self, port: int) -> str:
        """The address that is typed at another computer."""
        return f"{self.cara}://{self.alamat}:{port}"


class Panggilan(models.Model):
    """One call: of which application (none where the token was not known), what, with which result.

    `baris`: how many rows it got or sent; `ms`: how long it took.
    """

    at = models.DateTimeField("waktu", db_index=True)
    aplikasi = models.ForeignKey(
        Aplikasi, models.PROTECT, null=True, related_name="panggilan", verbose_name="aplikasi"
    )
    alamat = models.CharField("alamat", max_length=45)
    endpoint = models.CharField("endpoint", max_length=40)
    status = models.PositiveSmallIntegerField("status")
    baris = models.PositiveIntegerField("baris", default=0)
    ms = models.PositiveIntegerField("ms")
    oleh = models.CharField("dicoba oleh", max_length=255, blank=True, default="")

    class Meta:
        db_table = "ws_panggilan"
        verbose_name = "panggilan"
        verbose_name_plural = "panggilan"
        ordering = ["-pk"]
