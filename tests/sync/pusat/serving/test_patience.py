"""Slow and silent connections, to pusat under both of its servers: closed in time, few of each address, and
no school waits for them."""

import http.client
import itertools
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
import requests

from sync.wire import packing
from sync.wire.registration import Registration
from tests.sync.conftest import NAME, NPSN, ROOT, SECONDS, Laptop, Pusat, fill

if os.name == "nt":
    pytest.skip("Windows has no second address of its own", allow_module_level=True)
# Other addresses of this computer.
STRANGER, SCHOOL = "127.0.0.2", "127.0.0.3"
HEAD = b"GET /sehat HTTP/1.1\r\nHost: localhost\r\nX: "
BODY = b"POST /sync/v1/register HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def patient(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pusat]:
    """Pusat under waitress, and under gunicorn; it is not started."""
    url = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    server = Pusat(tmp_path / "pusat", url)
    server.settings = {}
    yield server
    server.kill()


def connected(pusat: Pusat, address: str = STRANGER) -> socket.socket:
    return socket.create_connection(("127.0.0.1", pusat.port), SECONDS, (address, 0))


def is_healthy(pusat: Pusat, address: str = SCHOOL) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", pusat.port, SECONDS, (address, 0))
    line.request("GET", "/sehat")
    return line.getresponse().status == 200


def drips_until_closed(line: socket.socket) -> bool:
    """Send a byte now and then, as long as the other side takes it."""
    line.settimeout(0.05)
    for _ in range(SECONDS * 20):
        try:
            line.send(b"x")
            if line.recv(1000) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_a_request_that_drips_is_cut_off(patient: Pusat) -> None:
    patient.settings["PUSAT_PATIENCE"] = "0.5"
    patient.start("", "--workers", "1")
    for begin in (HEAD, BODY, b""):
        with connected(patient) as line:
            line.sendall(begin)
            assert drips_until_closed(line), begin
    assert is_healthy(patient)


def test_a_body_that_keeps_coming_is_waited_for(patient: Pusat) -> None:
    patient.settings["PUSAT_PATIENCE"] = "5"
    patient.start("", "--workers", "1")
    body = packing.pack(Registration(NPSN, "SALAH", "laptop"))
    with connected(patient) as line:
        line.sendall(BODY.replace(b"4000", str(len(body)).encode()) + body[:10])
        assert is_healthy(patient)
        line.sendall(body[10:])
        assert b" 403 " in line.recv(1000).partition(b"\r\n")[0]


def test_an_address_has_a_few_connections_and_others_have_theirs(patient: Pusat) -> None:
    patient.settings["PUSAT_CONNECTIONS"] = "4"
    patient.start("", "--workers", "1")
    with ExitStack() as lines:
        for _ in range(4):
            lines.enter_context(connected(patient)).sendall(HEAD)
        fifth = lines.enter_context(connected(patient))
        with suppress(ConnectionResetError):
            assert fifth.recv(1) == b""
        assert is_healthy(patient)


@contextmanager
def beset(pusat: Pusat) -> Iterator[None]:
    """Three hundred dripping connections, each begun again where it was cut off, and wrong registrations
    without end."""
    ends = threading.Event()

    def drip() -> None:
        lines: dict[int, socket.socket] = {}
        for number in itertools.cycle(range(300)):
            if ends.wait(0.001):
                break
            with suppress(OSError):
                if number not in lines:
                    lines[number] = connected(pusat)
                    lines[number].sendall(HEAD)
                try:
                    lines[number].send(b"x")
                except OSError:
                    lines.pop(number).close()
        for line in lines.values():
            line.close()

    def register() -> None:
        flood = packing.pack(Registration(NPSN, "SALAH", "banjir"))
        while not ends.is_set():
            with suppress(requests.ConnectionError):
                requests.post(f"{pusat.url}/sync/v1/register", data=flood, timeout=SECONDS)

    threads = [threading.Thread(target=drip), *(threading.Thread(target=register) for _ in range(4))]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ends.set()
        for thread in threads:
            thread.join()


def test_a_school_synchronises_beside_a_flood(patient: Pusat, laptop: Callable[..., Laptop]) -> None:
    patient.start("", "--workers", "1")
    school = laptop("laptop")
    fill(school, pupils=3)
    school("register", url=patient.url, npsn=NPSN, code=patient.add_school(NPSN, NAME))
    with beset(patient):
        done = school("sync")
    assert (done["status"], done["problem"]) == ("selesai", None)
    assert done["receipt"]


def test_both_sides_have_the_same_patience() -> None:
    """The school's site is served by the same code, of which each side has its own copy."""
    folders = ("dapodik/program/start", "sync/pusat/serving")
    site, pusat = (Path(ROOT, folder, "patience.py").read_bytes() for folder in folders)
    assert site == pusat
