"""What is wrong at the moment. Written by the engine alone; every row can be worked out again."""

import uuid

from django.db import models


class Finding(models.Model):
    """One rule that one record breaks. `label` is the record's name as it is shown."""

    code = models.CharField(max_length=40)
    level = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    record_id = models.UUIDField(default=uuid.uuid4)
    label = models.CharField(max_length=255)
    field = models.CharField(max_length=60)
    message = models.TextField()

    class Meta:
        db_table = "validasi_finding"
        indexes = [
            models.Index(fields=["kind", "level", "label"], name="finding_kind"),
            models.Index(fields=["record_id"], name="finding_record"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class State(models.Model):
    """Up to where the findings are true: newest journal row, day, and rule set. One row."""

    journal = models.BigIntegerField(default=0)
    day = models.DateField(null=True)
    rules = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "validasi_state"

    @classmethod
    def load(cls) -> "State":
        """The row; a fresh one, for which nothing is true yet, where there is none."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
