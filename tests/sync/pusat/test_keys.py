"""Keys of schools' computers: wrong, guessed, renewed, revoked, and what each opens."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
import requests

from dapodik.pokok.models import KINDS
from sync.lokal.client import Client
from sync.wire import messages
from sync.wire.messages import Batch, Change, Comparison, Exchange, Offer, Registered, Registration
from sync.wire.problems import SyncProblem

from ..conftest import NPSN, ROOT, SECONDS, Laptop, Pusat, fill

HELLO = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0)
SECRET = "RAHASIA SEKOLAH LAIN"


@pytest.fixture
def joined(pusat: Pusat, code: str) -> Registered:
    with Client(pusat.url) as client:
        return client.register(Registration(NPSN, code, "laptop TU"))


def said(pusat: Pusat, key: str) -> int:
    """What pusat says to a hello with this key: 0, or the number of the problem."""
    try:
        with Client(pusat.url, key) as client:
            client.exchange(HELLO)
    except SyncProblem as problem:
        return problem.number
    return 0


def test_a_guessed_key_is_slowed_down_without_shutting_others_out(
    pusat: Pusat, code: str, joined: Registered
) -> None:
    with Client(pusat.url) as client:
        second = client.register(Registration(NPSN, code, "laptop kepala"))
    wrong = joined.key[:-1] + ("A" if joined.key[-1] != "A" else "B")
    assert [said(pusat, wrong) for _ in range(7)] == [201] * 5 + [205] * 2
    assert (said(pusat, joined.key), said(pusat, second.key)) == (205, 0)


def test_only_hashes_of_keys_are_kept(pusat: Pusat, joined: Registered) -> None:
    secret = joined.key.rpartition(".")[2]
    files = [file for file in pusat.folder.rglob("*") if file.is_file()]
    assert not [file for file in files if secret.encode() in file.read_bytes()]


def test_a_renewed_key_shuts_the_old_one_out_once_it_is_used(pusat: Pusat, joined: Registered) -> None:
    with Client(pusat.url, joined.key) as client:
        lost, new = client.renew_key().key, client.renew_key().key
    assert said(pusat, joined.key) == 0
    assert said(pusat, lost) == 201
    assert said(pusat, new) == 0
    assert (said(pusat, joined.key), said(pusat, new)) == (201, 0)


def test_a_computer_goes_on_with_its_renewed_key(
    pusat: Pusat, code: str, laptop: Callable[..., Laptop], school: Laptop
) -> None:
    copy = school.copy_to(school.folder.with_name("thief"))
    try:
        school("renew_key")
        assert school("sync")["status"] == "selesai"
        stolen = copy("sync")
        assert (stolen["status"], stolen["problem"]) == ("gagal", 201)
    finally:
        copy.stop()


@pytest.mark.parametrize("key", ["", "Bearer", "Basic eDp5", "Bearer x", "Bearer 1.2.3"])
def test_no_endpoint_but_registration_opens_without_a_key(pusat: Pusat, key: str) -> None:
    for endpoint in ENDPOINTS.keys() - {"register"}:
        answer = requests.post(
            f"{pusat.url}/sync/v1/{endpoint}", headers={"Authorization": key}, timeout=SECONDS
        )
        assert (answer.status_code, messages.unpack(answer.content, messages.Refusal).problem) == (401, 201)


@dataclass
class Schools:
    """A key, the code it was got with, and a school that it must not open."""

    client: Client
    code: str
    theirs: Registered
    ids: list[tuple[str, UUID]]


def register(schools: Schools) -> object:
    """My code with their NPSN."""
    with pytest.raises(SyncProblem) as met:
        schools.client.register(Registration(schools.theirs.npsn, schools.code, "x"))
    return met.value.number


def exchange(schools: Schools) -> object:
    """Each of their records grabbed, and everything read from the very first change on."""
    grabbed = [
        Change(kind, pk, {"nama": "Diambil", "soft_delete": True}, base=2**40) for kind, pk in schools.ids
    ]
    offer = Offer(1, messages.encode(Batch(grabbed)))
    return schools.client.exchange(
        Exchange(catalogue="c", app="1", epoch="g", acked=0, since=0, position=0, offer=offer)
    )


def compare(schools: Schools) -> object:
    """Every range said to differ."""
    return schools.client.compare(Comparison({}))


def renew_key(schools: Schools) -> object:
    """A new key is one's own."""
    new = schools.client.renew_key()
    assert schools.theirs.sekolah_id.replace("-", "") not in new.key
    return new


ENDPOINTS: dict[str, Callable[[Schools], object]] = {
    f.__name__: f for f in (register, exchange, compare, renew_key)
}


def everything(key: str, pusat: Pusat) -> object:
    """All that pusat holds of the school of a key."""
    with Client(pusat.url, key) as client:
        return msgspec.to_builtins(client.compare(Comparison({})).items)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_key_neither_reads_nor_writes_another_school(
    endpoint: str, pusat: Pusat, code: str, joined: Registered, laptop: Callable[..., Laptop]
) -> None:
    other = laptop("other")
    fill(other, 3, name=SECRET)
    other_code = pusat.add_school("20299002", SECRET)
    other("register", url=pusat.url, npsn="20299002", code=other_code)
    assert other("sync")["receipt"]
    with Client(pusat.url) as client:
        theirs = client.register(Registration("20299002", other_code, SECRET))
    before = everything(theirs.key, pusat)
    assert SECRET in str(before)
    ids = [(kind, UUID(pk)) for kind in KINDS for pk in other("records", kind=kind)]
    with Client(pusat.url, joined.key) as client:
        answer = ENDPOINTS[endpoint](Schools(client, code, theirs, ids))
    assert SECRET not in str(answer)
    assert everything(theirs.key, pusat) == before
    assert other("sync")["received"] == {}


def test_every_endpoint_is_tested_here() -> None:
    routes = re.findall(r"sync/v1/(\w+)", Path(ROOT, "sync/pusat/urls.py").read_text())
    assert set(routes) == ENDPOINTS.keys()
