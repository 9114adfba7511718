"""Mutated messages against a real pusat over HTTP: problems of the catalogue, nothing of another school."""

import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from uuid import UUID

import requests

from sync.lokal.engine.client import Client
from sync.wire import packing
from sync.wire.messages import Exchange, Offer, Refusal
from sync.wire.problems import PROBLEMS
from sync.wire.registration import Registered, Registration
from tests.sync import valid, whole_database
from tests.sync.conftest import Pusat
from tests.sync.mutations import mutated

from .memory import Memory

OWN, OTHER = "20299001", "20299002"
ENDPOINTS = ("exchange", "exchange", "exchange", "exchange", "register", "compare", "renew_key", "check")
SECONDS = 60


def attack(count: int, random: Random) -> dict[str, object]:
    """Send so many; the numbers of the answers, by problem."""
    with tempfile.TemporaryDirectory() as name:
        pusat = Pusat(Path(name))
        pusat.start()
        try:
            return _attack(pusat, count, random)
        finally:
            pusat.kill()


def _attack(pusat: Pusat, count: int, random: Random) -> dict[str, object]:
    code = pusat.add_school(OWN, "SD Penyerang")
    own = _filled(pusat, OWN, code)
    other = UUID(_filled(pusat, OTHER, pusat.add_school(OTHER, "SD Tetangga")).sekolah_id)
    sent = valid.of_endpoint(UUID(own.sekolah_id), other, OWN, code)
    before, outcomes = _of_other(pusat, other), Counter[str]()
    assert pusat.process
    memory = Memory(pusat.process.pid, count)
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {own.key}"
        for number in range(1, count + 1):
            endpoint = random.choice(ENDPOINTS)
            body = mutated(random, random.choice(sent[endpoint]))
            answer = session.post(f"{pusat.url}/sync/v1/{endpoint}", body, timeout=SECONDS)
            assert answer.status_code not in (500, 502, 504), (endpoint, body.hex())
            problem = 0 if answer.ok else packing.unpack(answer.content, Refusal).problem
            assert problem == 0 or problem in PROBLEMS, problem
            outcomes[f"{endpoint} {problem or 'accepted'}"] += 1
            memory.step(number)
    assert _of_other(pusat, other) == before, "rows of another school have changed"
    return {"outcomes": dict(sorted(outcomes.items())), "memory_mb": memory.tenths}


def _filled(pusat: Pusat, npsn: str, code: str) -> Registered:
    """A computer of a school that has sent a record of every kind."""
    with Client(pusat.url) as client:
        joined = client.register(Registration(npsn, code, "laptop"))
    batch = packing.encode(valid.everything(UUID(joined.sekolah_id)))
    with Client(pusat.url, joined.key) as client:
        hello = Exchange(catalogue="c", app="1", epoch=valid.EPOCH, acked=0, since=1, offer=Offer(1, batch))
        assert client.exchange(hello).ack
    return joined


def _of_other(pusat: Pusat, school: UUID) -> list[str]:
    rows = (repr(row) for rows in whole_database.of(pusat).values() for row in rows)
    return sorted(row for row in rows if school.hex in row or str(school) in row)
