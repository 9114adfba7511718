"""Pusat closed for a while: everybody is told until when, nothing is lost, and it opens by itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
import requests

from sync.lokal.engine.client import Client
from sync.wire.messages import Comparison
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registration
from tests.sync.conftest import NPSN, SECONDS, Laptop, Pusat, by_nisn
from tests.sync.whole import assert_whole

TOMORROW = datetime.now(ZoneInfo("Asia/Jakarta")).replace(microsecond=0) + timedelta(days=1)


def met(call: Callable[[], object]) -> SyncProblem:
    with pytest.raises(SyncProblem) as problem:
        call()
    return problem.value


def test_a_run_is_told_until_when_and_the_next_goes_on(
    pusat: Pusat, school: Laptop, code: str, laptop: Callable[..., Laptop]
) -> None:
    school.edit("peserta_didik", by_nisn(school)["0150000001"], tinggi_badan="141")
    waiting = school("pending")
    pusat.command("close", "--until", f"{TOMORROW:%Y-%m-%d %H:%M}", "--reason", "pemeliharaan", "--json")
    for sending in (True, False):
        run = school("sync", sending=sending)
        assert (run["status"], run["problem"]) == ("gagal", 302)
    assert f"pukul {TOMORROW:%H.%M} WIB: pemeliharaan." in school("shown")
    assert school("pending") == waiting
    pusat.command("open", "--json")
    run = school("sync")
    assert (run["problem"], run["sent"]["peserta_didik"]["changed"]) == (None, 1)
    assert_whole(school, pusat, code, laptop)


def test_every_call_of_a_school_is_answered_so_and_pages_are_not(pusat: Pusat, code: str) -> None:
    with Client(pusat.url) as client:
        joined = client.register(Registration(NPSN, code, "laptop"))
    pusat.command("close", "--until", TOMORROW.isoformat(), "--json")
    with Client(pusat.url, joined.key) as client:
        for call in (
            lambda: client.register(Registration(NPSN, code, "laptop")),
            lambda: client.compare(Comparison({})),
            client.renew_key,
            client.check,
        ):
            problem = met(call)
            assert problem.number == 302 and f"pukul {TOMORROW:%H.%M} WIB." in problem.sentence
            assert problem.retry_after == 3600
    for page in ("sehat", "masuk/", "offline/"):
        assert requests.get(f"{pusat.url}/{page}", timeout=SECONDS).status_code == 200


def test_a_closing_to_come_is_announced_and_one_that_is_over_is_forgotten(pusat: Pusat, code: str) -> None:
    with Client(pusat.url) as client:
        joined = client.register(Registration(NPSN, code, "laptop"))
    start, until = f"{TOMORROW:%Y-%m-%d %H:%M}", f"{TOMORROW + timedelta(hours=2):%Y-%m-%d %H:%M}"
    pusat.command("close", "--from", start, "--until", until, "--reason", "pindah mesin", "--json")
    with Client(pusat.url, joined.key) as client:
        closing = client.check().closing
    assert f"{TOMORROW:%H.%M} WIB" in closing["start"] and closing["reason"] == ": pindah mesin"
    # As time passes: the same file, an hour ago.
    file = pusat.folder / "tutup.json"
    stored = msgspec.json.decode(file.read_bytes())
    stored |= {"start": "2026-01-01T00:00:00Z", "until": datetime.now(UTC).isoformat()}
    file.write_bytes(msgspec.json.encode(stored))
    with Client(pusat.url, joined.key) as client:
        assert client.check().closing == {}


@pytest.mark.parametrize(
    "words",
    [
        ("--until", "2020-01-01 06:00"),
        ("--until", "besok"),
        (),
        ("--until", "2999-01-01", "--from", "2999-01-02"),
        ("--until", "2999-01-01", "--reason", "x" * 201),
    ],
)
def test_nonsense_closes_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    pusat = Pusat(tmp_path)
    with pytest.raises(AssertionError, match="(Waktu|Alasan|--until)"):
        pusat.command("close", *words)
    assert not (tmp_path / "tutup.json").exists()
    assert pusat.command("open", "--json") == {"was_closed": False}
