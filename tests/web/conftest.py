"""Accounts, logged-in clients, a small school, and a site in a browser, for tests of pages."""

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from dapodik.akun.models import Pengguna, Peran
from dapodik.pokok import demo
from dapodik.pokok.models import PesertaDidik, Ptk, Sekolah
from tests.site_process import Site
from tests.test_story import PASSWORD, first_account

TODAY = date(2026, 11, 12)
Rows = dict[str, list[tuple[Any, ...]]]


def account(peran: Peran) -> Pengguna:
    made: Pengguna = Pengguna.objects.create_user(
        username=peran.value, password="rahasia-sekali", nama=f"Ibu {peran.label}", peran=peran
    )
    return made


@pytest.fixture
def operator(db: None) -> Client:
    """A browser in which the operator is logged in."""
    client = Client(raise_request_exception=True)
    client.force_login(account(Peran.OPERATOR))
    return client


@pytest.fixture
def kepala_sekolah(db: None) -> Client:
    """A browser in which the head is logged in."""
    client = Client(raise_request_exception=True)
    client.force_login(account(Peran.KEPALA_SEKOLAH))
    return client


@pytest.fixture
def own_ptk(school: None) -> Ptk:
    """The PTK to whom the account of `ptk` belongs."""
    found: Ptk = Ptk.live.order_by("nama")[3]
    return found


@pytest.fixture
def ptk(own_ptk: Ptk) -> Client:
    """A browser in which a teacher is logged in."""
    client = Client(raise_request_exception=True)
    user = account(Peran.PTK)
    user.ptk_id = own_ptk.pk
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let time pass on the site's clock: `wait(minutes=31)`."""
    real, passed = timezone.now, timedelta(0)

    def now() -> datetime:
        return real() + passed

    def later(**length: float) -> None:
        nonlocal passed
        passed += timedelta(**length)

    monkeypatch.setattr(timezone, "now", now)
    return later


@pytest.fixture
def school(db: None, demo_rows: Rows) -> None:
    """The demonstration school: 300 pupils, 18 PTK, 12 classes, some mistakes."""
    if not demo_rows:
        demo.make(TODAY)
        demo_rows.update(stored_rows())
        return
    with connection.cursor() as cursor:
        for table, rows in demo_rows.items():
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


@pytest.fixture(scope="session")
def demo_rows() -> Rows:
    """The rows of that school, once one test has made it: stored ten times as fast as it is made."""
    return {}


def stored_rows() -> Rows:
    """All rows of the records and of what is kept about them, by table."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("pokok").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found[model._meta.db_table] = cursor.fetchall()
    return {table: rows for table, rows in found.items() if rows}


@pytest.fixture
def pupil(school: None) -> PesertaDidik:
    """One of its pupils, without mistakes."""
    found: PesertaDidik = PesertaDidik.live.filter(penerima_kps=False).order_by("nama")[5]
    return found


@pytest.fixture(scope="session")
def demo_folder(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration school and its operator, made as by a stranger, to be copied."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    site = Site(folder, "--no-demo").started()
    page = browser.new_page(locale="id-ID")
    first_account(page, site)
    page.get_by_role("button", name="Coba sekolah contoh").press("Enter")
    expect(page.get_by_role("heading", name="Beranda")).to_be_visible()
    page.close()
    site.stop()
    return folder


@pytest.fixture
def home(page: Page, demo_folder: Path, data_dir: Path, start_site: Callable[..., Site]) -> Site:
    """A site with the demonstration school, in which the operator is logged in."""
    shutil.copytree(demo_folder, data_dir)
    site = start_site("--no-demo").started()
    page.goto(site.url)
    page.get_by_label("Nama pengguna").fill("operator")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").press("Enter")
    expect(page.get_by_role("heading", name="Beranda")).to_be_visible()
    return site


@pytest.fixture
def registered(school: None) -> None:
    """The school knows a pusat, and has sent nothing yet."""
    connections = apps.get_model("sync_lokal", "Connection")
    sekolah = Sekolah.live.get()
    connections.objects.create(
        url="http://localhost:1",
        sekolah_id=sekolah.pk,
        npsn=sekolah.npsn,
        nama=sekolah.nama,
        installation=1,
        key="k",
    )
