"""What Sinkronisasi adds to the next steps on Beranda."""

from collections.abc import Iterator

from django.urls import reverse

from dapodik.pokok import pending
from dapodik.web.beranda.steps import Step
from sync.lokal.models import Conflict, Connection

from .disisihkan import put_aside
from .konflik import conflicts


def steps() -> Iterator[Step]:
    """Conflicts without an answer, what pusat refused, and what waits to be sent."""
    page = reverse("sinkronisasi:beranda")
    if not Connection.load():
        return
    open_ones = conflicts.units(Conflict.objects.filter(answer=""))
    answering, mending = reverse("sinkronisasi:konflik"), reverse("sinkronisasi:disisihkan")
    yield Step(20, len(open_ones), "isian diubah di dua tempat (konflik).", "Lihat dan pilih", answering)
    yield Step(25, put_aside.rows().count(), "data ditolak pusat.", "Lihat sebabnya", mending)
    yield Step(90, pending.to_send().count(), "data menunggu dikirim.", "Buka Sinkronisasi", page, "")
