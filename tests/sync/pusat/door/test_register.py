"""Registration codes: how they are stored, when they expire, and what guessing them costs whom."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from sync.lokal.engine.client import Client
from sync.wire import messages, packing
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registration
from tests.sync.conftest import NAME, NPSN, SECONDS, Pusat


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Pusat]:
    """Pusat on SQLite, behind a proxy that is this computer, with the hashes of real passwords."""
    server = Pusat(tmp_path / "pusat")
    server.settings = {"PUSAT_PROXIES": "127.0.0.1, 10.1.0.0/16", "CHEAP_HASHES": ""}
    server.start()
    yield server
    server.kill()


@pytest.fixture
def code_alone(alone: Pusat) -> str:
    return alone.add_school(NPSN, NAME)


def answer(pusat: Pusat, code: str, hops: str = "", npsn: str = NPSN) -> int:
    """What pusat says to a registration through these proxies: 0, or the number of the problem."""
    body = packing.pack(Registration(npsn, code, "laptop"))
    headers = {"X-Forwarded-For": hops} if hops else {}
    said = requests.post(f"{pusat.url}/sync/v1/register", data=body, headers=headers, timeout=SECONDS)
    return 0 if said.ok else packing.unpack(said.content, messages.Refusal).problem


def execute(pusat: Pusat, statement: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(pusat.folder / "pusat.sqlite3", isolation_level=None)) as database:
        return database.execute(statement, values).fetchall()


def stored_code(pusat: Pusat) -> str:
    return str(execute(pusat, "SELECT registration_code FROM sekolah")[0][0])


def test_a_code_is_stored_under_a_fast_hash_with_a_key(alone: Pusat, code_alone: str) -> None:
    stored = stored_code(alone)
    assert stored.startswith("hmac-sha256$") and code_alone not in stored
    # Blanks and small letters do not matter.
    assert answer(alone, f" {code_alone.lower()} ") == 0
    # Another server has another key.
    alone.kill()
    alone.settings["DAPODIK_SECRET_KEY"] = "another " * 10
    alone.start()
    assert answer(alone, code_alone) == 202


def test_a_code_of_the_first_version_is_taken_and_stored_anew(alone: Pusat, code_alone: str) -> None:
    slow = PBKDF2PasswordHasher().encode("ABCDE23456", "salt", iterations=1000)
    execute(alone, "UPDATE sekolah SET registration_code = ?", slow)
    assert answer(alone, code_alone) == 202
    assert stored_code(alone) == slow
    assert answer(alone, "ABCDE23456") == 0
    assert stored_code(alone).startswith("hmac-sha256$")
    assert answer(alone, "ABCDE23456") == 0


def test_a_code_expires_after_thirty_days_and_a_new_one_opens(alone: Pusat, code_alone: str) -> None:
    execute(alone, "UPDATE sekolah SET code_expires = datetime(code_expires, '-30 days')")
    assert answer(alone, code_alone) == 202
    new = alone.command("add_school", "--npsn", NPSN, "--name", NAME, "--new-code", "--json")
    assert new["days"] == 30
    assert [answer(alone, code) for code in (code_alone, new["code"])] == [202, 0]


def test_wrong_codes_shut_out_who_guesses_and_nobody_else(alone: Pusat, code_alone: str) -> None:
    guesses = [answer(alone, "SALAH", "203.0.113.7") for _ in range(6)]
    assert guesses == [202] * 5 + [205]
    assert answer(alone, code_alone, "203.0.113.7") == 205
    # A header before that of our proxy is what a stranger says.
    assert answer(alone, code_alone, "198.51.100.1, 203.0.113.7") == 205
    # The school itself, through a chain of our proxies.
    assert answer(alone, code_alone, "198.51.100.1, 10.1.2.3") == 0
    # Of IPv6 whoever has one address of a network has all of it.
    for last in range(5):
        assert answer(alone, "SALAH", f"2001:db8::{last}") == 202
    assert answer(alone, code_alone, "2001:db8::99") == 205
    assert answer(alone, code_alone, "2001:db8:0:1::99") == 0


def test_the_wait_grows_and_ends(alone: Pusat, code_alone: str) -> None:
    waits = []
    for wrong in range(5, 11):
        while len(execute(alone, "SELECT 1 FROM wrong_attempt")) < 3 * wrong:
            assert answer(alone, "SALAH") == 202
        with Client(alone.url) as client, pytest.raises(SyncProblem) as met:
            client.register(Registration(NPSN, code_alone, "laptop"))
        assert met.value.number == 205
        waits.append(int(met.value.details["seconds"]))
        execute(alone, "UPDATE wrong_attempt SET time = datetime(time, '-15 minutes')")
        # No more than the hour for which they count.
        execute(alone, "UPDATE wrong_attempt SET time = max(time, datetime('now', '-59 minutes'))")
    grown = [60, 120, 240, 480, 900, 900]
    assert all(end - 30 < wait <= end for wait, end in zip(waits, grown, strict=True)), waits
    assert answer(alone, code_alone) == 0


def test_who_guesses_at_many_schools_waits_too(alone: Pusat, code_alone: str) -> None:
    guesses = [answer(alone, "SALAH", "203.0.113.7", f"000000{n:02d}") for n in range(21)]
    assert guesses == [202] * 20 + [205]
    assert answer(alone, code_alone, "198.51.100.1") == 0


def test_many_who_guess_at_one_school_get_one_attempt_each(alone: Pusat, code_alone: str) -> None:
    for stranger in range(10):
        assert [answer(alone, "SALAH", f"203.0.113.{stranger}") for _ in range(5)] == [202] * 5
    assert [answer(alone, "SALAH", "203.0.113.99") for _ in range(2)] == [202, 205]
    assert answer(alone, code_alone, "198.51.100.1") == 0


def test_a_stranger_is_not_believed_whom_he_calls_for(tmp_path: Path) -> None:
    pusat = Pusat(tmp_path / "pusat")
    pusat.start()
    try:
        code = pusat.add_school(NPSN, NAME)
        guesses = [answer(pusat, "SALAH", f"203.0.113.{n}") for n in range(6)]
        assert guesses == [202] * 5 + [205]
        assert answer(pusat, code, "198.51.100.1") == 205
    finally:
        pusat.kill()
