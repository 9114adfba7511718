"""The history of security at pusat: what officers read, and that nothing changes it."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from html import unescape

import psycopg
import pytest
import requests

from sync.lokal.engine.client import Client
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registration
from tests.sync.conftest import NAME, NPSN, ROOT, SECONDS, Pusat, environment

from .conftest import Officer

CHANGES = ("UPDATE security_event SET note = 'lain'", "DELETE FROM security_event")
# What the application itself would have to do.
MODEL = """
import django
django.setup()
from sync.pusat.models import SecurityEvent
line, everything, refused = SecurityEvent.objects.latest("id"), SecurityEvent.objects.all(), 0
for change in (line.save, line.delete, everything.delete, everything.update):
    try:
        change()
    except NotImplementedError:
        refused += 1
print(refused, everything.count())
"""


def lines(page: str) -> list[tuple[str, ...]]:
    """The rows of the table without their time and address."""
    rows = re.findall(r"<tr>\s*<td>(.*?)</tr>", page, re.S)
    cells = [[unescape(cell.strip()) for cell in re.split(r"</td>\s*(?:<td>)?", row)[:6]] for row in rows]
    return [(kind, by, npsn, note) for _, kind, by, _, npsn, note in cells]


def test_what_matters_is_written_down_and_stays(pusat: Pusat) -> None:
    with Client(pusat.url) as client:
        with pytest.raises(SyncProblem):
            client.register(Registration(NPSN, "SALAHSALAH", "laptop TU"))
        code = pusat.add_school(NPSN, NAME)
        client.register(Registration(NPSN, code, "laptop TU"))
    assert requests.get(f"{pusat.url}/masuk/", params={"kunci": "salah"}, timeout=SECONDS).status_code == 403
    pusat.command("revoke", "--npsn", NPSN, "--computer", "1", "--json")
    officer = Officer(pusat)
    page = officer.page("keamanan/")
    assert [(kind, by.partition(" ")[0], npsn, note) for kind, by, npsn, note in lines(page)] == [
        ("Petugas masuk", "petugas", "", ""),
        ("Kunci komputer dicabut", "perintah", NPSN, "komputer 1"),
        ("Kunci, kode, atau nomor salah", "(tidak", "", "officer"),
        ("Komputer terdaftar", "komputer", NPSN, ""),
        ("Kode registrasi dibuat", "perintah", NPSN, ""),
        ("Kunci, kode, atau nomor salah", "(tidak", "", f"npsn {NPSN}"),
    ]
    # No code, key or name of a computer stands in it.
    assert code not in page and "SALAHSALAH" not in page and "laptop TU" not in page
    assert len(lines(officer.page("keamanan/?peristiwa=salah"))) == 2
    assert len(lines(officer.page(f"keamanan/?npsn={NPSN}&dari=2020-01-01&sampai=2199-01-01"))) == 3
    assert "Tidak ada peristiwa yang cocok" in officer.page("keamanan/?npsn=20299009")
    assert "tidak dikenal." in officer.page("keamanan/?peristiwa=x")
    assert lines(officer.page("keamanan/?dari=x")) == []
    assert len(lines(officer.page("keamanan/?halaman=x"))) == 6
    _refuses_changes(pusat)
    assert lines(officer.page("keamanan/")) == lines(page)


def _refuses_changes(pusat: Pusat) -> None:
    """The model does, and PostgreSQL itself."""
    known = environment(pusat.folder, DJANGO_SETTINGS_MODULE="sync.pusat.settings", **pusat.database)
    done = subprocess.run([sys.executable, "-c", MODEL], cwd=ROOT, env=known, capture_output=True, text=True)
    assert done.stdout.split() == ["4", "6"], done.stderr
    if pusat.database:
        with psycopg.connect(pusat.database["DATABASE_URL"], autocommit=True) as connection:
            for change in CHANGES:
                with pytest.raises(psycopg.Error, match="nothing changes the history"):
                    connection.execute(change)


def test_strangers_do_not_read_it_and_many_lines_are_paged(alone: Pusat) -> None:
    assert requests.get(f"{alone.url}/keamanan/", timeout=SECONDS).url.endswith("/masuk/")
    officer = Officer(alone)
    with closing(sqlite3.connect(alone.folder / "pusat.sqlite3", timeout=SECONDS)) as database, database:
        database.executemany(
            'INSERT INTO security_event (time, kind, "by", address, npsn, note) '
            "VALUES ('2026-03-08 05:00:00', 'salah', '', '10.0.0.8', '', ?)",
            [(f"<b>{number}</b>",) for number in range(120)],
        )
    page = officer.page("keamanan/?peristiwa=salah&halaman=2")
    assert "Halaman 2 dari 3" in page and "?peristiwa=salah&amp;halaman=3" in page
    assert "<b>" not in page and len(lines(page)) == 50
