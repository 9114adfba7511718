"""The page of the computers that are registered for this school."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.lokal.engine import computers
from sync.lokal.models import Computer, Connection
from sync.wire.messages import Computer as Listed
from sync.wire.messages import Computers
from sync.wire.problems import SyncProblem

PAGE = "/sinkronisasi/komputer/"


@pytest.fixture
def connection(db: None) -> Connection:
    """The registration of computer 2, with a pusat that does not answer."""
    return Connection.objects.create(
        url="http://127.0.0.1:9", sekolah_id=uuid4(), npsn="69999999", nama="SD UJI", installation=2, key="x"
    )


def computer(number: int) -> Computer:
    return Computer.objects.create(number=number, label=f"laptop {number}", since=timezone.now())


def answered(operator: Client, row: Computer, milik: str) -> str:
    address = reverse("sinkronisasi:komputer_jawab", args=[row.pk])
    return operator.post(address, {"milik": milik}, follow=True).content.decode()


def test_a_new_computer_is_something_to_do_until_it_is_answered(
    operator: Client, school: None, connection: Connection
) -> None:
    computer(1)
    new = computer(3)
    todo = next(each for each in operator.get("/").context["todo"] if "komputer baru" in each.text)
    assert (todo.count, todo.address) == (1, PAGE)
    page = operator.get(PAGE).content.decode()
    assert page.count("Bukan kami, cabut</strong>") == 1 and page.count('value="bukan"') == 1
    answered(operator, new, "kami")
    assert not [each for each in operator.get("/").context["todo"] if "komputer baru" in each.text]


def test_one_that_pusat_could_not_shut_out_stays_new(
    operator: Client, school: None, connection: Connection
) -> None:
    new = computer(3)
    assert "belum dicabut" in answered(operator, new, "bukan")
    new.refresh_from_db()
    assert (new.answer, new.is_revoked) == ("", False)


def test_only_later_ones_can_be_answered(operator: Client, school: None, connection: Connection) -> None:
    for number in (1, 2):
        address = reverse("sinkronisasi:komputer_jawab", args=[computer(number).pk])
        assert operator.post(address, {"milik": "bukan"}).status_code == 404
    assert "milik" not in answered(operator, computer(4), "lain-lain").partition("notice")[2][:200]


def test_a_list_with_a_number_that_was_given_again(connection: Connection) -> None:
    """A pusat that was restored gives numbers again: another computer, not the same."""
    first = Listed(3, "laptop", "2026-11-24T00:00:00+00:00")
    again = Listed(3, "laptop lain", "2026-11-25T00:00:00+00:00")
    computers.note(Computers("a1", [first]), connection)
    computers.accept(Computer.objects.get(), "Bu Siti")
    computers.note(Computers("b2", [again]), connection)
    assert [(row.label, row.is_revoked, row.answer) for row in Computer.objects.all()] == [
        ("laptop lain", False, ""),
        ("laptop", True, "kami"),
    ]
    assert computers.known_list() == "b2"
    with pytest.raises(SyncProblem):
        computers.note(Computers("c3", [Listed(4, "x", "kemarin")]), connection)
    assert computers.known_list() == "b2"
