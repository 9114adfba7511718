"""What synchronisation adds to the next steps on Beranda."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from dapodik.akun.models import Pengguna, Peran
from dapodik.pokok import write
from dapodik.pokok.models import Origin, Pending, PesertaDidik, Sekolah
from dapodik.pokok.write import Author, Edit
from sync.lokal.models import Conflict, Connection, Run

AUTHOR = Author("Penguji", Origin.FORM)


@pytest.fixture
def operator(db: None) -> Client:
    """A browser in which the operator of a school with two unsent records is logged in."""
    pupil = write.new_id()
    write.save(
        [Edit(Sekolah, {"nama": "SD UJI", "semester_id": "20261"}), Edit(PesertaDidik, {}, pupil)], AUTHOR
    )
    client = Client(raise_request_exception=True)
    client.force_login(Pengguna.objects.create_user(username="o", nama="Bu Siti", peran=Peran.OPERATOR))
    return client


def shown(client: Client) -> dict[str, int]:
    return {step.text: step.count for step in client.get("/").context["todo"]}


def register() -> None:
    Connection.objects.create(
        url="http://127.0.0.1:9", sekolah_id=uuid4(), npsn="69999999", nama="SD UJI", installation=1, key="x"
    )


def test_before_registration_there_is_nothing_to_send(operator: Client) -> None:
    assert not any("dikirim" in text for text in shown(operator))


def test_what_waits_what_was_refused_and_conflicts_are_named(operator: Client) -> None:
    register()
    assert shown(operator)["data menunggu dikirim."] == 2
    refused = Pending.objects.get(kind="peserta_didik")
    Pending.objects.filter(pk=refused.pk).update(problem={"number": 403, "field": "nik", "sentence": "x"})
    run = Run.objects.create(started=timezone.now(), by="Bu Siti")
    lost = {"kind": "peserta_didik", "record_id": refused.pk, "field": "nama", "lost_is_own": True}
    Conflict.objects.create(run=run, kept="A", lost="B", kept_by="pusat", lost_by="Bu Siti", **lost)
    steps = shown(operator)
    assert steps["data menunggu dikirim."] == steps["data ditolak pusat."] == 1
    assert steps["isian diubah di dua tempat (konflik)."] == 1
    for step in operator.get("/").context["todo"]:
        assert operator.get(step.address).status_code == 200
