"""What the central server keeps. Every unique key of a school's rows is led by `sekolah_id`."""

import uuid

from django.db import models


class Sekolah(models.Model):
    """A school. `head` is the last number given to one of its changes: its row is locked while
    numbers are given, so that they become visible in order. `digests`: see digest.Tally."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    npsn = models.CharField(max_length=8, unique=True)
    nama = models.CharField(max_length=255)
    head = models.PositiveBigIntegerField(default=0)
    digests = models.JSONField(default=dict)
    receipts = models.PositiveIntegerField(default=0)
    registration_code = models.CharField(max_length=255)

    class Meta:
        db_table = "sekolah"
        ordering = ["nama"]

    def __str__(self) -> str:
        return self.nama


class Installation(models.Model):
    """A school's computer that was let in. Only the hash of its key is kept."""

    sekolah = models.ForeignKey(Sekolah, on_delete=models.PROTECT, related_name="installations")
    label = models.CharField(max_length=255)
    key_hash = models.CharField(max_length=64)
    revoked = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "installation"


class RegistrationAttempt(models.Model):
    """A wrong registration code, counted per NPSN so that codes cannot be guessed."""

    npsn = models.CharField(max_length=8)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "registration_attempt"
        indexes = [models.Index(fields=["npsn", "at"], name="attempt_npsn")]


class Batch(models.Model):
    """A batch that was accepted, under its name, with the answer that was given."""

    pk = models.CompositePrimaryKey("sekolah_id", "installation_id", "epoch", "number")
    sekolah = models.ForeignKey(Sekolah, on_delete=models.PROTECT)
    installation = models.ForeignKey(Installation, on_delete=models.PROTECT)
    epoch = models.CharField(max_length=32)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    ack = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "batch"


class Record(models.Model):
    """A record of a school: its values, and per field the number and author that last wrote it.

    `versions` is {field: [number, author]}; `"*"` stands for every field of `values` that has no
    entry of its own. `number` is the highest among them.
    """

    pk = models.CompositePrimaryKey("sekolah_id", "record_id")
    sekolah = models.ForeignKey(Sekolah, on_delete=models.PROTECT)
    record_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    values = models.JSONField(default=dict)
    versions = models.JSONField(default=dict)
    deleted = models.BooleanField(default=False)

    class Meta:
        db_table = "record"
        indexes = [models.Index(fields=["sekolah", "number"], name="record_number")]


class RuleLevel(models.Model):
    """A rule of validation that pusat has lowered for every school, or switched off (`off`)."""

    code = models.CharField(max_length=40, primary_key=True)
    level = models.CharField(max_length=10)
    reason = models.CharField(max_length=255)
    since = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "rule_level"
        ordering = ["code"]


class Receipt(models.Model):
    """A tanda terima that was given: number and content (with signature)."""

    pk = models.CompositePrimaryKey("sekolah_id", "serial")
    sekolah = models.ForeignKey(Sekolah, on_delete=models.PROTECT)
    serial = models.PositiveIntegerField()
    installation = models.ForeignKey(Installation, on_delete=models.PROTECT)
    content = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "receipt"


class Sk(models.Model):
    """A decree (SK) that gives pupils their KIP numbers."""

    number = models.CharField(max_length=100, unique=True)
    date = models.DateField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "sk"
        ordering = ["-date", "-id"]

    def __str__(self) -> str:
        return f"SK {self.number}"


class SkRow(models.Model):
    """One line of an SK list and what became of it. `reason` says why it was not published."""

    class Status(models.TextChoices):
        PUBLISHED = "terbit", "Terbit"
        UNMATCHED = "belum", "Belum cocok"

    sk = models.ForeignKey(Sk, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    sekolah = models.ForeignKey(Sekolah, on_delete=models.PROTECT, null=True)
    peserta_didik_id = models.UUIDField(null=True)
    nomor_kip = models.CharField(max_length=255)
    nama_di_kip = models.CharField(max_length=255)
    status = models.CharField(max_length=10, choices=Status)
    reason = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        db_table = "sk_row"
        constraints = [models.UniqueConstraint(fields=["sk", "line"], name="sk_line")]
