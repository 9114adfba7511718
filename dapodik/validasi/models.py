"""What is wrong at the moment, and what was said about it. Written by this package alone.

Findings can be worked out again at any time; an Aside cannot, and its reason stands in the record's
history too.
"""

import uuid

from django.db import models
from django.utils import timezone


class Finding(models.Model):
    """One rule that one record breaks. `label` is the record's name as it is shown.

    `basis` is a digest of what the rule looked at; `aside`: somebody set it aside on that basis.
    """

    code = models.CharField(max_length=40)
    level = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    record_id = models.UUIDField(default=uuid.uuid4)
    label = models.CharField(max_length=255)
    field = models.CharField(max_length=60)
    message = models.TextField()
    basis = models.CharField(max_length=64, default="")
    aside = models.BooleanField(default=False)

    class Meta:
        db_table = "validasi_finding"
        indexes = [
            models.Index(fields=["kind", "level", "label"], name="finding_kind"),
            models.Index(fields=["record_id"], name="finding_record"),
            models.Index(fields=["code"], name="finding_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Aside(models.Model):
    """A warning that somebody has looked at and set aside, with the reason.

    It counts only while the finding stands on the same basis: when the field changes, it is back.
    """

    code = models.CharField(max_length=40)
    record_id = models.UUIDField()
    basis = models.CharField(max_length=64)
    reason = models.CharField(max_length=255)
    author = models.CharField(max_length=255)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "validasi_aside"
        constraints = [models.UniqueConstraint(fields=["record_id", "code"], name="aside_finding")]


class Tally(models.Model):
    """How many findings there were after a run that changed their number: {kind: {level: number}}."""

    at = models.DateTimeField(default=timezone.now)
    counts = models.JSONField()

    class Meta:
        db_table = "validasi_tally"
        ordering = ["-id"]


class State(models.Model):
    """Up to where the findings are true: newest journal row, day, and rule set. One row.

    `levels`: {rule code: level} that pusat has lowered for everybody.
    """

    journal = models.BigIntegerField(default=0)
    day = models.DateField(null=True)
    rules = models.CharField(max_length=64, default="")
    levels = models.JSONField(default=dict)

    class Meta:
        db_table = "validasi_state"

    @classmethod
    def load(cls) -> "State":
        """The row; a fresh one, for which nothing is true yet, where there is none."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
