"""What Morango's client and server share: starting Django, changing pupils, a digest of what is stored."""

import hashlib
import os
from typing import Any

import django


def start() -> None:
    """Django with an empty database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.sync.morango_site.settings"
    django.setup()
    from django.core.management import call_command
    from morango.models.certificates import ScopeDefinition

    from .models import PROFILE

    call_command("migrate", run_syncdb=True, verbosity=0)
    ScopeDefinition.objects.create(
        id="school",
        profile=PROFILE,
        version=1,
        primary_scope_param_key="school",
        description="All of a school",
        read_write_filter_template="${school}",
    )


def change(edits: dict[str, dict[str, str]]) -> None:
    """Give pupils (by number) other values."""
    from .models import Pupil

    for pupil in Pupil.objects.filter(nomor__in=edits):
        for name, value in edits[pupil.nomor].items():
            setattr(pupil, name, value)
        pupil.save()


def digest() -> str:
    """A digest of all pupils' values."""
    from ..fields import FIELDS
    from .models import Pupil

    rows: Any = list(Pupil.objects.order_by("id").values_list("id", *FIELDS))
    return hashlib.sha256(repr(rows).encode()).hexdigest()
