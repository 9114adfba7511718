"""A run on the real site goes on when nobody looks; one whose site was killed says so and loses nothing."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from threading import Event

import pytest
import requests

from tests.site_process import ROOT, SECONDS, Site
from tests.site_process import environment as without_settings

from .conftest import NPSN, Laptop, Pusat, by_nisn
from .line import PATIENCE, Call, Line, good
from .whole import assert_whole

PASSWORD = "rahasia-sekali-1"
ACCOUNT = f"""
from dapodik.akun.models import Pengguna
Pengguna.objects.create_user("siti", password="{PASSWORD}", nama="Siti Operator", peran="operator")
"""


class Person:
    """Whoever sits at the school's browser."""

    def __init__(self, site: Site) -> None:
        self.url = site.url
        self.browser = requests.Session()
        self.post("/masuk/", username="siti", password=PASSWORD)

    def get(self, address: str = "/sinkronisasi/") -> str:
        return self.browser.get(self.url + address, timeout=SECONDS).text

    def post(self, address: str, at: str = "", **data: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(at or address))
        assert token
        sent = {**data, "csrfmiddlewaretoken": token[1]}
        return self.browser.post(self.url + address, sent, timeout=SECONDS).text

    def synchronise(self) -> str:
        return self.post("/sinkronisasi/mulai/", at="/sinkronisasi/", cara="sinkron")

    def sees(self, words: str) -> None:
        """Look until the page says so."""
        deadline = time.monotonic() + SECONDS
        while words not in (page := self.get()):
            assert time.monotonic() < deadline, page
            time.sleep(0.1)


class Hold:
    """A fault that lasts until it is let go."""

    def __init__(self) -> None:
        self.reached, self.over = Event(), Event()

    def __call__(self, call: Call) -> None:
        self.reached.set()
        self.over.wait(PATIENCE)
        good(call)


@pytest.fixture
def line(pusat: Pusat) -> Iterator[Line]:
    made = Line(pusat.port)
    yield made
    made.close()


@pytest.fixture
def site(school: Laptop, line: Line, code: str, start_site: Callable[..., Site]) -> Site:
    """The school's own site, on a folder with changes that wait, over a line that can be held up."""
    school("register", url=line.url, npsn=NPSN, code=code)
    school.edit("peserta_didik", by_nisn(school)["0150000001"], tinggi_badan="141")
    school.edit("peserta_didik", by_nisn(school)["0150000002"], tinggi_badan="142")
    school.stop()
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "-c", ACCOUNT]
    known = without_settings(DAPODIK_DATA=str(school.folder))
    subprocess.run(command, env=known, check=True, capture_output=True)
    return start_site("--no-demo", data=school.folder).started()


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
def test_tarik_data_takes_what_is_new_and_sends_nothing(
    site: Site, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    other("sync")
    other.edit("peserta_didik", by_nisn(other)["0150000003"], berat_badan="36")
    assert other("sync")["receipt"]
    person = Person(site)
    assert "perubahan di atas tetap menunggu" in " ".join(person.get().split())
    person.post("/sinkronisasi/mulai/", at="/sinkronisasi/", cara="tarik")
    person.sees("Sinkronisasi terakhir: berhasil")
    assert "Tidak ada perubahan yang menunggu dikirim" not in person.get()
    assert other("sync")["received"] == {}
    site.stop()
    school.start()
    assert school("records", kind="peserta_didik")[by_nisn(school)["0150000003"]]["berat_badan"] == "36"
    assert len(school("pending")) == 2
    assert school("sync")["receipt"]
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
def test_logged_out_and_browser_closed_during_a_run(
    site: Site, line: Line, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    hold = Hold()
    line.spoil(hold)
    person = Person(site)
    assert "sedang berjalan" in person.synchronise()
    assert hold.reached.wait(PATIENCE)
    person.post("/keluar/", at="/sinkronisasi/")
    assert "Nama pengguna" in person.get()
    hold.over.set()
    line.mend()
    Person(site).sees("Sinkronisasi terakhir: berhasil")
    site.stop()
    school.start()
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
def test_the_computer_restarted_during_a_run(
    site: Site,
    line: Line,
    school: Laptop,
    pusat: Pusat,
    code: str,
    laptop: Callable[..., Laptop],
    start_site: Callable[..., Site],
) -> None:
    for first in (1, 2):
        hold = Hold()
        line.spoil(hold, first)
        Person(site).synchronise()
        assert hold.reached.wait(PATIENCE)
        site.stop(signal.SIGKILL)
        hold.over.set()
        line.mend()
        site = start_site("--no-demo", data=school.folder).started()
        page = Person(site).get()
        assert "Sinkronisasi terputus sebelum selesai." in page and "tidak ada data yang hilang" in page
    person = Person(site)
    person.synchronise()
    person.sees("Sinkronisasi terakhir: berhasil")
    site.stop()
    school.start()
    assert_whole(school, pusat, code, laptop)
