"""A backup made and brought back, in a real browser with the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.site_process import Site
from tests.test_story import PASSWORD
from tests.web.keyboard import go, tab_to, type_into

from .test_akun_browser import type_login

Picture = Callable[[str], None]
SMALL = {"width": 390, "height": 844}


def test_a_backup_is_made_and_restored(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("ge")
    go(page, "link", "Cadangan")
    expect(page.get_by_text("Belum ada cadangan.")).to_be_visible()
    screenshot("kosong")
    go(page, "button", "Buat cadangan sekarang")
    expect(page.get_by_text("Cadangan selesai dibuat.")).to_be_visible()
    screenshot("dibuat")
    rename_school(page, "SD SALAH KETIK")

    page.keyboard.type("ge")
    go(page, "link", "Cadangan")
    tab_to(page, page.get_by_role("link", name="Pulihkan"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="Sekolah")).to_contain_text("SD CONTOH HARAPAN")
    screenshot("tanya")
    page.set_viewport_size(SMALL)
    screenshot("tanya-kecil")
    go(page, "button", "Pulihkan")
    expect(page.get_by_text("sudah dipulihkan. Masuk dengan kata sandi pada waktu itu.")).to_be_visible()
    screenshot("dipulihkan-kecil")
    type_login(page, "operator", PASSWORD)
    expect(page.get_by_role("banner").get_by_text("SD CONTOH HARAPAN")).to_be_visible()

    # What was replaced can itself be brought back.
    page.keyboard.type("ge")
    go(page, "link", "Cadangan")
    expect(page.get_by_role("link", name="Pulihkan")).to_have_count(2)
    screenshot("dua-kecil")


def rename_school(page: Page, name: str) -> None:
    page.keyboard.type("gs")
    go(page, "link", "Ubah")
    tab_to(page, page.get_by_label("Nama sekolah"))
    page.keyboard.press("Control+a")
    type_into(page, "Nama sekolah", name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner").get_by_text(name)).to_be_visible()
