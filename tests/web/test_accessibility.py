"""Every page, read by axe in the light and the dark: no violation of WCAG 2.1 A and AA or of good practice.

The pages come from the maps of addresses, so a new one is audited by itself. No rule is switched off. Nor is
any page wider than a small screen.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from dapodik.akun.models import Peran
from tests.site_process import ROOT, Site
from tests.test_story import first_account

from .filled_site import Filled, filled_site
from .test_every_page import PAGES

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
# Asked for by GET they only lead on to another page.
LEADS_ON = {"belum_terkirim", "contoh", "masuk", "mulai", "pintu", "validasi:lanjut"}
# What else has to be in the address, so that the page shows what it is for.
QUERY = {
    "cari": "?q=an",
    "peserta_didik:massal": "?semua=1&isian=agama",
    "validasi:betulkan": "?aturan=PD_NAMA_SPASI",
}
# Pages that look otherwise to these.
OTHERS = [
    (Peran.KEPALA_SEKOLAH, "beranda"),
    (Peran.KEPALA_SEKOLAH, "sinkronisasi:persetujuan"),
    (Peran.PTK, "ptk:saya"),
    (None, "masuk"),
]
FORMS = [
    "pengaturan:sandi",
    "pengaturan:tambah",
    "peserta_didik:data_periodik",
    "peserta_didik:impor",
    "peserta_didik:kembali",
    "peserta_didik:massal",
    "peserta_didik:registrasi_keluar",
    "peserta_didik:tambah",
    "peserta_didik:ubah",
    "ptk:keluar",
    "ptk:kembali",
    "ptk:kepangkatan_tambah",
    "ptk:pendidikan_ubah",
    "ptk:tambah",
    "rombel:pembelajaran",
    "rombel:tambah",
    "sekolah:ubah",
    "sinkronisasi:daftar",
    "webservice:tambah",
]
REFUSED = "main :is(.errorlist, [role=alert])"
AXE = """async (only) => {
  const {violations} = await axe.run(document, {resultTypes: ["violations"], preload: false, runOnly: only});
  return violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")}\\n${node.html.slice(0, 200)}\\n${node.failureSummary}`));
}"""
# Send the page's form with a control character in every field, past what the browser itself would refuse.
SPOIL = """() => {
  const typed = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file])";
  const form = document.querySelector(`main form[method=post]:has(${typed}, select, [type=file])`);
  for (const one of form.querySelectorAll(typed)) {
    one.type = "text";
    one.value = "\\u0001";
  }
  form.noValidate = true;
  form.requestSubmit();
}"""


@pytest.fixture(scope="module")
def filled(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The site with something on every page."""
    with filled_site(browser, tmp_path_factory.mktemp("filled")) as made:
        yield made


@pytest.fixture(scope="module")
def operator_page(browser: Browser, filled: Filled) -> Iterator[Page]:
    """The browser of the operator, who is pusat's officer too."""
    with browsing(browser, filled.sessions[Peran.OPERATOR]) as page:
        yield page


