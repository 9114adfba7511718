"""A pupil as Morango synchronises one, with the 66 fields of the Daftar; and who may join a school."""

from functools import cache
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from morango.models.certificates import Certificate
from morango.models.core import SyncableModel

from ..fields import FIELDS

PROFILE = "dapodik"


class Officer(AbstractUser):
    """Whoever lets a school's computer in."""

    def has_morango_certificate_scope_permission(self, scope_definition_id: str, scope_params: Any) -> bool:
        return self.is_superuser


class Pupil(SyncableModel):
    """One row of the Daftar."""

    morango_model_name = "peserta_didik"
    morango_profile = PROFILE

    def calculate_source_id(self) -> None:
        """None: Morango makes a random id."""

    def calculate_partition(self) -> str:
        return f"{school()}:peserta_didik"


for _name in FIELDS:
    models.TextField(default="", blank=True).contribute_to_class(Pupil, _name)


@cache
def school() -> str:
    """The primary partition: the id of the school's root certificate."""
    return str(Certificate.objects.get(parent=None).id)
