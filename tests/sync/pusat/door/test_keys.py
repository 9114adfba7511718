"""Keys of schools' computers: wrong, guessed, renewed, revoked, and what each opens."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
import requests

from dapodik.pokok.models import KINDS
from sync.lokal.engine.client import Client
from sync.wire import digest, messages, packing, sealed
from sync.wire.messages import Answer, Batch, Change, Comparison, Exchange, Offer, Proof, Summary
from sync.wire.offline import OfflineRequest
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registered, Registration
from sync.wire.sealed import Purpose
from tests.sync.conftest import NAME, NPSN, ROOT, SECONDS, Laptop, Pusat, fill

HELLO = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0)
SECRET = "RAHASIA SEKOLAH LAIN"


@pytest.fixture
def joined(pusat: Pusat, code: str) -> Registered:
    with Client(pusat.url) as client:
        return client.register(Registration(NPSN, code, "laptop TU"))


def problem_of(pusat: Pusat, key: str) -> int:
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
    assert [problem_of(pusat, wrong) for _ in range(7)] == [201] * 5 + [205] * 2
    assert (problem_of(pusat, joined.key), problem_of(pusat, second.key)) == (205, 0)


def test_only_hashes_of_keys_are_kept(pusat: Pusat, joined: Registered) -> None:
    secret = joined.key.rpartition(".")[2]
    files = [file for file in pusat.folder.rglob("*") if file.is_file()]
    assert not [file for file in files if secret.encode() in file.read_bytes()]


def test_a_renewed_key_shuts_the_old_one_out_once_it_is_used(pusat: Pusat, joined: Registered) -> None:
    with Client(pusat.url, joined.key) as client:
        lost, new = client.renew_key().key, client.renew_key().key
    assert problem_of(pusat, joined.key) == 0
    assert problem_of(pusat, lost) == 201
    assert problem_of(pusat, new) == 0
    assert (problem_of(pusat, joined.key), problem_of(pusat, new)) == (201, 0)


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
        assert (answer.status_code, packing.unpack(answer.content, messages.Refusal).problem) == (401, 201)


@dataclass
class Schools:
    """A key, the code it was got with, and a school that it must not open."""

    client: Client
    code: str
    theirs: Registered
    ids: list[tuple[str, UUID]]
    epoch: str
    summaries: dict[str, Summary]


def register(schools: Schools) -> object:
    """My code with their NPSN."""
    with pytest.raises(SyncProblem) as met:
        schools.client.register(Registration(schools.theirs.npsn, schools.code, "x"))
    return met.value.number


def exchange(schools: Schools) -> object:
    """Each of their records grabbed and named, all read from the first change on, the name of their batch
    used too; and what they hold claimed as our own."""
    grabbed = [
        Change(kind, pk, {"nama": "Diambil", "soft_delete": True}, base=2**40) for kind, pk in schools.ids
    ]
    naming = [
        Change("anggota_rombel", uuid4(), {}, {"peserta_didik_id": pk, "rombongan_belajar_id": pk})
        for _, pk in schools.ids
    ]
    answers = []
    for epoch in ("g", schools.epoch):
        offer = Offer(1, packing.encode(Batch(grabbed + naming)))
        first = exchanged(schools, epoch=epoch, acked=0, position=0, offer=offer)
        proof = Proof(first.head, schools.summaries)
        second = exchanged(schools, epoch=epoch, acked=1, since=first.head, proof=proof)
        assert second.verdict and second.verdict.receipt is None
        answers += [first, second]
    return answers


def exchanged(schools: Schools, **fields: Any) -> Answer:
    return schools.client.exchange(Exchange(**{"catalogue": "c", "app": "1", "since": 0, **fields}))


def compare(schools: Schools) -> object:
    """Every range said to differ, those of their records by name."""
    ranges: dict[str, dict[str, str]] = {}
    for kind, pk in schools.ids:
        ranges.setdefault(kind, {})[digest.range_of(pk)] = "0" * 64
    return [schools.client.compare(Comparison(kinds)) for kinds in ({}, ranges)]


def renew_key(schools: Schools) -> object:
    """A new key is one's own."""
    new = schools.client.renew_key()
    assert schools.theirs.sekolah_id.replace("-", "") not in new.key
    return new


def revoke(schools: Schools) -> object:
    """A number is that of one's own school."""
    return schools.client.revoke(99)


def check(schools: Schools) -> object:
    """That all is well is said of one's own key alone."""
    return schools.client.check()


