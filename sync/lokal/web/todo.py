"""Adds to what Beranda says is to be done: new computers, conflicts, refused records, records to send."""

from collections.abc import Iterator

from django.urls import reverse

from dapodik.pokok import pending
from dapodik.web.beranda.todo import Todo
from sync.lokal.engine import computers
from sync.lokal.models import Conflict, Connection

from .disisihkan import put_aside
from .konflik import conflicts


def todo() -> Iterator[Todo]:
    """Yield what is to be done about synchronisation; nothing where the school is not registered."""
    page = reverse("sinkronisasi:beranda")
    if not Connection.load():
        return
    computers_page = reverse("sinkronisasi:komputer")
    unasked = "komputer baru terdaftar atas nama sekolah ini."
    yield Todo(5, computers.new().count(), unasked, "Periksa, milik siapa", computers_page)
    unanswered = conflicts.groups(Conflict.objects.filter(answer=""))
    answering, mending = reverse("sinkronisasi:konflik"), reverse("sinkronisasi:disisihkan")
    yield Todo(20, len(unanswered), "isian diubah di dua tempat (konflik).", "Lihat dan pilih", answering)
    yield Todo(25, put_aside.rows().count(), "data ditolak pusat.", "Lihat sebabnya", mending)
    yield Todo(90, pending.to_send().count(), "data menunggu dikirim.", "Buka Sinkronisasi", page, "")
