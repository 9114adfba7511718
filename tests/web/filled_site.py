"""The running site with something on every page: to be looked at, audited, walked through."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.site_process import ROOT, Site, environment
from tests.test_story import first_account, menu, publish_sample, synchronise


@dataclass(frozen=True)
class Filled:
    """`sessions`: {role: cookies}, the operator's with those of pusat's officer; `pusat`: addresses of its
    pages; `made`: {a page's name or its beginning: values of its address}."""

    site: Site
    sessions: dict[str, list[Any]]
    pusat: dict[str, str]
    made: dict[str, dict[str, Any]]

    def values(self, name: str) -> dict[str, Any]:
        """What the address of a page needs. KeyError where `fill` makes nothing for it."""
        fitting = [start for start in self.made if name.startswith(start)]
        if not fitting:
            raise KeyError(f"{name}: let tests/web/filling.py make something for this page")
        return self.made[max(fitting, key=len)]


@contextmanager
def filled_site(browser: Browser, folder: Path) -> Iterator[Filled]:
    """A school that has synchronised twice; with mistakes, leavers, deletions, acts, backups, long names."""
    site = Site(folder / "data").started()
    try:
        page = browser.new_page(locale="id-ID")
        pusat = _synchronised(page, site)
        filled = json.loads(_inside(site, "fill"))
        sessions = {peran: [{**session, "url": site.url}] for peran, session in filled["sessions"].items()}
        sessions["operator"] += page.context.cookies(pusat["beranda"])
        yield Filled(site, sessions, pusat, filled["made"])
    finally:
        site.stop()


def _synchronised(page: Page, site: Site) -> dict[str, str]:
    """Register, synchronise, publish ten cards, synchronise, carry a file; the addresses of pusat's pages."""
    first_account(page, site)
    page.get_by_role("button", name="Coba sekolah contoh").press("Enter")
    expect(page.get_by_role("heading", name="Beranda")).to_be_visible()
    menu(page, "Sinkronisasi")
    page.get_by_role("button", name="Daftarkan ke pusat contoh").press("Enter")
    _inside(site, "make_valid")
    synchronise(page)
    home = page.url
    publish_sample(page, site)
    pusat = page.url.removesuffix("/sk/")
    page.goto(home)
    synchronise(page)
    page.goto(f"{site.url}/sinkronisasi/berkas/")
    with page.expect_download() as letter:
        page.get_by_role("button", name="Buat berkas kirim").press("Enter")
    page.goto(f"{pusat}/offline/")
    page.get_by_label("Berkas kirim").set_input_files(letter.value.path())
    page.get_by_role("button", name="Unggah").press("Enter")
    expect(page.get_by_role("heading", name="Berkas diterima")).to_be_visible()
    carried = page.url
    page.goto(f"{pusat}/")
    school = page.locator("td a").first.get_attribute("href")
    return {
        "beranda": f"{pusat}/",
        "sekolah": f"{pusat}{school}",
        "masuk": f"{pusat}/masuk/",
        "offline": f"{pusat}/offline/",
        "tanda_terima": f"{pusat}/tanda-terima/",
        "offline_hasil": carried,
        "keamanan": f"{pusat}/keamanan/",
        "sk": f"{pusat}/sk/",
        "sk_rinci": f"{pusat}/sk/1/",
    }


def _inside(site: Site, function: str) -> str:
    """Run a function of filling.py in the site's data folder; what it printed."""
    command = f"from tests.web import filling\nfilling.{function}()"
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-v0", "-c", command],
        env=environment(DAPODIK_DATA=str(site.data)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