ENDPOINTS: dict[str, Callable[[Schools], object]] = {
    f.__name__: f for f in (register, exchange, compare, renew_key, revoke, check)
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
    proved = other("sync")["receipt"]
    with Client(pusat.url) as client:
        theirs = client.register(Registration("20299002", other_code, SECRET))
    before = everything(theirs.key, pusat)
    assert SECRET in str(before)
    ids = [(kind, UUID(pk)) for kind in KINDS for pk in other("records", kind=kind)]
    with Client(pusat.url, joined.key) as client:
        summaries = {kind: Summary(**summary) for kind, summary in proved["kinds"].items()}
        answer = ENDPOINTS[endpoint](Schools(client, code, theirs, ids, epoch_of(other), summaries))
    assert SECRET not in str(answer)
    assert everything(theirs.key, pusat) == before
    assert other("sync")["received"] == {}


def epoch_of(computer: Laptop) -> str:
    """The name under which a computer counts its batches."""
    with closing(sqlite3.connect(computer.folder / "dapodik.sqlite3")) as database:
        (epoch,) = database.execute("SELECT epoch FROM sync_connection").fetchone()
    return str(epoch)


OF_SCHOOLS = {"sekolah/<uuid:pk>/", "sekolah/<uuid:pk>/kode/", "sekolah/<uuid:pk>/cabut/"}
# What the officer's key opens, and what says nothing of any school.
PAGES = {"", *OF_SCHOOLS, "keamanan/", "sk/", "sk/contoh/", "sk/<int:pk>/"}
OF_NOBODY = {"sehat", "masuk/", "keluar/"}
# Opens to whoever holds a tanda terima: number and signature (test_receipts.py).
OF_HOLDERS = {"tanda-terima/"}
# Files, each sealed with the key of its computer, and the answer's page under a name that nobody can guess.
_ANSWER = "offline/<uuid:school>/<int:computer>/<str:token>/"
OF_FILES = {"offline/", _ANSWER, f"{_ANSWER}jawaban"}


def test_a_schools_key_opens_no_page(pusat: Pusat, joined: Registered) -> None:
    headers = {"Authorization": f"Bearer {joined.key}"}
    for page in PAGES:
        path = page.replace("<int:pk>", "1").replace("<uuid:pk>", joined.sekolah_id)
        address = f"{pusat.url}/{path}"
        for method in ("GET", "POST"):
            answer = requests.request(
                method, address, headers=headers, timeout=SECONDS, allow_redirects=False
            )
            assert (answer.status_code, answer.headers["Location"]) == (302, "/masuk/"), (page, method)
            assert NAME not in answer.text


def test_a_letter_opens_no_other_school(pusat: Pusat, joined: Registered) -> None:
    other_code = pusat.add_school("20299002", SECRET)
    with Client(pusat.url) as client:
        theirs = client.register(Registration("20299002", other_code, SECRET))
    key_hash = sealed.hash_of(joined.key.rpartition(".")[2])
    letter = OfflineRequest(HELLO, [], None)
    forged = sealed.seal(letter, Purpose.REQUEST, key_hash, UUID(theirs.sekolah_id), theirs.installation)
    page = requests.get(f"{pusat.url}/offline/", timeout=SECONDS)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    answer = requests.post(
        f"{pusat.url}/offline/",
        {"csrfmiddlewaretoken": token[1]},
        files={"berkas": forged},
        cookies={"pusat_csrf": page.cookies["pusat_csrf"]},
        timeout=SECONDS,
    )
    assert answer.status_code == 400 and SECRET not in answer.text
    for page_name in ("", "jawaban"):
        guessed = f"{pusat.url}/offline/{theirs.sekolah_id}/{theirs.installation}/x/{page_name}"
        assert requests.get(guessed, timeout=SECONDS).status_code == 404


def test_every_endpoint_is_tested_here() -> None:
    routes = set(re.findall(r'path\(\s*"([^"]*)"', Path(ROOT, "sync/pusat/urls.py").read_text()))
    assert (
        routes
        == {f"sync/v1/{endpoint}" for endpoint in ENDPOINTS} | PAGES | OF_NOBODY | OF_HOLDERS | OF_FILES
    )


def test_the_officers_key_cannot_be_guessed(pusat: Pusat) -> None:
    statuses = [
        requests.get(f"{pusat.url}/masuk/?kunci={key}", timeout=SECONDS, allow_redirects=False).status_code
        for key in ("salah", "salah", "salah", "salah", "salah", "salah", key_of(pusat))
    ]
    assert statuses == [403] * 5 + [429] * 2


def test_an_officers_session_ends_when_the_key_changes(pusat: Pusat) -> None:
    with requests.Session() as officer:
        assert officer.get(f"{pusat.url}/masuk/?kunci={key_of(pusat)}", timeout=SECONDS).ok
        ask = f"{pusat.url}/sk/"
        assert officer.get(ask, timeout=SECONDS, allow_redirects=False).status_code == 200
        (pusat.folder / "kunci_petugas").write_text("kunci-yang-baru", encoding="ascii")
        assert officer.get(ask, timeout=SECONDS, allow_redirects=False).status_code == 302


@pytest.mark.parametrize("spoilt", ["", "\n"])
def test_a_key_that_a_full_disk_left_empty_opens_nothing(pusat: Pusat, spoilt: str) -> None:
    (pusat.folder / "kunci_petugas").write_text(spoilt, encoding="ascii")
    statuses = [
        requests.get(f"{pusat.url}/masuk/?kunci={key}", timeout=SECONDS, allow_redirects=False).status_code
        for key in ("%20", "%0A")
    ]
    assert statuses == [403] * 2


def test_a_new_line_behind_the_key_is_no_part_of_it(pusat: Pusat) -> None:
    (pusat.folder / "kunci_petugas").write_text("kunci-rahasia\n", encoding="ascii")
    answer = requests.get(f"{pusat.url}/masuk/?kunci=kunci-rahasia", timeout=SECONDS, allow_redirects=False)
    assert answer.status_code == 302


def key_of(pusat: Pusat) -> str:
    """The officer's key; made when it is first asked for."""
    return (pusat.folder / "kunci_petugas").read_text(encoding="ascii")
