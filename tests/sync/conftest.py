"""A real pusat process over real HTTP, and schools' computers with real SQLite files."""

import atexit
import contextlib
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.ports import free_port

from . import postgres, processes

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
# Far longer than any step of a test takes on a busy machine.
HANGS_AFTER = 900


def environment(folder: Path, **extra: str) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    known = {name: value for name, value in os.environ.items() if not name.startswith(("DAPODIK", "DJANGO"))}
    return {**known, "DAPODIK_DATA": str(folder), "DAPODIK_SECRET_KEY": "test" * 15, **extra}


def skip_without_signals() -> None:
    """Skip a test in which a process kills itself, where there is no SIGKILL."""
    if os.name == "nt":
        pytest.skip("a process kills itself by a signal, which Windows does not have")


class Pusat:
    """The central server: started, killed and started again on one port and folder."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.database = {"DATABASE_URL": database_url} if database_url else {}
        # More of its environment. All schools of a test have one address.
        self.settings = {"PUSAT_CONNECTIONS": "1000"}
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: BaseProcess | None = None

    def start(self, die_at: str = "", *options: str, years: int = 0) -> None:
        """Start it, with a clock that is so many years wrong."""
        if die_at:
            skip_without_signals()
        known = environment(
            self.folder,
            PUSAT_DIE_AT=die_at,
            CLOCK_YEARS=str(years),
            **self.database,
            **self.settings,
        )
        words = ("start", "--port", str(self.port), *options)
        self.process = processes.start("tests.sync.pusat_process", known, *words)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            assert self.process.is_alive(), "pusat ended at start"
            try:
                if requests.get(f"{self.url}/sehat", timeout=5).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.05)
        raise AssertionError("pusat does not answer")

    def kill(self) -> None:
        """Kill (SIGKILL) all of its processes."""
        assert self.process is not None and self.process.pid is not None
        if os.name != "nt":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        # Where it leads no session, or not yet.
        self.process.kill()
        self.process.join()

    def wait_killed(self) -> None:
        """Until it has killed itself, where it was told to."""
        assert self.process is not None
        self.process.join(SECONDS)
        assert self.process.exitcode == -signal.SIGKILL

    def command(self, *words: str) -> Any:
        """Run `manage.py pusat WORDS` here; the JSON it prints. AssertionError with its errors."""
        known = environment(self.folder, **self.database, **self.settings)
        code, out, err = processes.output("tests.sync.pusat_process", known, *words)
        assert code == 0, err
        return json.loads(out)

    def add_school(self, npsn: str, name: str) -> str:
        return str(self.command("add_school", "--npsn", npsn, "--name", name, "--json")["code"])


class Killed(Exception):
    """The laptop's process was killed (SIGKILL)."""


class Laptop:
    """A school's computer: a data folder, which may be new, and the process that works on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not folder.exists():
            shutil.copytree(_empty_folder(), folder)
        self.start()

    def start(self, years: int = 0) -> None:
        """Start it, with a clock that is so many years wrong."""
        self._line, there = processes.pipe()
        self.process = processes.start(
            "tests.sync.laptop", environment(self.folder, CLOCK_YEARS=str(years)), there
        )
        there.close()
        assert self._read() == {"ready": True}

    def __call__(self, action: str, **arguments: Any) -> Any:
        if action.startswith("die"):
            skip_without_signals()
        self._line.send_bytes(json.dumps({"do": action, **arguments}).encode())
        answer = self._read()
        if "problem" in answer:
            raise AssertionError(f"problem {answer['problem']}")
        return answer["ok"]

    def edit(self, kind: str, record_id: str, **values: Any) -> None:
        self("save", edits=[{"kind": kind, "id": record_id, "values": values}])

    def make(self, kind: str, **values: Any) -> str:
        return str(self("save", edits=[{"kind": kind, "values": values}])[0])

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self._line.close()

    def switch_off(self) -> None:
        """End it as one ends a program, so that its database is one file."""
        self._line.close()
        self.process.join()

    def restart(self, years: int = 0) -> None:
        self.stop()
        self.start(years)

    def back_up_to(self, folder: Path) -> Path:
        """Copy the data folder while the application is open and at rest."""
        shutil.copytree(self.folder, folder)
        return folder

    def copy_to(self, folder: Path) -> "Laptop":
        """A second computer with a copy of this data folder."""
        return Laptop(self.back_up_to(folder))

    def become(self, folder: Path) -> None:
        """The data folder is replaced by another: an older copy, or another computer's."""
        self.stop()
        shutil.rmtree(self.folder)
        shutil.copytree(folder, self.folder)
        self.start()

    def _read(self) -> Any:
        assert self._line.poll(HANGS_AFTER), "the laptop hangs"
        try:
            return json.loads(self._line.recv_bytes())
        except (EOFError, ConnectionError) as end:
            self.process.join()
            assert self.process.exitcode == -signal.SIGKILL, "the application broke"
            raise Killed from end


@functools.cache
def _empty_folder() -> Path:
    """A data folder with all tables and nothing in them: migrating takes longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="dapodik-laptop-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    laptop = Laptop(folder)
    laptop.switch_off()
    return folder


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    programs = postgres.programs()
    if programs is None:
        # Where all tests are asked for (.ci/run), none may be left out.
        assert os.environ.get("CI") != "true", "PostgreSQL is not installed"
        pytest.skip("PostgreSQL is not installed")
    running = postgres.Cluster(programs)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def empty_pusat(cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with pusat's tables, to be copied."""
    name = cluster.create()
    folder = tmp_path_factory.mktemp("empty-pusat")
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "-v", "0"],
        cwd=ROOT,
        env=environment(folder, DATABASE_URL=cluster.url(name), DJANGO_SETTINGS_MODULE="sync.pusat.settings"),
        check=True,
    )
    return name


