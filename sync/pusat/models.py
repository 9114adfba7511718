"""The tables of pusat.

Every key of a school's rows is led by `sekolah_id`, so that the tables can be spread over several database
servers by it (docs/citus.md). What belongs to no school (`Npsn`, `WrongAttempt`, `SecurityEvent`,
`RuleLevel`, `Sk`) is small.
"""

import uuid
from typing import Any

from django.db import models

from .json_text import JsonText


class Sekolah(models.Model):
    """A school. `head` is the number of its newest change: the row is locked while numbers are given, so that
    they become visible in order. `mark` is that of the newest Checkpoint, `digests` what digest.Tally
    stores."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    npsn = models.CharField(max_length=8)
    nama = models.CharField(max_length=255)
    head = models.PositiveBigIntegerField(default=0)
    mark = models.CharField(max_length=16, default="")
    digests = models.JSONField(default=dict)
    receipts = models.PositiveIntegerField(default=0)
    # A hash, see door.codes; "" where there is no code.
    registration_code = models.CharField(max_length=255, default="")
    code_expires = models.DateTimeField(null=True)
    # How many bytes of changes the school has sent on this day, YYYY-MM-DD in pusat's zone.
    sent_day = models.CharField(max_length=10, default="")
    sent_bytes = models.PositiveBigIntegerField(default=0)
    # Random, another one with every change of the school's list of computers.
    computers_mark = models.CharField(max_length=16, default="")

    class Meta:
        db_table = "sekolah"
        ordering = ["nama"]

    def __str__(self) -> str:
        return self.nama


class Npsn(models.Model):
    """An NPSN and the school that has it. A table of its own, because a school's row is found by its id."""

    npsn = models.CharField(max_length=8, primary_key=True)
    sekolah_id = models.UUIDField()

    class Meta:
        db_table = "npsn"


class OfSchool(models.Model):
    """A row of a school. Its primary key begins with `sekolah_id`, which needs no index of its own."""

    sekolah = models.ForeignKey(Sekolah, on_delete=models.PROTECT, db_index=False)

    class Meta:
        abstract = True


class Installation(OfSchool):
    """A computer of a school that is registered. Computers are numbered within the school.

    Of its key only the hash is stored. `next_key_hash` is that of a key which was given in exchange and takes
    the place of the first as soon as it is used.
    """

    pk = models.CompositePrimaryKey("sekolah_id", "number")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=255)
    key_hash = models.CharField(max_length=64)
    next_key_hash = models.CharField(max_length=64, blank=True, default="")
    revoked = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "installation"


class WrongAttempt(models.Model):
    """A wrong registration code or key, counted by what it was tried at, so that neither can be guessed."""

    at_what = models.CharField(max_length=100)
    time = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "wrong_attempt"
        indexes = [
            models.Index(fields=["at_what", "time"], name="wrong_attempt_at"),
            models.Index(fields=["time"], name="wrong_attempt_time"),
        ]


class AppendOnly(models.QuerySet["SecurityEvent"]):
    """Rows that are written and read, never changed or removed."""

    def update(self, **values: Any) -> int:
        """Refused."""
        raise NotImplementedError("nothing changes the history of security")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise NotImplementedError("nothing is removed from the history of security")


