"""Periksa koneksi against real sockets: what can be wrong is told apart, and nothing takes long."""

import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
import trustme
from django.conf import LazySettings
from django.test import Client as Browser

from sync.lokal.engine import connection_check
from sync.lokal.engine.client import Client
from sync.lokal.models import Connection, Run
from sync.wire.messages import Refusal
from sync.wire.packing import pack
from sync.wire.registration import Registration
from tests.ports import free_port
from tests.sync.conftest import NAME, NPSN, ROOT, Pusat, environment
from tests.sync.line import HTML, PORTAL, Line, says, silent
from tests.sync.test_tls import Server, authority, serve, trust
from tests.web.conftest import operator

__all__ = ["authority", "operator", "serve"]
REFUSED = b"Content-Type: application/x-dapodik-sync"


@pytest.fixture(scope="module")
def pusat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pusat]:
    server = Pusat(tmp_path_factory.mktemp("pusat"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def joined(pusat: Pusat, settings: LazySettings, tmp_path: Path) -> Iterator[Connection]:
    """A registered computer."""
    settings.DATA_DIR = tmp_path
    npsn = f"2029{free_port() % 10000:04d}"
    with Client(pusat.url) as line:
        registered = line.register(Registration(npsn, pusat.add_school(npsn, NAME), "laptop"))
    yield Connection(
        url=pusat.url, npsn=npsn, nama=NAME, key=registered.key, sekolah_id=registered.sekolah_id
    )
    pusat.command("open", "--json")


def at(url: str) -> Connection:
    """A computer whose pusat is there."""
    return Connection(url=url, npsn=NPSN, nama=NAME, key="k.1.s")


def number(connection: Connection) -> int:
    problem = connection_check.check_now(connection).problem
    return problem.number if problem else 0


@pytest.fixture
def line(pusat: Pusat) -> Iterator[Line]:
    made = Line(pusat.port)
    yield made
    made.close()


def test_all_is_well(joined: Connection) -> None:
    result = connection_check.check_now(joined)
    assert (result.problem, result.remarks) == (None, ()) and 0 < result.seconds < connection_check.SECONDS


def test_closed_and_about_to_be(pusat: Pusat, joined: Connection) -> None:
    pusat.command("close", "--until", "2999-01-01 06:00", "--reason", "pindah", "--json")
    problem = connection_check.check_now(joined).problem
    assert problem and problem.number == 302
    assert "1 Januari 2999 pukul 06.00 WIB: pindah." in problem.sentence
    pusat.command("close", "--from", "2998-12-31 18:00", "--until", "2999-01-01 06:00", "--json")
    result = connection_check.check_now(joined)
    assert result.problem is None and [remark.number for remark in result.remarks] == [309]
    assert "dari Senin, 31 Desember 2998 pukul 18.00 WIB" in result.remarks[0].sentence


def test_a_revoked_key_and_one_that_nobody_knows(pusat: Pusat, joined: Connection) -> None:
    pusat.command("revoke", "--npsn", joined.npsn, "--all", "--json")
    assert number(joined) == 201
    assert number(at(pusat.url)) == 201


def test_nobody_listens(pusat: Pusat) -> None:
    assert number(at(f"http://127.0.0.1:{free_port()}")) == 109


def test_the_line_is_cut(line: Line) -> None:
    line.close()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=lambda: listener.accept()[0].close(), daemon=True).start()
        assert number(at(f"http://127.0.0.1:{listener.getsockname()[1]}")) == 101


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_check, "_has_network", lambda: True)
    problem = connection_check.check_now(at("https://pusat.invalid")).problem
    assert problem and problem.number == 102 and "pusat.invalid" in problem.sentence


def test_without_any_network(tmp_path: Path) -> None:
    """In a network of its own, in which there is nothing."""
    alone = shutil.which("unshare")
    if not alone or subprocess.run([alone, "-rn", "true"], capture_output=True).returncode:
        pytest.skip("needs a system that lets a process have a network of its own")
    ask = (
        "import django; django.setup();"
        "from sync.lokal.engine import connection_check; from sync.lokal.models import Connection;"
        "print(connection_check.check_now(Connection(url='https://pusat.example', key='k')).problem.number)"
    )
    known = environment(tmp_path, DJANGO_SETTINGS_MODULE="dapodik.settings.test")
    done = subprocess.run(
        [alone, "-rn", sys.executable, "-c", ask], cwd=ROOT, env=known, capture_output=True, text=True
    )
    assert done.stdout.strip() == "108", done.stderr


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (says("200 OK", PORTAL, HTML), 105),
        (says("302 Found", b"", b"Location: http://10.0.0.1/masuk"), 105),
        (says("502 Bad Gateway", b"<h1>nginx</h1>", HTML), 303),
        (says("426 Upgrade Required", pack(Refusal(203)), REFUSED), 203),
        (says("503 Busy", pack(Refusal(301, {"place": "7"})), REFUSED, b"Retry-After: 60"), 301),
        (silent, 103),
    ],
)
def test_somebody_else_answers_or_nobody(
    line: Line, joined: Connection, monkeypatch: pytest.MonkeyPatch, fault: object, expected: int
) -> None:
    monkeypatch.setattr(connection_check, "EACH_WAIT", 0.5 if expected == 103 else connection_check.EACH_WAIT)
    line.spoil(fault)  # type: ignore[arg-type]
    joined.url = line.url
    assert number(joined) == expected


