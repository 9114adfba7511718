"""Before and during a synchronisation, in a real browser with the keyboard alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.site_process import Site
from tests.sync.line import PATIENCE, Call, Line, cut_before, good
from tests.web.keyboard import tab_to

from .test_persetujuan_browser import ready

__all__ = ["ready"]
Picture = Callable[[str], None]
TIMEOUT = 60_000


@dataclass
class Gate:
    """A line that can be held: what is asked then waits at it."""

    line: Line
    reached: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def hold(self) -> None:
        self.reached.clear()
        self.opened.clear()

        def waits(call: Call) -> None:
            self.reached.set()
            self.opened.wait(PATIENCE)
            good(call)

        self.line.spoil(waits)

    def wait_for_a_call(self) -> None:
        assert self.reached.wait(PATIENCE)

    def open(self) -> None:
        self.opened.set()
        self.line.mend()


@pytest.fixture
def gate(page: Page, ready: Site) -> Iterator[Gate]:
    """The school of `ready`, registered anew by keyboard, over a line that can be held."""
    press_menu(page, "Sinkronisasi")
    press(page, "link", "Daftarkan ulang")
    known = {
        name: page.locator(f"input[type=hidden][name={name}]").input_value()
        for name in ("url", "code", "npsn")
    }
    made = Gate(Line(urlsplit(known["url"]).port or 0))
    for label, value in (
        ("Alamat pusat", made.line.url),
        ("NPSN", known["npsn"]),
        ("Kode registrasi", known["code"]),
    ):
        tab_to(page, page.get_by_label(label))
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Komputer ini terdaftar untuk")).to_be_visible(timeout=TIMEOUT)
    yield made
    made.open()
    made.line.close()


def press(page: Page, role: str, name: str) -> None:
    """Go there with Tab, and press Enter."""
    tab_to(page, page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def press_menu(page: Page, word: str) -> None:
    menu = page.get_by_role("navigation", name="Menu utama")
    tab_to(page, menu.get_by_role("link", name=word, exact=True))
    page.keyboard.press("Enter")


def small(page: Page, screenshot: Picture, name: str) -> None:
    """A picture as on a telephone."""
    page.set_viewport_size({"width": 390, "height": 844})
    screenshot(f"{name}-ponsel")
    page.set_viewport_size({"width": 1366, "height": 768})


def test_checked_stopped_and_finished(page: Page, gate: Gate, screenshot: Picture) -> None:
    expect(page.get_by_text("Belum pernah sinkron dari komputer ini.")).to_be_visible()
    press(page, "button", "Periksa koneksi")
    expect(page.get_by_text("Sambungan baik.")).to_be_visible(timeout=TIMEOUT)
    screenshot("sambungan-baik")
    small(page, screenshot, "sambungan-baik")
    gate.hold()
    press(page, "button", "Periksa koneksi")
    expect(page.get_by_text("Sedang memeriksa")).to_be_visible(timeout=TIMEOUT)
    screenshot("sedang-memeriksa")
    gate.open()
    expect(page.get_by_text("Sambungan baik.")).to_be_visible(timeout=TIMEOUT)

    gate.hold()
    press(page, "button", "Sinkronkan")
    expect(page.get_by_role("heading", name="Sinkronisasi sedang berjalan")).to_be_visible(timeout=TIMEOUT)
    gate.wait_for_a_call()
    stop = page.get_by_role("button", name="Hentikan")
    tab_to(page, stop)
    with page.expect_response("**/kemajuan/"):
        screenshot("berjalan")
    with page.expect_response("**/kemajuan/"):
        small(page, screenshot, "berjalan")
    expect(stop).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("meminta berhenti")).to_be_visible(timeout=TIMEOUT)
    screenshot("berhenti-diminta")
    gate.open()
    ended = page.get_by_role("heading", name="Sinkronisasi terakhir: belum selesai")
    expect(ended).to_be_focused(timeout=TIMEOUT)
    expect(page.get_by_text("Sinkronisasi dihentikan oleh Siti Operator")).to_be_visible()
    screenshot("dihentikan")
    small(page, screenshot, "dihentikan")

    press(page, "button", "Sinkronkan")
    expect(page.get_by_role("heading", name="Sinkronisasi terakhir: berhasil")).to_be_visible(timeout=TIMEOUT)
    expect(page.get_by_text("Tidak ada perubahan yang menunggu dikirim")).to_be_visible()
    screenshot("selesai")

    # A line that fails says by itself what is wrong with it.
    gate.line.spoil(cut_before)
    press(page, "button", "Tarik data saja")
    expect(page.locator("#sambungan")).to_contain_text("Pusat tidak dapat dihubungi.", timeout=TIMEOUT)
    screenshot("gagal-dan-diperiksa")
    small(page, screenshot, "gagal-dan-diperiksa")


def test_taken_back(page: Page, gate: Gate, screenshot: Picture) -> None:
    press(page, "button", "Sinkronkan")
    expect(page.get_by_role("heading", name="Sinkronisasi terakhir: berhasil")).to_be_visible(timeout=TIMEOUT)
    press_menu(page, "Sekolah")
    press(page, "link", "Ubah")
    for label, value in (("Alamat jalan", "Jalan Panjang 7"), ("Telepon", "0262555777")):
        tab_to(page, page.get_by_label(label))
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
    page.keyboard.press("Control+s")
    press_menu(page, "Sinkronisasi")
    tab_to(page, page.locator("#keadaan").get_by_role("link", name="Sekolah"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="Jalan Panjang 7")).to_be_visible(timeout=TIMEOUT)
    screenshot("menunggu")
    small(page, screenshot, "menunggu")
    tab_to(page, page.get_by_role("link", name="Urungkan alamat jalan"))
    page.keyboard.press("Enter")
    agree = page.get_by_role("button", name="Urungkan")
    expect(agree).to_be_focused(timeout=TIMEOUT)
    screenshot("urungkan")
    small(page, screenshot, "urungkan")
    page.keyboard.press("Enter")
    expect(page.get_by_text("diurungkan.")).to_be_visible(timeout=TIMEOUT)
    expect(page.get_by_role("cell", name="Jalan Panjang 7")).to_have_count(0)
    expect(page.get_by_role("cell", name="0262555777")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Urungkan semua"))
    page.keyboard.press("Enter")
    expect(agree).to_be_focused(timeout=TIMEOUT)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tidak ada perubahan yang menunggu di sini.")).to_be_visible(timeout=TIMEOUT)
