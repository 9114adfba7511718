"""Peserta didik in a real browser, by keyboard alone: keluar and kembali, mass edit, KIP, map, sheet."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site_process import Site, manage
from tests.test_story import first_account

Picture = Callable[[str], None]


@pytest.fixture
def at(page: Page, start_site: Callable[..., Site]) -> str:
    """The address of a site with the demonstration school, in which the operator is logged in."""
    site = start_site("--no-demo").started()
    first_account(page, site)
    assert manage("demo", data=site.data).returncode == 0
    return site.url


def open_pupil(page: Page, at: str) -> None:
    page.goto(f"{at}/peserta-didik/")
    press(page.locator("tbody a").nth(4))
    expect(page.get_by_role("link", name="Ubah", exact=True)).to_be_visible()


def press(where: Locator, key: str = "Enter") -> None:
    where.focus()
    where.press(key)


def narrow(page: Page, screenshot: Picture, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    screenshot(name)
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_pupil_leaves_and_comes_back(page: Page, at: str, screenshot: Picture) -> None:
    open_pupil(page, at)
    press(page.get_by_role("link", name="Keluar dari sekolah"))
    page.get_by_label("Keluar karena").select_option("2")
    page.get_by_label("Alasan atau keterangan").focus()
    page.keyboard.type("Ikut orang tua")
    screenshot("keluar")
    narrow(page, screenshot, "keluar-sempit")
    page.keyboard.press("Enter")
    expect(page.get_by_text("tercatat keluar. Bila keliru")).to_be_visible()
    press(page.get_by_role("button", name="Batalkan keluar"))
    expect(page.get_by_text("registrasinya berlaku lagi")).to_be_visible()
    press(page.get_by_role("link", name="Keluar dari sekolah"))
    page.get_by_label("Keluar karena").select_option("2")
    press(page.get_by_label("Alasan atau keterangan"))
    press(page.get_by_role("link", name="Kembali bersekolah"))
    page.get_by_label("Rombel").select_option(index=1)
    screenshot("kembali")
    press(page.get_by_label("NIPD"))
    expect(page.get_by_text("kembali bersekolah.")).to_be_visible()
    press(page.get_by_role("link", name="Registrasi"))
    expect(page.get_by_role("heading", name="Registrasi sebelumnya")).to_be_visible()
    screenshot("dua-registrasi")


def test_a_selection_is_changed_and_brought_back(page: Page, at: str, screenshot: Picture) -> None:
    page.goto(f"{at}/peserta-didik/")
    for row in range(3):
        press(page.locator("[name=pilih]").nth(row), "Space")
    screenshot("daftar")
    narrow(page, screenshot, "daftar-sempit")
    press(page.get_by_role("button", name="Ubah yang dipilih"))
    page.get_by_label("Yang diubah").select_option("alat_transportasi")
    page.get_by_label("Alat transportasi").select_option(index=3)
    press(page.get_by_role("button", name="Lihat dahulu"))
    expect(page.get_by_role("heading", name="Yang akan terjadi")).to_be_visible()
    screenshot("pratinjau")
    narrow(page, screenshot, "pratinjau-sempit")
    page.get_by_role("button", name=re.compile("Ubah . peserta didik")).press("Enter")
    expect(page.get_by_text("peserta didik diubah.")).to_be_visible()
    press(page.get_by_role("link", name="Lihat atau urungkan"))
    press(page.get_by_text("Urungkan…"))
    press(page.get_by_role("button", name=re.compile("Urungkan")))
    expect(page.get_by_text("kembali seperti semula")).to_be_visible()


def test_the_head_of_the_column_ticks_the_page(page: Page, at: str) -> None:
    page.goto(f"{at}/peserta-didik/")
    press(page.get_by_label("Pilih semua di halaman ini"), "Space")
    expect(page.locator("[name=pilih]:checked")).to_have_count(50)
    press(page.locator("[name=pilih]").first, "Space")
    expect(page.locator("[name=pilih]:checked")).to_have_count(49)
    press(page.get_by_label("Semua 300 hasil saringan"), "Space")
    press(page.get_by_role("button", name="Ubah yang dipilih"))
    expect(page.get_by_role("heading", name="Ubah 300 peserta didik sekaligus")).to_be_visible()


def test_a_kip_is_typed_and_the_name_copied(page: Page, at: str, screenshot: Picture) -> None:
    open_pupil(page, at)
    name = page.get_by_role("heading", level=1).inner_text()
    press(page.get_by_role("link", name="Ubah", exact=True))
    press(page.get_by_role("link", name="Kesejahteraan (KIP, KPS, PIP)"))
    page.keyboard.press("Tab")
    expect(page.get_by_label("Penerima KIP")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("AB12CD")
    press(page.get_by_role("button", name="Salin nama peserta didik"))
    expect(page.get_by_label("Nama di KIP")).to_have_value(name)
    expect(page.get_by_label("Nama di KIP")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("H")
    screenshot("formulir")
    narrow(page, screenshot, "formulir-sempit")
    page.keyboard.press("Enter")
    expect(page.get_by_text("tersimpan.", exact=False).first).to_be_visible()
    press(page.get_by_role("link", name="Kesejahteraan (KIP, KPS, PIP)"))
    expect(page.get_by_text(f"{name}H").first).to_be_visible()


def test_the_home_is_placed_on_the_map(page: Page, at: str, screenshot: Picture) -> None:
    open_pupil(page, at)
    press(page.get_by_role("link", name="Ubah", exact=True))
    lintang, bujur = page.get_by_label("Lintang"), page.get_by_label("Bujur")
    lintang.fill("")
    bujur.fill("")
    expect(page.get_by_text("Rumah belum ditaruh di peta.")).to_be_visible()
    far = page.get_by_role("application")
    far.focus()
    for key in ("-", "-", "+", "Shift+ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_text("Jarak lurus ke sekolah 0,40 km.")).to_be_visible()
    north = float(lintang.input_value())
    page.keyboard.press("ArrowDown")
    assert float(lintang.input_value()) < north
    page.keyboard.press("ArrowUp")
    screenshot("peta")
    press(page.get_by_role("button", name="Pakai sebagai jarak rumah"))
    expect(page.get_by_label("Jarak rumah ke sekolah (km)")).to_have_value("0.4")
    page.keyboard.press("Enter")
    expect(page.get_by_text("tersimpan.", exact=False).first).to_be_visible()


@pytest.mark.mouse
def test_the_home_is_placed_on_the_map_with_the_mouse(page: Page, at: str) -> None:
    open_pupil(page, at)
    press(page.get_by_role("link", name="Ubah", exact=True))
    far = page.get_by_role("application")
    box = far.bounding_box()
    assert box
    far.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(page.get_by_text(re.compile(r"Jarak lurus ke sekolah 0,0\d km\."))).to_be_visible()


def test_a_sheet_of_measures_goes_down_by_enter(page: Page, at: str, screenshot: Picture) -> None:
    page.goto(f"{at}/peserta-didik/data-periodik/")
    cells = page.locator("[data-grid] tbody tr")
    first = cells.nth(0).locator("input")
    first.first.focus()
    for number in ("131", "132"):
        page.keyboard.press("Control+a")
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    expect(cells.nth(2).locator("input").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cells.nth(1).locator("input").first).to_have_value("132")
    screenshot("lembar")
    narrow(page, screenshot, "lembar-sempit")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 peserta didik diubah.")).to_be_visible()
    expect(first.first).to_have_value("131")
