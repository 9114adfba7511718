"""The findings, and the warnings that somebody has set aside. Only this package writes them.

Findings can be computed again at any time. An Aside cannot; its reason is in the record's history too.
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


class FindingCount(models.Model):
    """The number of findings after a run that changed it: {kind: {level: number}}."""

    at = models.DateTimeField(default=timezone.now)
    counts = models.JSONField()

    class Meta:
        db_table = "validasi_tally"
        ordering = ["-id"]


class ValidationState(models.Model):
    """The newest journal row, the day and the rule set for which the findings are true. One row.

    `levels`: {rule code: level} that pusat has lowered for everybody.
    """

    journal = models.BigIntegerField(default=0)
    day = models.DateField(null=True)
    rules = models.CharField(max_length=64, default="")
    levels = models.JSONField(default=dict)

    class Meta:
        db_table = "validasi_state"

    @classmethod
    def load(cls) -> "ValidationState":
        """The row, or a new one (not saved) by which every finding is out of date."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
