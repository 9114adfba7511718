"""What this installation stores of pusat and of its runs."""

import secrets
import uuid
from typing import Any

from django.db import models
from django.utils import timezone


def new_epoch() -> str:
    """A random id for a new count of batches."""
    return secrets.token_hex(8)


class Connection(models.Model):
    """The registration of this installation at pusat. At most one row.

    `acked` is the number of the last batch of this epoch whose ack is stored here. `held`: the tally of what
    pusat has acknowledged (see engine/acknowledged.py), `counted` when the records themselves were last
    counted. `computers`: pusat's mark of the list of computers that is stored here.
    """

    url = models.URLField(max_length=500)
    sekolah_id = models.UUIDField()
    npsn = models.CharField(max_length=8)
    nama = models.CharField(max_length=255)
    installation = models.PositiveIntegerField()
    key = models.CharField(max_length=255)
    epoch = models.CharField(max_length=32, default=new_epoch)
    acked = models.PositiveBigIntegerField(default=0)
    held = models.JSONField(default=dict)
    counted = models.DateTimeField(null=True)
    computers = models.CharField(max_length=16, default="")

    class Meta:
        db_table = "sync_connection"

    @classmethod
    def load(cls) -> "Connection | None":
        """The registration, or None."""
        return cls.objects.first()


class Computer(models.Model):
    """A computer that is, or was, registered at pusat for this school, as pusat's list said last.

    `is_revoked`: its key no longer counts. `answer`: what somebody here said of it.
    """

    class Answer(models.TextChoices):
        OURS = "kami", "Komputer sekolah ini"
        NOT_OURS = "bukan", "Bukan komputer sekolah ini"

    number = models.PositiveBigIntegerField()
    label = models.CharField(max_length=255)
    since = models.DateTimeField()
    is_revoked = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default="")
    answered_by = models.CharField(max_length=255, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sync_computer"
        ordering = ["-number", "-since"]
        # A pusat that was restored may give a number again.
        constraints = [models.UniqueConstraint(fields=["number", "since"], name="sync_computer_once")]

    def __str__(self) -> str:
        return f"{self.label} (nomor {self.number})"


class Outbox(models.Model):
    """A batch that was numbered and whose ack is not stored yet: one over the network, several in a file.

    Stored before it is sent, so that after a crash the very same bytes go again under the same number.
    """

    number = models.PositiveBigIntegerField()
    body = models.BinaryField()

    class Meta:
        db_table = "sync_outbox"


class Checkpoint(models.Model):
    """A checkpoint of pusat that this computer knows: a number that was the head once, and its mark.

    By then this computer had stored pusat's changes up to `seen`, and pusat those made here up to the row
    `journal` of the journal. Once pusat is set back to an older copy, the newest checkpoint that it still
    knows says from where to go on.
    """

    number = models.PositiveBigIntegerField()
    mark = models.CharField(max_length=16)
    seen = models.PositiveBigIntegerField()
    journal = models.PositiveBigIntegerField()

    class Meta:
        db_table = "sync_moment"
        ordering = ["id"]


class Run(models.Model):
    """One synchronisation, from its first exchange to its end. `number`: the order of the runs, whatever the
    clock said; `stop_by`: who asked it to stop; `set_back`: pusat turned out to have been restored from an
    older copy."""

    class Status(models.TextChoices):
        RUNNING = "berjalan", "Sedang berjalan"
        DONE = "selesai", "Selesai"
        FAILED = "gagal", "Berhenti"

    class Way(models.TextChoices):
        BOTH = "sinkron", "Kirim dan tarik"
        PULL = "tarik", "Tarik data saja"
        FILE = "berkas", "Dengan berkas"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveBigIntegerField(default=0, db_index=True)
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    by = models.CharField(max_length=255)
    way = models.CharField(max_length=10, choices=Way, default=Way.BOTH)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    step = models.CharField(max_length=255, default="Menghubungi pusat")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    sent = models.JSONField(default=dict)
    received = models.JSONField(default=dict)
    refused = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    bytes_up = models.PositiveBigIntegerField(default=0)
    bytes_down = models.PositiveBigIntegerField(default=0)
    problem = models.PositiveIntegerField(null=True)
    details = models.JSONField(default=dict)
    receipt = models.JSONField(null=True)
    stop_by = models.CharField(max_length=255, blank=True, default="")
    set_back = models.BooleanField(default=False)

    class Meta:
        db_table = "sync_run"
        ordering = ["-number", "-started"]

    def save(self, *args: Any, **options: Any) -> None:
        """Save it; a new one gets the number after the newest."""
        if self._state.adding:
            newest = Run.objects.aggregate(newest=models.Max("number"))["newest"]
            self.number = (newest or 0) + 1
        super().save(*args, **options)

    def note(self) -> None:
        """Save how far the run is; but not `stop_by`, which others write meanwhile."""
        moving = [f.name for f in self._meta.concrete_fields if f.name not in ("id", "stop_by")]
        self.save(update_fields=moving)

    @property
    def percent(self) -> int:
        """How much of the known work is done, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def seconds(self) -> float:
        """How long it took, or 0 while it runs."""
        return (self.ended - self.started).total_seconds() if self.ended else 0.0


class Conflict(models.Model):
    """A value that lost where both sides had changed a field. Nothing is thrown away.

    `answer` says which of the two somebody here chose, "" while nobody has (see conflicts.py).
    """

    class Answer(models.TextChoices):
        WINNING = "berlaku", "Nilai yang berlaku dipertahankan"
        LOSING = "kalah", "Nilai yang kalah dipakai"
        OTHER = "lain", "Isi yang sekarang dibiarkan"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=40)
    record_id = models.UUIDField()
    field = models.CharField(max_length=60)
    kept = models.JSONField(null=True)
    lost = models.JSONField(null=True)
    kept_by = models.CharField(max_length=255)
    lost_by = models.CharField(max_length=255)
    lost_is_own = models.BooleanField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default="", db_index=True)
    answered_by = models.CharField(max_length=255, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sync_conflict"
        ordering = ["id"]


class Approval(models.Model):
    """What happened to the approval by the kepala sekolah: switched on or off, or given. Only added to.

    For one that was given: `counts` of what was shown, its `digest`, and `covered`, {record id: hash of the
    change}; of one that another has followed only counts and digest stay.
    """

    class What(models.TextChoices):
        ON = "dinyalakan", "Persetujuan dinyalakan"
        OFF = "dimatikan", "Persetujuan dimatikan"
        GIVEN = "disetujui", "Pengiriman disetujui"

    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=255)
    what = models.CharField(max_length=10, choices=What)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    covered = models.JSONField(default=dict)

    class Meta:
        db_table = "sync_approval"
        ordering = ["-id"]


class OfflineRequest(models.Model):
    """The making of a file for pusat: when, by whom, with how many changes."""

    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=255)
    changes = models.PositiveIntegerField()

    class Meta:
        db_table = "sync_letter"
        ordering = ["-id"]
