"""Nothing that the application does changes the history of security or takes a line away."""

import getpass
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, RequestFactory

from dapodik.akun import attempts, history
from dapodik.akun.models import Pengguna, Peristiwa, RiwayatKeamanan
from dapodik.program.command import done

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.save(),
        lambda line: line.save(update_fields=["catatan"]),
        lambda line: line.delete(),
        lambda line: RiwayatKeamanan.objects.update(catatan=""),
        lambda line: RiwayatKeamanan.objects.bulk_update([line], ["catatan"]),
        lambda line: RiwayatKeamanan.objects.all().delete(),
        lambda line: RiwayatKeamanan.objects.update_or_create(pk=line.pk, defaults={"catatan": ""}),
        lambda line: Pengguna.objects.all().delete(),
    ],
)
def test_a_line_is_neither_changed_nor_removed(change: Callable[[RiwayatKeamanan], Any]) -> None:
    user = Pengguna.objects.create_user(username="operator", password="rahasia-sekali")
    line = history.record(Peristiwa.AKUN, user, note="dibuat")
    before = list(RiwayatKeamanan.objects.values())
    with pytest.raises(Exception, match="history of security|protected"), transaction.atomic():
        change(line)
    assert list(RiwayatKeamanan.objects.values()) == before


def test_a_try_becomes_a_login_once_and_nothing_else_does() -> None:
    request = RequestFactory().post("/masuk/")
    attempt = attempts.begin("operator", request)
    assert RiwayatKeamanan.objects.get().peristiwa == Peristiwa.GAGAL
    attempts.succeed(attempt, Peristiwa.MASUK)
    assert RiwayatKeamanan.objects.get().peristiwa == Peristiwa.MASUK
    refused = history.record_name(Peristiwa.TERKUNCI, "operator", None, request)
    refused.become(Peristiwa.MASUK)
    assert RiwayatKeamanan.objects.get(pk=refused.pk).peristiwa == Peristiwa.TERKUNCI


def test_a_command_is_noted_with_the_user_of_the_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "siti")
    done.send(None, event="cadangan", note="ditulis ke a.cadangan")
    line = RiwayatKeamanan.objects.get()
    assert (line.siapa, line.peristiwa) == ("perintah (siti)", Peristiwa.CADANGAN)
    assert line.catatan == "ditulis ke a.cadangan"


def test_a_user_without_a_name_runs_commands_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: {}["nobody"])
    done.send(None, event="unduh", note="")
    assert RiwayatKeamanan.objects.get().siapa == "perintah"


def test_a_name_that_belongs_to_no_account_is_not_stored() -> None:
    Client().post("/masuk/", {"username": "sandi-saya-yang-salah-tempat", "password": "x"})
    assert "sandi-saya" not in repr(list(RiwayatKeamanan.objects.values()))


def test_a_reset_by_command_is_noted() -> None:
    Pengguna.objects.create_user(username="operator", password="rahasia-sekali")
    call_command("reset_password", "operator")
    assert RiwayatKeamanan.objects.get().peristiwa == Peristiwa.ATUR_ULANG
