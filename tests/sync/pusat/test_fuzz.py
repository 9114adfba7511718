"""Tens of thousands of messages gone wrong: each gets a problem of the catalogue, and nothing is written.

FUZZ_MESSAGES: how many are tried in one process (20,000 by itself); FUZZ_SEED: which.
"""

import json
import os
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
import requests

from sync.lokal.engine.client import Client
from sync.wire import packing
from sync.wire.messages import Refusal
from sync.wire.problems import PROBLEMS
from sync.wire.registration import Registration

from .. import valid
from ..conftest import NAME, NPSN, ROOT, SECONDS, Pusat, environment
from ..mutations import mutated
from ..whole_database import of

MESSAGES = int(os.environ.get("FUZZ_MESSAGES", "20000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
OVER_HTTP = 200


@pytest.mark.parametrize(("database", "share"), [("sqlite", 1), ("postgresql", 10)])
def test_mutated_messages_get_a_problem_and_write_nothing(
    database: str, share: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("new_database") if database == "postgresql" else ""
    known = environment(tmp_path, DJANGO_SETTINGS_MODULE="sync.pusat.settings", DATABASE_URL=url)
    django = [sys.executable, "-m", "django", "migrate", "-v", "0"]
    subprocess.run(django, cwd=ROOT, env=known, check=True)
    count = MESSAGES // share
    fuzz = [sys.executable, "-m", "tests.sync.pusat.fuzz", str(count), str(SEED)]
    done = subprocess.run(fuzz, cwd=ROOT, env=known, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["failures"] == []
    outcomes = {endpoint: Counter(outcome) for endpoint, outcome in report["outcomes"].items()}
    assert sum(sum(outcome.values()) for outcome in outcomes.values()) == count
    # Most are wrong, and some made another valid message: the mutations go far, but not too far.
    for endpoint, found in outcomes.items():
        assert found["305"] > count // 100 and found["0"] > 0, (endpoint, found)
    assert outcomes["register"]["202"]


def test_mutated_messages_over_http(pusat: Pusat, code: str) -> None:
    with Client(pusat.url) as client:
        joined = client.register(Registration(NPSN, code, "laptop TU"))
    pusat.add_school("20299002", NAME)
    random = Random(SEED)
    sent = valid.of_endpoint(UUID(joined.sekolah_id), UUID(int=2), NPSN, code)
    before = of(pusat)
    outcomes: Counter[int] = Counter()
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {joined.key}"
        for _ in range(OVER_HTTP):
            # Codes are slow to check on purpose, and five wrong ones shut the door.
            endpoint = random.choice(("exchange", "exchange", "compare", "renew_key"))
            body = mutated(random, random.choice(sent[endpoint]))
            answer = session.post(f"{pusat.url}/sync/v1/{endpoint}", body, timeout=SECONDS)
            assert answer.status_code < 500
            outcomes[answer.status_code] += 1
            if answer.status_code == 200:
                before = of(pusat)
                continue
            assert packing.unpack(answer.content, Refusal).problem in PROBLEMS
            assert of(pusat) == before
    assert outcomes[400] > OVER_HTTP // 4, outcomes


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=x", "multipart/form-data", "\u00ff"])
@pytest.mark.parametrize("endpoint", ["register", "exchange", "compare", "renew_key", "revoke"])
def test_other_kinds_of_body_are_refused_by_number(
    pusat: Pusat, code: str, endpoint: str, content_type: str
) -> None:
    with Client(pusat.url) as client:
        key = client.register(Registration(NPSN, code, "laptop TU")).key
    headers = {"Authorization": f"Bearer {key}", "Content-Type": content_type.encode("latin-1")}
    for body in (b"--x\r\n\r\n--x--", b"x" * 5000, b""):
        answer = requests.post(f"{pusat.url}/sync/v1/{endpoint}", body, headers=headers, timeout=SECONDS)
        assert packing.unpack(answer.content, Refusal).problem == 305


def test_an_endless_body_is_refused_before_it_has_come(pusat: Pusat) -> None:
    """Announced as a terabyte: the answer comes without waiting for any of it."""
    head = "POST /sync/v1/register HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", pusat.port), timeout=SECONDS) as line:
        line.sendall(head.encode() + b"x" * 1000)
        assert b" 413 " in line.recv(1000).partition(b"\r\n")[0]


def test_a_body_that_ends_too_soon_harms_nobody(pusat: Pusat) -> None:
    head = b"POST /sync/v1/register HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", pusat.port), timeout=SECONDS) as line:
            line.sendall(head + b"x" * 10)
    assert requests.get(f"{pusat.url}/sehat", timeout=SECONDS).status_code == 200