@contextmanager
def browsing(browser: Browser, cookies: Sequence[Any] = ()) -> Iterator[Page]:
    """A page of a browser that puts axe into it; the site's own policy stays as strict as it is."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    context.add_cookies(cookies)
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds on the page with all that unfolds unfolded; in the dark only the colours differ."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    page.emulate_media(color_scheme="light")
    found = page.evaluate(AXE, {"type": "tag", "values": TAGS})
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(AXE, {"type": "rule", "values": ["color-contrast"]})
    return [*found, *(f"in the dark: {one}" for one in dark)]


def is_too_wide(page: Page) -> bool:
    """True for a page that has to be moved sideways on a small screen."""
    wide = page.viewport_size
    assert wide
    page.set_viewport_size({"width": 390, "height": 844})
    found = bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
    page.set_viewport_size(wide)
    return found


def address(filled: Filled, name: str) -> str:
    values = filled.values(name) if PAGES[name].pattern.converters else {}
    return filled.site.url + reverse(name, kwargs=values) + QUERY.get(name, "")


def is_page(page: Page, url: str, *, leads_on: bool) -> bool:
    """True for an address that shows a page; others take forms only, give a file or a part, or `leads_on`."""
    answer = page.request.get(url, max_redirects=0)
    assert answer.status in (200, 405) or (answer.status == 302 and leads_on), (answer.status, url)
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return answer.status == 200 and is_html and answer.text().lstrip().lower().startswith("<!doctype html>")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page(operator_page: Page, filled: Filled, name: str) -> None:
    page, url = operator_page, address(filled, name)
    if not is_page(page, url, leads_on=name in LEADS_ON):
        return
    page.goto(url)
    assert violations(page) == [] and not is_too_wide(page)
    tabs = page.locator(".tabs a[href^='?tab=']").evaluate_all("links => links.map((one) => one.href)")
    for tab in tabs[1:]:
        page.goto(tab)
        assert violations(page) == [] and not is_too_wide(page), tab


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_was_refused(operator_page: Page, filled: Filled, name: str) -> None:
    operator_page.goto(address(filled, name))
    operator_page.evaluate(SPOIL)
    expect(operator_page.locator(REFUSED).first).to_be_visible()
    assert violations(operator_page) == []


@pytest.mark.parametrize(("peran", "name"), OTHERS)
def test_a_page_as_somebody_else(browser: Browser, filled: Filled, peran: Peran | None, name: str) -> None:
    with browsing(browser, filled.sessions[peran] if peran else []) as page:
        page.goto(address(filled, name))
        assert violations(page) == []


def test_what_opens_on_a_page(operator_page: Page, filled: Filled) -> None:
    operator_page.goto(filled.site.url)
    operator_page.keyboard.press("?")
    expect(operator_page.get_by_role("dialog")).to_be_visible()
    assert violations(operator_page) == []
    operator_page.keyboard.press("Escape")
    operator_page.keyboard.press("/")
    operator_page.keyboard.type("an")
    expect(operator_page.locator(".search .hits a").first).to_be_visible()
    assert violations(operator_page) == []


def test_a_site_without_a_school(browser: Browser, start_site: Callable[..., Site]) -> None:
    """The first account, the three doors, and every page that has nothing to show yet."""
    site = start_site("--no-demo").started()
    with browsing(browser) as page:
        page.goto(site.url)
        assert violations(page) == []
        page.evaluate(SPOIL)
        expect(page.locator(REFUSED).first).to_be_visible()
        assert violations(page) == []
        first_account(page, site)
        assert violations(page) == []
        for name in sorted(PAGES):
            if not PAGES[name].pattern.converters and is_page(
                page, url := site.url + reverse(name) + QUERY.get(name, ""), leads_on=True
            ):
                page.goto(url)
                assert violations(page) == [], name


def test_pusat(browser: Browser, operator_page: Page, filled: Filled) -> None:
    """Every page for pusat's officers and for who carries a file."""
    assert set(filled.pusat) >= pusat_pages()
    for name, url in filled.pusat.items():
        operator_page.goto(url)
        assert violations(operator_page) == [], name
    with browsing(browser) as page:
        page.goto(filled.pusat["masuk"])
        assert violations(page) == []


def pusat_pages() -> set[str]:
    """The names of pusat's pages, without what machines ask, what takes forms alone, and files."""
    command = (
        "import django; django.setup()\n"
        "from django.urls import get_resolver\n"
        "print(*filter(None, (one.name for one in get_resolver().url_patterns)))"
    )
    own = os.environ | {"DJANGO_SETTINGS_MODULE": "sync.pusat.settings"}
    names = subprocess.run(
        [sys.executable, "-c", command], env=own, cwd=ROOT, capture_output=True, check=True
    )
    forms = {"keluar", "sekolah_cabut", "sekolah_kode", "sk_contoh"}
    return set(names.stdout.decode().split()) - {"sehat", "offline_jawaban"} - forms


def test_axe_finds_something(operator_page: Page, filled: Filled) -> None:
    """The audit itself can fail: in what a page says and in its colours, in the light and the dark."""
    operator_page.goto(filled.site.url)
    operator_page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    operator_page.evaluate("document.querySelector('.foot p').style.color = '#777'")
    found = "\n".join(violations(operator_page))
    assert "image-alt" in found and "in the dark: color-contrast" in found
