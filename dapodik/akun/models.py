"""Accounts of the school's site."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Peran(models.TextChoices):
    """What an account may do. PTK and others follow with their pages."""

    OPERATOR = "operator", "Operator sekolah"
    KEPALA_SEKOLAH = "kepala_sekolah", "Kepala sekolah"


class Pengguna(AbstractUser):
    """A person who may log in. `nama` is what the history of changes shows."""

    nama = models.CharField("nama", max_length=100)
    peran = models.CharField("peran", max_length=20, choices=Peran, default=Peran.OPERATOR)

    REQUIRED_FIELDS = ["nama"]

    class Meta:
        db_table = "pengguna"
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"

    def __str__(self) -> str:
        return self.nama or self.username

    @property
    def may_edit(self) -> bool:
        """Whether this account may change records; a kepala sekolah sees all and changes nothing."""
        return self.peran == Peran.OPERATOR
