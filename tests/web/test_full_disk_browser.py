"""A disk without room, and a database that another program holds, in the real site."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site_process import Site
from tests.sync.small_disk import SmallDisk, small_disk
from tests.test_story import PASSWORD, first_account

NOTHING_CHANGED = "Tidak ada yang berubah"


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    with small_disk(megabytes=64) as disk:
        yield disk


@pytest.fixture
def site(start_site: Callable[..., Site], disk: SmallDisk) -> Iterator[Site]:
    """A site whose data is on the small disk, and which waits only a moment for a database that is held."""
    data = disk.folder / "data"
    site = start_site("--no-demo", data=data, settings="tests.settings_without_patience").started()
    yield site
    site.stop()


@pytest.fixture
def home(browser: Browser, site: Site) -> Iterator[Page]:
    """The operator's page, with the demonstration school."""
    page = browser.new_page()
    first_account(page, site)
    page.get_by_role("button", name="Coba sekolah contoh").click()
    expect(page.get_by_role("heading", name="Beranda")).to_be_visible()
    yield page
    page.close()


def fill_in(page: Page, site: Site, email: str) -> None:
    """Open the school's form and type."""
    page.goto(f"{site.url}/sekolah/ubah/")
    page.get_by_label("E-mail").fill(email)


def send(page: Page) -> int:
    """Send the form; the status of the answer."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.get_by_role("button", name="Simpan").first.click()
    return sent.value.status


def send_again(page: Page, site: Site, email: str) -> None:
    """All that was typed is still there."""
    page.get_by_role("button", name="Kirim sekali lagi").click()
    expect(page.get_by_text("Data sekolah tersimpan.")).to_have_count(1)
    page.goto(f"{site.url}/sekolah/?tab=kontak")
    expect(page.get_by_text(email)).to_be_visible()


def test_a_form_is_sent_on_a_full_disk(home: Page, site: Site, disk: SmallDisk) -> None:
    fill_in(home, site, "penuh@sekolah.example")
    disk.fill()
    assert send(home) == 507
    expect(home.get_by_text("masalah nomor 508")).to_be_visible()
    expect(home.get_by_text(NOTHING_CHANGED)).to_be_visible()
    disk.free()
    send_again(home, site, "penuh@sekolah.example")


def test_nobody_logs_in_on_a_full_disk(home: Page, site: Site, disk: SmallDisk) -> None:
    home.get_by_role("button", name="Keluar").click()
    home.get_by_label("Nama pengguna").fill("operator")
    home.get_by_label("Kata sandi").fill(PASSWORD)
    disk.fill()
    home.keyboard.press("Enter")
    expect(home.get_by_text("masalah nomor 508")).to_be_visible()
    assert PASSWORD not in home.content()
    disk.free()
    home.goto(f"{site.url}/masuk/")
    home.get_by_label("Nama pengguna").fill("operator")
    home.get_by_label("Kata sandi").fill(PASSWORD)
    home.keyboard.press("Enter")
    expect(home.get_by_role("heading", name="Beranda")).to_be_visible(timeout=60_000)


def test_another_program_holds_the_database(home: Page, site: Site) -> None:
    with closing(sqlite3.connect(site.data / "dapodik.sqlite3")) as other:
        fill_in(home, site, "sibuk@sekolah.example")
        other.execute("BEGIN IMMEDIATE")
        assert send(home) == 503
        expect(home.get_by_text("Data sedang dipakai program lain")).to_be_visible()
        expect(home.get_by_text(NOTHING_CHANGED)).to_be_visible()
    send_again(home, site, "sibuk@sekolah.example")
