"""Pusat under load and while it is replaced: nobody's request is lost, and who must wait is told so."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import requests

from sync.lokal.engine.client import Client
from sync.pusat.door.admission import AT_WORK, WAITING_MAX
from sync.wire import messages, packing
from sync.wire.messages import Exchange
from sync.wire.registration import Registered, Registration
from tests.sync.conftest import NAME, NPSN, SECONDS, Laptop, Pusat, fill

HELLO = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0)

OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
CONNECTIONS = f"SELECT pid {OTHERS} ORDER BY pid"
# More than the process of `big_pusat` lets in.
MANY = AT_WORK + WAITING_MAX + 1
WAITING = f"SELECT pid {OTHERS} AND wait_event_type = 'Lock'"


def joined(pusat: Pusat) -> Registered:
    code = pusat.add_school(NPSN, NAME)
    with Client(pusat.url) as client:
        return client.register(Registration(NPSN, code, "laptop TU"))


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.01)


def processes(pusat: Pusat) -> set[str]:
    """The processes that serve."""
    assert pusat.process is not None
    children = Path(f"/proc/{pusat.process.pid}/task/{pusat.process.pid}/children")
    return set(children.read_text().split())


def test_no_request_is_lost_while_the_processes_are_replaced(big_pusat: Pusat) -> None:
    before = processes(big_pusat)
    answered = []
    done = False

    def ask() -> None:
        while not done:
            answered.append(requests.get(f"{big_pusat.url}/sehat", timeout=SECONDS).status_code)

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        until(lambda: len(answered) > 20)
        assert big_pusat.process is not None
        os.kill(big_pusat.process.pid, signal.SIGHUP)
        until(lambda: bool(processes(big_pusat)) and not processes(big_pusat) & before)
        replaced = len(answered)
        until(lambda: len(answered) > replaced + 20)
        done = True
        for request in asking:
            request.result()
    assert set(answered) == {200}


def test_a_round_under_way_is_finished_by_the_process_that_began_it(
    big_pusat: Pusat, new_database: str
) -> None:
    key, before = joined(big_pusat).key, processes(big_pusat)
    assert big_pusat.process is not None
    with ThreadPoolExecutor(1) as pool, psycopg.connect(new_database, autocommit=True) as other:
        with psycopg.connect(new_database) as blocker:
            blocker.execute("SELECT 1 FROM sekolah FOR UPDATE")
            asking = pool.submit(ask, big_pusat, key)
            until(lambda: bool(other.execute(WAITING).fetchall()))
            os.kill(big_pusat.process.pid, signal.SIGHUP)
            until(lambda: bool(processes(big_pusat) - before))
            assert not asking.done()
        assert asking.result().status_code == 200
    until(lambda: not processes(big_pusat) & before)


def test_round_after_round_uses_the_same_connections(big_pusat: Pusat, new_database: str) -> None:
    key = joined(big_pusat).key
    assert ask(big_pusat, key).status_code == 200
    with psycopg.connect(new_database, autocommit=True) as other:
        first = other.execute(CONNECTIONS).fetchall()
        assert {ask(big_pusat, key).status_code for _ in range(20)} == {200}
        assert first and other.execute(CONNECTIONS).fetchall() == first


def test_health_tells_a_lost_database(big_pusat: Pusat, new_database: str) -> None:
    assert requests.get(f"{big_pusat.url}/sehat", timeout=SECONDS).status_code == 200
    server, _, name = new_database.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as other:
        other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")  # type: ignore[arg-type]
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        assert requests.get(f"{big_pusat.url}/sehat", timeout=SECONDS).status_code == 503
        other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")  # type: ignore[arg-type]
    until(lambda: requests.get(f"{big_pusat.url}/sehat", timeout=SECONDS).status_code == 200)


@contextmanager
def full(pusat: Pusat, database: str, key: str) -> Iterator[requests.Response]:
    """Pusat with as many rounds at work as it lets in, and the answer to one more."""
    with ThreadPoolExecutor(MANY) as pool, psycopg.connect(database) as blocker:
        # Whoever has the school's row keeps all rounds of the school at work.
        blocker.execute("SELECT 1 FROM sekolah FOR UPDATE")
        asking: list[Future[requests.Response]] = []

        def one_more_is_refused() -> bool:
            if len(asking) < MANY:
                asking.append(pool.submit(ask, pusat, key))
            return any(request.done() for request in asking)

        until(one_more_is_refused)
        yield next(request.result() for request in asking if request.done())
        blocker.rollback()
        assert {request.result().status_code for request in asking} == {200, 503}


def ask(pusat: Pusat, key: str, ticket: str = "") -> requests.Response:
    headers = {"Authorization": f"Bearer {key}", messages.TICKET_HEADER: ticket}
    return requests.post(
        f"{pusat.url}/sync/v1/exchange", packing.pack(HELLO), headers=headers, timeout=SECONDS
    )


def test_who_finds_pusat_full_gets_a_place_and_a_ticket(big_pusat: Pusat, new_database: str) -> None:
    key = joined(big_pusat).key
    with full(big_pusat, new_database, key) as answer:
        refusal = packing.unpack(answer.content, messages.Refusal)
        forged = packing.unpack(ask(big_pusat, key, "palsu").content, messages.Refusal)
    assert (answer.status_code, refusal.problem) == (503, 301)
    assert int(answer.headers["Retry-After"]) >= 1 and int(refusal.details["place"]) >= 1
    assert forged.details["ticket"] not in ("palsu", refusal.details["ticket"])
    assert ask(big_pusat, key, refusal.details["ticket"]).status_code == 200


def test_a_flood_of_registrations_takes_no_place_of_a_round(big_pusat: Pusat, new_database: str) -> None:
    key = joined(big_pusat).key
    flood = packing.pack(Registration(NPSN, "SALAH", "banjir"))

    def register() -> int:
        answer = requests.post(f"{big_pusat.url}/sync/v1/register", data=flood, timeout=SECONDS)
        return packing.unpack(answer.content, messages.Refusal).problem

    with (
        ThreadPoolExecutor(20) as pool,
        psycopg.connect(new_database, autocommit=True) as other,
        psycopg.connect(new_database) as blocker,
    ):
        # Whoever registers hangs, in the places that there are for it.
        blocker.execute("LOCK TABLE npsn IN ACCESS EXCLUSIVE MODE")
        flooding = [pool.submit(register) for _ in range(20)]
        until(lambda: len(other.execute(WAITING).fetchall()) == 2)
        until(lambda: sum(request.done() for request in flooding) == 10)
        assert ask(big_pusat, key).status_code == 200
        blocker.rollback()
        answers = [request.result() for request in flooding]
    assert answers.count(307) == 10 and set(answers) <= {202, 205, 307}


def test_a_run_waits_for_its_turn_and_goes_on_by_itself(
    big_pusat: Pusat, new_database: str, laptop: Callable[..., Laptop]
) -> None:
    code = big_pusat.add_school(NPSN, NAME)
    computer = laptop("laptop")
    fill(computer, pupils=2)
    computer("register", url=big_pusat.url, npsn=NPSN, code=code)
    with Client(big_pusat.url) as client:
        key = client.register(Registration(NPSN, code, "yang lain")).key
    with ThreadPoolExecutor(1) as pool:
        with full(big_pusat, new_database, key):
            running = pool.submit(computer, "sync")
            until(lambda: "Pusat sedang penuh; giliran Anda nomor" in step(computer))
        done = running.result()
    assert done["status"] == "selesai" and done["receipt"]


def step(computer: Laptop) -> str:
    """What the page of a computer that is synchronising says."""
    with closing(sqlite3.connect(computer.folder / "dapodik.sqlite3")) as database:
        rows = database.execute("SELECT step FROM sync_run").fetchall()
    return str(rows[0][0]) if rows else ""
