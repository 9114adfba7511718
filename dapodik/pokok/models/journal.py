"""The journal of changes, and what pusat has not acknowledged yet.

Written by `dapodik.pokok.write`; `dapodik.pokok.remark` adds what was said about a record.
"""

import uuid

from django.db import models


class Origin(models.TextChoices):
    """Where a change came from."""

    FORM = "form", "Formulir"
    IMPORT = "import", "Impor lembar"
    MASS = "massal", "Perubahan massal"
    UNDO = "urungkan", "Pengurungan"
    DEMO = "demo", "Sekolah contoh"
    SK = "sk", "SK dari pusat"
    PUSAT = "pusat", "Pusat"
    COMPUTER = "komputer", "Komputer lain di sekolah ini"
    WEBSERVICE = "webservice", "Web Service"
    ADOPT = "adopt", "Disatukan dengan data pusat"


class Journal(models.Model):
    """One record's change in one act: what changed, from what, to what, by whom, from where.

    `changes` is {field: [old, new]} in plain values; `base` the cursor (what the operator could
    have seen of pusat) when it was made; `operation` joins all rows of one act.
    """

    operation = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    record_id = models.UUIDField()
    changes = models.JSONField()
    is_new = models.BooleanField(default=False)
    author = models.CharField(max_length=255)
    origin = models.CharField(max_length=10, choices=Origin)
    base = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "journal"
        indexes = [
            models.Index(fields=["record_id", "id"], name="journal_record"),
            models.Index(fields=["operation"], name="journal_operation"),
        ]


class Act(models.Model):
    """One act on many records (a mass edit, a new semester): told under one title, and taken back as one.

    `operation` is that of its rows in the journal; `records` how many there are; `undone` when it was taken
    back. `until_sent`: it can be taken back only until the first of its changes has gone to pusat.
    """

    operation = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=255)
    author = models.CharField(max_length=255)
    at = models.DateTimeField()
    records = models.PositiveIntegerField()
    until_sent = models.BooleanField(default=False)
    undone = models.DateTimeField(null=True, default=None)

    class Meta:
        db_table = "tindakan"
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.title


class Pending(models.Model):
    """A record that differs from what pusat last acknowledged.

    `fields` is {field: [acknowledged value, base]} of each field that differs now. `is_new`: pusat
    has never acknowledged the record, and all its fields count. `problem`: why pusat refused it
    ({"number", "field", "sentence"}); it is put aside until somebody changes the record. `sending`: the
    number of the batch in which it was sent as it is now; None once it has changed again. `withdrawn`: made
    and deleted again before pusat has seen it, so there is nothing to send unless it is brought back.
    `over`: {field: values it has had} of fields that pusat has acknowledged and lost (see replay.py).
    """

    record_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=40)
    is_new = models.BooleanField(default=False)
    fields = models.JSONField(default=dict)
    problem = models.JSONField(null=True, default=None)
    sending = models.PositiveBigIntegerField(null=True, default=None)
    withdrawn = models.BooleanField(default=False)
    over = models.JSONField(default=dict)

    class Meta:
        db_table = "pending"


class Cursor(models.Model):
    """What this installation has seen of its school's changes at pusat. One row.

    Everything up to number `seen`; and while a long pull is under way, of what came later also the
    records up to `position`. Both move only in the transaction that stores the data itself.
    """

    seen = models.PositiveBigIntegerField(default=0)
    position = models.PositiveBigIntegerField(null=True, default=None)
    has_pulled = models.BooleanField(default=False)

    class Meta:
        db_table = "cursor"

    @classmethod
    def load(cls) -> "Cursor":
        """The row, made where there is none yet."""
        return cls.objects.get_or_create(pk=1)[0]
