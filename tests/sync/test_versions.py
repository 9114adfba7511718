"""Schools and pusat of different versions: what each says of its version, and who may speak with whom.

A newer version is a computer of the same school that sends a field which nobody here knows.
"""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
import requests

from sync.lokal.engine.client import Client
from sync.wire.messages import PROTOCOL, Answer, Batch, Change, Exchange, Item, Offer
from sync.wire.packing import encode
from sync.wire.problems import SyncProblem
from sync.wire.registration import Check, Checked, Registration
from tests.site_process import ROOT

from .conftest import NPSN, SECONDS, Laptop, Pusat, by_nisn

VERSION = (ROOT / "VERSION").read_text(encoding="ascii").strip()


class NewerExchange(Exchange):
    """As a later version sends it."""

    asked_for: str = "later"


class Computer:
    """A computer of the school whose program has another version."""

    def __init__(self, pusat: Pusat, code: str, app: str) -> None:
        self.client = Client(pusat.url)
        key = self.client.register(Registration(NPSN, code, f"laptop {app}")).key
        self.client = Client(pusat.url, key)
        self.hello = NewerExchange(catalogue="c", app=app, epoch="e", acked=0, since=0)

    def everything(self) -> Answer:
        """All that pusat has of the school."""
        return self.client.exchange(self.hello)

    def send(self, kind: str, record_id: UUID, is_new: bool = False, **values: Any) -> Answer:
        """Send one record, after having seen all that pusat has."""
        head = self.everything().head
        offer = Offer(
            self.hello.acked + 1, encode(Batch([Change(kind, record_id, values, base=head, is_new=is_new)]))
        )
        answer = self.client.exchange(msgspec.structs.replace(self.hello, since=head, offer=offer))
        self.hello = msgspec.structs.replace(self.hello, acked=offer.number)
        return answer


def held_at_pusat(answer: Answer, record_id: str) -> dict[str, Any]:
    assert answer.page and answer.page.done
    items: list[Item] = [item for item in answer.page.items if str(item.id) == record_id]
    return {name: value for item in items for name, value in item.plain().items()}


def test_pusat_says_its_version_where_its_health_is_asked(pusat: Pusat) -> None:
    assert requests.get(f"{pusat.url}/sehat", timeout=SECONDS).text == f"sehat\nversi {VERSION}\n"
    assert f"versi {VERSION}." in requests.get(f"{pusat.url}/masuk/", timeout=SECONDS).text


def test_the_receipt_names_the_versions_of_both_sides(school: Laptop) -> None:
    receipt = school("sync")["receipt"]
    assert (receipt["app"], receipt["pusat_app"]) == (VERSION, VERSION)


def test_a_newer_school_and_an_older_pusat(school: Laptop, pusat: Pusat, code: str) -> None:
    """Pusat keeps a field that it does not know, and refuses a record of a kind that it does not know."""
    newer = Computer(pusat, code, "1.9.0")
    pk = by_nisn(school)["0150000003"]
    answer = newer.send("peserta_didik", UUID(pk), warna_mata="cokelat")
    assert answer.ack and not answer.ack.results
    # Nobody is sent what it has sent itself.
    other = Computer(pusat, code, "1.9.0")
    assert held_at_pusat(other.everything(), pk)["warna_mata"] == "cokelat"
    unknown = newer.send("hewan_peliharaan", uuid4(), is_new=True, nama="Belang")
    assert unknown.ack and [result.problem for result in unknown.ack.results] == [404]


def test_an_older_school_and_a_newer_pusat(school: Laptop, pusat: Pusat, code: str) -> None:
    """It goes on until a field comes that it does not know. Then it is told so, and nothing is lost or half
    taken in."""
    newer = Computer(pusat, code, "1.9.0")
    pk, other = by_nisn(school)["0150000003"], by_nisn(school)["0150000004"]
    newer.send("peserta_didik", UUID(pk), rt="7")
    assert school("sync")["receipt"] and school("records", kind="peserta_didik")[pk]["rt"] == "7"
    newer.send("peserta_didik", UUID(pk), rt="8", warna_mata="cokelat")
    school.edit("peserta_didik", other, rt="9")
    done = school("sync")
    assert (done["status"], done["problem"]) == ("gagal", 203)
    assert school("records", kind="peserta_didik")[pk]["rt"] == "7"
    # What it had to send has arrived, or still waits.
    sent = held_at_pusat(newer.everything(), other)
    assert sent["rt"] == "9" or other in school("pending")


@pytest.mark.parametrize(("spoken", "number"), [(PROTOCOL - 1, 203), (PROTOCOL + 1, 208)])
def test_another_protocol_is_refused_with_who_must_update(
    school: Laptop, pusat: Pusat, code: str, spoken: int, number: int
) -> None:
    computer = Computer(pusat, code, "1.0.0")
    for ask in (
        lambda: computer.client.exchange(msgspec.structs.replace(computer.hello, protocol=spoken)),
        lambda: computer.client._call("check", Check(protocol=spoken), Checked),
    ):
        with pytest.raises(SyncProblem) as refused:
            ask()
        assert refused.value.number == number