def test_certificates(
    serve: Callable[..., Server], authority: trustme.CA, settings: LazySettings, tmp_path: Path
) -> None:
    good = serve(authority.issue_cert("localhost"))
    assert number(at(good.url)) == 104
    trust(authority, tmp_path)
    assert number(at(serve(authority.issue_cert("pusat.example")).url)) == 104
    now = datetime.now(UTC)
    for start, end in ((-20, -10), (10, 20)):
        dated = authority.issue_cert(
            "localhost", not_before=now + timedelta(days=start), not_after=now + timedelta(days=end)
        )
        assert number(at(serve(dated).url)) == 107


@pytest.mark.parametrize(("days", "words"), [(-3660, "10 tahun"), (1, "1 hari"), (0, "")])
def test_a_clock_that_is_wrong(joined: Connection, days: int, words: str) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True):
        result = connection_check.check_now(joined)
    assert result.problem is None
    assert [remark.details["difference"].replace("\xa0", " ") for remark in result.remarks] == (
        [words] if words else []
    )


def test_other_fields_than_pusat_knows(joined: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    class Other:
        hash = "lain"

    monkeypatch.setattr(connection_check, "catalogue", Other)
    assert [remark.number for remark in connection_check.check_now(joined).remarks] == [207]


@pytest.mark.slow
def test_what_hangs_in_the_system_does_not_hang_the_page(
    operator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking up a name knows no end; the page answers all the same, and in the end says so."""
    asked, answers = threading.Event(), threading.Event()

    def hangs(*_: object) -> None:
        asked.set()
        answers.wait()
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    monkeypatch.setattr(connection_check, "_newest", None)
    known = at("https://pusat.example")
    known.sekolah_id, known.installation = uuid4(), 1
    known.save()
    shown = operator.post("/sinkronisasi/periksa/", follow=True).content.decode()
    assert asked.is_set() and "Sedang memeriksa" in shown and 'hx-get="/sinkronisasi/periksa/"' in shown
    first = connection_check.newest()
    operator.post("/sinkronisasi/periksa/")
    assert first and connection_check.newest() is first
    first._ends = 0.0
    assert "masalah nomor 103" in operator.get("/sinkronisasi/periksa/").content.decode()
    answers.set()
    first._thread.join()
    assert first.result and first.result.problem and first.result.problem.number == 103


def test_the_page_tells_what_was_found(
    operator: Browser, joined: Connection, pusat: Pusat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_check, "_newest", None)
    joined.installation = 1
    joined.save()
    assert "Belum diperiksa" in operator.get("/sinkronisasi/").content.decode()
    monkeypatch.setattr("sync.lokal.web.periksa._SHORT_WAIT", 60.0)
    shown = operator.post("/sinkronisasi/periksa/", follow=True).content.decode()
    assert "Sambungan baik." in shown
    pusat.command("close", "--until", "2999-01-01 06:00", "--json")
    shown = operator.post("/sinkronisasi/periksa/", follow=True).content.decode()
    assert "Pusat ditutup sampai Selasa, 1 Januari 2999 pukul 06.00 WIB." in shown
    assert "Menunggu dapat membantu." in shown and "masalah nomor 302" in shown


@pytest.mark.parametrize(
    ("status", "way", "minutes", "stands"),
    [
        (Run.Status.DONE, Run.Way.BOTH, 1, False),
        (Run.Status.DONE, Run.Way.BOTH, -1, True),
        (Run.Status.DONE, Run.Way.FILE, 1, True),
        (Run.Status.FAILED, Run.Way.BOTH, 1, True),
    ],
)
def test_a_good_run_takes_back_what_an_older_check_found(
    operator: Browser, monkeypatch: pytest.MonkeyPatch, status: str, way: str, minutes: int, stands: bool
) -> None:
    monkeypatch.setattr(connection_check, "_newest", None)
    known = at(f"http://127.0.0.1:{free_port()}")
    known.sekolah_id, known.installation = uuid4(), 1
    known.save()
    connection_check.begin(known).wait(connection_check.SECONDS)
    assert "masalah nomor 109" in operator.get("/sinkronisasi/").content.decode()
    ended = datetime.now(UTC) + timedelta(minutes=minutes)
    Run.objects.create(started=ended, ended=ended, by="Ibu", status=status, way=way)
    shown = operator.get("/sinkronisasi/").content.decode()
    assert ("masalah nomor 109" in shown) is stands and ("Belum diperiksa" in shown) is not stands
