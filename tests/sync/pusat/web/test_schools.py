"""Officers' page of a school: its computers, and a new registration code."""

import re
from uuid import uuid4

import pytest

from sync.lokal.engine.client import Client
from sync.wire.messages import Exchange
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registration
from tests.sync.conftest import NAME, NPSN, Pusat

from .conftest import Officer


def test_an_officer_renews_the_code_and_revokes_a_computer(alone: Pusat) -> None:
    old = alone.add_school(NPSN, NAME)
    with Client(alone.url) as client:
        joined = client.register(Registration(NPSN, old, "laptop <b>TU</b>"))
    officer, address = Officer(alone), f"sekolah/{joined.sekolah_id}/"
    assert f'href="/{address}"' in officer.page("")
    page = officer.page(address)
    assert "laptop &lt;b&gt;TU&lt;/b&gt;" in page and "Berlaku sampai" in page
    shown = re.search(r"<code>([A-Z2-9]{10})</code>", officer.press(f"{address}kode/").text)
    assert shown and shown[1] not in officer.page(address)
    with Client(alone.url) as client:
        with pytest.raises(SyncProblem):
            client.register(Registration(NPSN, old, "x"))
        second = client.register(Registration(NPSN, shown[1], "laptop kepala"))
    assert "Kunci komputer nomor 1 dicabut." in officer.press(f"{address}cabut/", nomor="1").text
    for key, fits in ((joined.key, False), (second.key, True)):
        with Client(alone.url, key) as client:
            ask = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0)
            if fits:
                assert client.exchange(ask)
            else:
                with pytest.raises(SyncProblem):
                    client.exchange(ask)
    for nonsense in ("1", "99", "²", "-1", "", "9" * 30):
        assert "tidak terdaftar" in officer.press(f"{address}cabut/", nomor=nonsense).text
    assert officer.press(f"sekolah/{uuid4()}/kode/").status_code == 404


def test_a_school_without_computers_and_without_a_code(alone: Pusat) -> None:
    alone.add_school("20299009", "SD TANPA KOMPUTER")
    officer = Officer(alone)
    rows = re.findall(r'href="/(sekolah/[^"]+)">([^<]+)', officer.page(""))
    page = officer.page(next(path for path, name in rows if name == "SD TANPA KOMPUTER"))
    assert "Belum ada komputer yang terdaftar." in page