class SecurityEvent(models.Model):
    """One thing that matters to security: who, when, from where, about which school. Rows are only added; on
    PostgreSQL a trigger holds that too.

    `by`: the officers, a school's computer, a command with the user of the server, or nobody who is known. No
    other personal data stands in it.
    """

    class Kind(models.TextChoices):
        """What the history of security holds."""

        MASUK = "masuk", "Petugas masuk"
        KELUAR = "keluar", "Petugas keluar"
        SALAH = "salah", "Kunci, kode, atau nomor salah"
        DAFTAR = "daftar", "Komputer terdaftar"
        KUNCI = "kunci", "Kunci komputer diganti"
        CABUT = "cabut", "Kunci komputer dicabut"
        KODE = "kode", "Kode registrasi dibuat"
        SK = "sk", "SK diterbitkan"
        SK_CABUT = "sk_cabut", "Kartu SK dicabut"
        ATURAN = "aturan", "Aturan validasi diturunkan atau dipulihkan"
        UNDUH = "unduh", "Berkas jawaban diunduh"

    time = models.DateTimeField(auto_now_add=True, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.CharField(max_length=100, blank=True, default="")
    address = models.CharField(max_length=50, blank=True, default="")
    npsn = models.CharField(max_length=8, blank=True, default="")
    note = models.CharField(max_length=255, blank=True, default="")

    objects = AppendOnly.as_manager()

    class Meta:
        db_table = "security_event"
        ordering = ["-id"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that is there already is refused."""
        if not self._state.adding:
            raise NotImplementedError("nothing changes the history of security")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise NotImplementedError("nothing is removed from the history of security")


class Batch(OfSchool):
    """An accepted batch, under its number, with the ack that was given."""

    pk = models.CompositePrimaryKey("sekolah_id", "installation", "epoch", "number")
    installation = models.PositiveIntegerField()
    epoch = models.CharField(max_length=32)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    ack = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "batch"


class Record(OfSchool):
    """A record of a school: its values, and the versions of its fields (see store.versions.Versions).

    `number` is the highest among the versions.
    """

    pk = models.CompositePrimaryKey("sekolah_id", "record_id")
    # Who writes records has locked their school's row. To look for it again for each of thousands of records
    # was a third of the database's work.
    sekolah = models.ForeignKey(Sekolah, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    record_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    values = JsonText(default=dict)
    versions = JsonText(default=dict)
    deleted = models.BooleanField(default=False)

    class Meta:
        db_table = "record"
        indexes = [models.Index(fields=["sekolah", "number"], name="record_number")]


class Checkpoint(OfSchool):
    """A number that was the school's head once, and a random mark for it. By the mark the school's computers
    recognise a pusat that was set back to an older copy and has given its numbers again."""

    pk = models.CompositePrimaryKey("sekolah_id", "number")
    number = models.PositiveBigIntegerField()
    mark = models.CharField(max_length=16)

    class Meta:
        db_table = "moment"


class RuleLevel(models.Model):
    """A rule of validation that pusat has lowered for all schools, or switched off (`off`)."""

    code = models.CharField(max_length=40, primary_key=True)
    level = models.CharField(max_length=10)
    reason = models.CharField(max_length=255)
    since = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "rule_level"
        ordering = ["code"]


class Receipt(OfSchool):
    """A tanda terima that was given. `content` is the message Receipt, with its signature."""

    pk = models.CompositePrimaryKey("sekolah_id", "serial")
    serial = models.PositiveIntegerField()
    installation = models.PositiveIntegerField()
    content = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "receipt"


class OfflineReply(OfSchool):
    """The reply to the newest file of a computer, sealed, to be fetched under `token`. `summary`: its
    numbers, for the page."""

    pk = models.CompositePrimaryKey("sekolah_id", "installation")
    installation = models.PositiveIntegerField()
    token = models.CharField(max_length=64)
    body = models.BinaryField()
    summary = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "offline_reply"


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
    """A row of an SK, which stays whatever becomes of it.

    `number` counts the rows of the SK from 1; `line` is that of the file which named the row last. `reason`
    says why it was not published, or what replaced or withdrew it (Indonesian). `before`: the values of the
    pupil's fields that the row has changed, as they were; None where that is not known.
    It belongs to the SK and not to a school, because most questions are about the whole list.
    """

    class Status(models.TextChoices):
        PUBLISHED = "terbit", "Terbit"
        UNMATCHED = "belum", "Belum cocok"
        REPLACED = "diganti", "Diganti"
        WITHDRAWN = "dicabut", "Dicabut"

    pk = models.CompositePrimaryKey("sk_id", "number")
    sk = models.ForeignKey(Sk, on_delete=models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    sekolah = models.ForeignKey(
        Sekolah, on_delete=models.DO_NOTHING, null=True, db_index=False, db_constraint=False
    )
    peserta_didik_id = models.UUIDField(null=True)
    nomor_kip = models.CharField(max_length=255)
    nama_di_kip = models.CharField(max_length=255)
    status = models.CharField(max_length=10, choices=Status)
    reason = models.CharField(max_length=255, blank=True, default="")
    before = JsonText(null=True)

    class Meta:
        db_table = "sk_row"
        ordering = ["line", "number"]
