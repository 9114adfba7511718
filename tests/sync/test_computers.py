"""A computer that registers is shown on every other one of the school, which can shut it out."""

from collections.abc import Callable

import pytest

from sync.lokal.engine.client import Client
from sync.wire.messages import Computer, Exchange
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registration

from .conftest import NPSN, Laptop, Pusat

HELLO = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0)


def test_a_strangers_computer_is_seen_on_the_others_and_shut_out(
    pusat: Pusat, school: Laptop, code: str, laptop: Callable[..., Laptop]
) -> None:
    assert school("computers") == {"1": "terdaftar"}
    stranger = laptop("stranger")
    stranger("register", url=pusat.url, npsn=NPSN, code=code)
    stranger("sync")
    # Who was there before is not asked about, and cannot be shut out.
    assert stranger("computers") == {"1": "terdaftar", "2": "terdaftar"}
    school("sync")
    assert school("computers") == {"1": "terdaftar", "2": "baru"}
    assert "1 komputer baru terdaftar" in school("shown")
    assert "pusat tidak melayaninya lagi" in school("answer_computer", number=2, answer="bukan")
    assert school("computers") == {"1": "terdaftar", "2": "dicabut"}
    assert "komputer baru terdaftar" not in school("shown")
    assert stranger("sync")["problem"] == 201
    # The code by which it came in is void too.
    with Client(pusat.url) as client, pytest.raises(SyncProblem) as met:
        client.register(Registration(NPSN, code, "laptop"))
    assert met.value.number == 202
    assert school("sync")["receipt"]


def test_a_computer_of_ours_is_asked_about_once(
    pusat: Pusat, school: Laptop, code: str, laptop: Callable[..., Laptop]
) -> None:
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    school("sync")
    assert "milik sekolah ini" in school("answer_computer", number=2, answer="kami")
    third = laptop("third")
    third("register", url=pusat.url, npsn=NPSN, code=code)
    for computer in (school, other):
        computer("sync")
    assert school("computers") == {"1": "terdaftar", "2": "terdaftar", "3": "baru"}
    assert other("computers") == {"1": "terdaftar", "2": "terdaftar", "3": "baru"}
    # Shut out by one of them, it is so on the other with its next synchronisation.
    school("answer_computer", number=3, answer="bukan")
    other("sync")
    assert other("computers") == {"1": "terdaftar", "2": "terdaftar", "3": "dicabut"}


def test_who_came_later_shuts_nobody_out(pusat: Pusat, code: str) -> None:
    with Client(pusat.url) as client:
        first, second = (client.register(Registration(NPSN, code, label)) for label in ("TU", "pencuri"))
    with Client(pusat.url, second.key) as client:
        for number in (first.installation, second.installation):
            with pytest.raises(SyncProblem) as met:
                client.revoke(number)
            assert met.value.number == 209
    with Client(pusat.url, first.key) as client:
        assert client.exchange(HELLO).page
        client.revoke(second.installation)
        # The same again: its answer may have been lost.
        client.revoke(second.installation)


def test_the_list_goes_to_who_asks_and_does_not_have_it(pusat: Pusat, code: str) -> None:
    with Client(pusat.url) as client:
        joined = client.register(Registration(NPSN, code, "TU"))
    with Client(pusat.url, joined.key) as client:
        # As a computer of an older version asks.
        assert client.exchange(HELLO).computers is None
        listed = client.exchange(Exchange("c", "1", "e", 0, 0, computers="")).computers
        assert listed and [(each.number, each.label) for each in listed.valid] == [(1, "TU")]
        assert isinstance(listed.valid[0], Computer)
        assert client.exchange(Exchange("c", "1", "e", 0, 0, computers=listed.mark)).computers is None