def url_of_its_own(request: pytest.FixtureRequest) -> str:
    """For a fixture that lasts as long as its module: as its parameter says a new database on PostgreSQL, or
    "", which is SQLite."""
    if request.param == "sqlite":
        return ""
    cluster = request.getfixturevalue("cluster")
    return str(cluster.url(cluster.create(request.getfixturevalue("empty_pusat"))))


@pytest.fixture(params=["sqlite", "postgresql"])
def pusat(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pusat]:
    url = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    server = Pusat(tmp_path / "pusat", url)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def big_pusat(tmp_path: Path, new_database: str) -> Iterator[Pusat]:
    """Pusat on PostgreSQL, in one process beside the first."""
    server = Pusat(tmp_path / "pusat", new_database)
    server.start("", "--workers", "1")
    yield server
    server.kill()


@pytest.fixture
def new_database(cluster: postgres.Cluster, empty_pusat: str) -> Iterator[str]:
    """The address of a database with pusat's tables and nothing in them."""
    name = cluster.create(empty_pusat)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Callable[..., Laptop]]:
    made: list[Laptop] = []

    def make(name: str) -> Laptop:
        made.append(Laptop(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        one.stop()


NPSN = "20299001"
NAME = "SD NEGERI 2 SUKAMAJU"


@pytest.fixture
def code(pusat: Pusat) -> str:
    return pusat.add_school(NPSN, NAME)


@pytest.fixture
def school(laptop: Callable[..., Laptop], pusat: Pusat, code: str) -> Laptop:
    """A registered computer with a small valid school that was synchronised once."""
    one = laptop("laptop")
    fill(one)
    one("register", url=pusat.url, npsn=NPSN, code=code)
    first = one("sync")
    assert first["sent"].get("peserta_didik", {}).get("added"), first
    assert first["status"] == "selesai", first
    return one


def pupil(number: int, rombel_note: str = "") -> dict[str, Any]:
    """A valid pupil: boys born in 2015 on days of May."""
    day = number % 28 + 1
    return {
        "nama": "Budi " + "".join(chr(ord("a") + int(digit)) for digit in str(number)),
        "jenis_kelamin": "L",
        "nisn": f"015{number:07d}",
        "nik": f"320501{day:02d}0515{number + 1:04d}",
        "no_kk": f"320501010110{number + 1:04d}",
        "tempat_lahir": "Garut",
        "tanggal_lahir": f"2015-05-{day:02d}",
        "agama_id": "1",
        "kebutuhan_khusus_id": "0",
        "alamat_jalan": "Kp. Permana",
        "rt": "1",
        "rw": "2",
        "desa_kelurahan": "Sukamaju",
        "kecamatan": "Kec. Garut Kota",
        "kode_pos": "44151",
        "jenis_tinggal_id": "1",
        "alat_transportasi_id": "1",
        "nama_ibu_kandung": "Siti Rahayu",
        "tahun_lahir_ibu": "1985",
        "tinggi_badan": "140",
        "berat_badan": "35",
        "lingkar_kepala": "52",
        "anak_keberapa": "1",
        "jumlah_saudara_kandung": "1",
        "jarak_rumah_ke_sekolah_km": "1",
        "penerima_kip": False,
        "penerima_kps": True,
        "no_kps": f"KPS{number:011d}",
        "layak_pip": False,
    }


def enrol(at: Laptop, number: int) -> str:
    """A new pupil at this computer, in its one class; the id."""
    new = at.make("peserta_didik", **pupil(number))
    at.make("registrasi_peserta_didik", peserta_didik_id=new, nipd=f"27{number:04d}")
    (rombel,) = at("records", kind="rombongan_belajar")
    at.make("anggota_rombel", peserta_didik_id=new, rombongan_belajar_id=rombel)
    return new


def fill(one: Laptop, pupils: int = 12, name: str = NAME) -> None:
    """A valid school of one class."""
    school = one.make(
        "sekolah",
        nama=name,
        bentuk_pendidikan_id="5",
        status_sekolah="1",
        kecamatan="Kec. Garut Kota",
        kabupaten_kota="Kab. Garut",
        provinsi="Prov. Jawa Barat",
        kode_wilayah="320501",
        semester_id="20261",
    )
    rombel = one.make(
        "rombongan_belajar",
        sekolah_id=school,
        semester_id="20261",
        nama="Kelas 5A",
        tingkat_pendidikan_id="5",
        jenis_rombel="1",
    )
    ids = one("save", edits=[{"kind": "peserta_didik", "values": pupil(n)} for n in range(pupils)])
    one(
        "save",
        edits=[
            edit
            for n, pk in enumerate(ids)
            for edit in (
                {
                    "kind": "registrasi_peserta_didik",
                    "values": {"peserta_didik_id": pk, "sekolah_id": school, "nipd": f"26{n:04d}"},
                },
                {
                    "kind": "anggota_rombel",
                    "values": {"peserta_didik_id": pk, "rombongan_belajar_id": rombel},
                },
            )
        ],
    )


def by_nisn(one: Laptop) -> dict[str, str]:
    """{NISN: id} of the pupils."""
    return {values["nisn"]: pk for pk, values in one("records", kind="peserta_didik").items()}
