"""What Sinkronisasi adds to the next steps on Beranda."""

from collections.abc import Iterator

from django.urls import reverse

from dapodik.pokok import pending
from dapodik.pokok.models import Pending
from dapodik.web.beranda.steps import Step

from .models import Conflict, Connection


def steps() -> Iterator[Step]:
    """Conflicts without an answer, what pusat refused, and what waits to be sent."""
    page = reverse("sinkronisasi:beranda")
    if not Connection.load():
        return
    open_ones = Conflict.objects.filter(answered=False)
    newest = open_ones.order_by("-run__started").first()
    if newest:
        address = f"{reverse('sinkronisasi:hasil', args=[newest.run_id])}#konflik"
        yield Step(20, open_ones.count(), "isian diubah di dua tempat (konflik).", "Lihat dan pilih", address)
    refused = Pending.objects.filter(problem__isnull=False, withdrawn=False).count()
    yield Step(25, refused, "data ditolak pusat.", "Lihat sebabnya", page)
    yield Step(90, pending.to_send().count(), "data menunggu dikirim.", "Buka Sinkronisasi", page, "")
