"""Moving members, and the end of a school year, in a real browser and with the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.site_process import Site, manage
from tests.test_story import PASSWORD, menu
from tests.web.keyboard import go, tab_to, type_into

Picture = Callable[[str], None]
SMALL = {"width": 390, "height": 844}


def demonstration(page: Page, site: Site, data: Path) -> None:
    """The demonstration school and its operator."""
    assert manage("demo", data=data).returncode == 0
    page.goto(site.url)
    page.get_by_label("Nama lengkap").fill("Siti Operator")
    page.get_by_label("Nama pengguna").fill("operator")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Buat akun").press("Enter")
    menu(page, "Rombel")


def press(page: Page, role: str, name: str) -> None:
    """Reach a button or link and press it with the keyboard."""
    page.get_by_role(role, name=name).first.focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def test_members_are_moved_with_the_keyboard(
    page: Page, site: Site, data_dir: Path, screenshot: Picture
) -> None:
    demonstration(page, site, data_dir)
    press(page, "link", "Kelas 3A")
    screenshot("rombel")
    press(page, "link", "Atur anggota")
    inside, outside = page.locator("[data-list=dalam]"), page.locator("[data-list=luar]")
    expect(inside.get_by_role("checkbox").first).to_be_visible()
    count = inside.locator("li").count()
    expect(page.get_by_role("button", name="Simpan")).to_be_disabled()
    inside.get_by_role("checkbox").first.focus()
    for key in ("Space", "ArrowDown", "Space", "Enter"):
        page.keyboard.press(key)
    expect(inside.locator("li")).to_have_count(count - 2)
    expect(outside.locator("li.moved")).to_have_count(2)
    screenshot("dipindahkan")
    press(page, "button", "Simpan 2 pemindahan")
    expect(page.get_by_text("Anggota Kelas 3A tersimpan: 0 masuk, 2 keluar.")).to_be_visible()

    # Both come back: narrowed to one, then all that is left.
    narrow = outside.get_by_role("searchbox")
    name = outside.locator("li span").first.inner_text()
    narrow.fill(name)
    expect(outside.locator("li:visible")).to_have_count(1)
    outside.get_by_role("checkbox").first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Enter")
    narrow.fill("")
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    screenshot("anggota-kecil")
    press(page, "button", "Simpan 1 pemindahan")
    expect(page.get_by_text("1 masuk, 0 keluar")).to_be_visible()
    expect(inside.locator("li")).to_have_count(count - 1)


@pytest.mark.mouse
def test_members_are_moved_with_the_mouse(page: Page, site: Site, data_dir: Path) -> None:
    demonstration(page, site, data_dir)
    press(page, "link", "Kelas 3A")
    press(page, "link", "Atur anggota")
    inside, outside = page.locator("[data-list=dalam]"), page.locator("[data-list=luar]")
    boxes = inside.get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    count = inside.locator("li").count()
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    page.get_by_role("button", name="Keluarkan").click()
    expect(outside.locator("li.moved")).to_have_count(4)
    outside.locator("li.moved").get_by_role("checkbox").first.click()
    page.get_by_role("button", name="Masukkan").click()
    expect(inside.locator("li")).to_have_count(count - 3)
    page.get_by_role("button", name="Simpan 3 pemindahan").click()
    expect(page.get_by_text("Anggota Kelas 3A tersimpan: 0 masuk, 3 keluar.")).to_be_visible()


def test_lessons_are_typed(page: Page, site: Site, data_dir: Path, screenshot: Picture) -> None:
    demonstration(page, site, data_dir)
    press(page, "link", "Kelas 3A")
    press(page, "link", "Atur pembelajaran")
    page.get_by_label("Mata pelajaran").first.focus()
    page.keyboard.type("Matematika")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 baris tersimpan")).to_be_visible()
    expect(page.get_by_text("Jumlah: 5 jam per minggu")).to_be_visible()
    screenshot("pembelajaran")


def test_a_school_year_ends_with_the_keyboard(
    page: Page, site: Site, data_dir: Path, screenshot: Picture
) -> None:
    demonstration(page, site, data_dir)
    press(page, "link", "Semester baru")
    expect(page.get_by_role("heading", name="Buka semester")).to_be_visible()
    # From ganjil to genap nothing is left to choose; a genap ends the school year.
    if page.get_by_role("button", name="Periksa hasilnya").count() == 0:
        screenshot("tengah-tahun")
        press(page, "button", "Buka semester")
        expect(page.get_by_text("dibuka: 12 rombel")).to_be_visible()
        menu(page, "Rombel")
        press(page, "link", "Semester baru")
    expect(page.get_by_role("button", name="Periksa hasilnya")).to_be_visible()
    screenshot("kenaikan")
    row = page.get_by_role("row").filter(has_text="Kelas 4A").first
    expect(row.get_by_role("textbox")).to_have_value("Kelas 5A")
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    row.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    press(page, "button", "Periksa hasilnya")
    expect(page.get_by_role("heading", name="Hasilnya")).to_be_visible()
    screenshot("hasil")
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    screenshot("hasil-kecil")
    press(page, "button", "Buka semester")
    expect(page.get_by_text("lulus. Bila keliru, urungkan")).to_be_visible()
    screenshot("dibuka")
    page.locator("summary", has_text="Urungkan").focus()
    page.keyboard.press("Enter")
    press(page, "button", "Urungkan")
    expect(page.get_by_text("isian kembali seperti semula")).to_be_visible()


def test_a_class_is_made_and_changed(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("gr")
    expect(page.get_by_role("heading", name="Rombongan belajar")).to_be_visible()
    page.keyboard.press("n")
    go(page, "button", "Simpan")
    expect(page.get_by_label("Nama rombel")).to_be_focused()
    for label, text in {
        "Nama rombel": "Kelas 4C",
        "Tingkat": "Kelas 4",
        "Kurikulum": "Kurikulum Merdeka",
    }.items():
        type_into(page, label, text)
    tab_to(page, page.get_by_label("Wali kelas"), key="Shift+Tab")
    page.keyboard.type("Teguh Purnama")
    screenshot("tambah")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Kelas 4C tersimpan.")).to_be_visible()
    expect(
        page.get_by_text("tingkat 4 · wali kelas Teguh Purnama · 0 anggota · Kurikulum Merdeka")
    ).to_be_visible()
    screenshot("dibuat")
    page.keyboard.press("e")
    type_into(page, "Wali kelas", "Teguh Pratama")
    type_into(page, "Kurikulum", "Kurikulum 2013")
    type_into(page, "Ruang", "Ruang 12")
    page.keyboard.press("Enter")
    expect(
        page.get_by_text("wali kelas Teguh Pratama · 0 anggota · Kurikulum 2013 · Ruang 12")
    ).to_be_visible()
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    screenshot("diubah-kecil")
    go(page, "link", "Riwayat")
    expect(page.get_by_role("row").filter(has_text="Kurikulum 2013")).to_contain_text("Kurikulum Merdeka")
