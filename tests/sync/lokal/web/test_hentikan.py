"""The page while a run is under way: how far it is, how long it takes, and the way to stop it."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from dapodik.pokok.models import Sekolah
from sync.lokal.engine import runner
from sync.lokal.models import Connection, Run
from sync.lokal.web import time_left

PAGE, PART = "/sinkronisasi/", "/sinkronisasi/kemajuan/"


@pytest.fixture
def running(school: None, settings: LazySettings, tmp_path: object) -> Iterator[Run]:
    """A run that another process works on."""
    settings.DATA_DIR = tmp_path
    sekolah = Sekolah.live.get()
    Connection.objects.create(pk=1, url="http://127.0.0.1:9", sekolah_id=sekolah.pk, installation=1)
    with runner.acquire_lock():
        yield Run.objects.create(started=timezone.now(), by="Bu Siti", done=500, total=1000, bytes_up=2048)


@pytest.mark.parametrize(
    ("passed", "done", "total", "words"),
    [
        (1, 500, 1000, ""),
        (60, 0, 0, ""),
        (60, 0, 1000, ""),
        (60, 1000, 1000, ""),
        (60, 950, 1000, "beberapa detik lagi"),
        (60, 700, 1000, "kira-kira 30 detik lagi"),
        (60, 100, 1000, "kira-kira 10 menit lagi"),
    ],
)
def test_remaining_time_is_told_once_it_is_known(passed: int, done: int, total: int, words: str) -> None:
    started = timezone.now() - timedelta(seconds=passed)
    assert time_left.in_words(Run(started=started, done=done, total=total)) == words


def test_the_page_says_how_far_it_is_and_works_without_javascript(operator: Client, running: Run) -> None:
    page = operator.get(PAGE).content.decode()
    for words in ("500 dari 1.000 data", "2,0\xa0KB terkirim", "oleh Bu Siti", "Hentikan", "Muat ulang"):
        assert words in page
    part = operator.get(PART)
    assert "500 dari 1.000 data" in part.content.decode() and "HX-Retarget" not in part
    assert "Hentikan" not in part.content.decode()


def test_stopping_is_asked_once(operator: Client, running: Run) -> None:
    address = f"{PAGE}{running.pk}/hentikan/"
    assert "meminta berhenti" in operator.post(address, follow=True).content.decode()
    assert "sudah diminta berhenti" in operator.post(address, follow=True).content.decode()
    running.step = "Mengirim data"
    running.note()
    running.refresh_from_db()
    assert (running.stop_by, running.step) == ("Ibu Operator sekolah", "Mengirim data")
    assert operator.post(f"{PAGE}{uuid4()}/hentikan/").status_code == 404


def test_the_head_sees_it_and_stops_nothing(kepala_sekolah: Client, running: Run) -> None:
    assert "Hentikan" not in kepala_sekolah.get(PAGE).content.decode()
    assert kepala_sekolah.post(f"{PAGE}{running.pk}/hentikan/").status_code == 403


def test_one_that_has_ended_takes_all_of_its_place(operator: Client, running: Run) -> None:
    running.status = Run.Status.DONE
    running.note()
    part = operator.get(PART)
    assert part["HX-Retarget"] == "#keadaan" and "Sinkronisasi terakhir: berhasil" in part.content.decode()
    late = operator.post(f"{PAGE}{running.pk}/hentikan/", follow=True).content.decode()
    assert "sudah selesai" in late
