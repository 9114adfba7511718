"""The school's profile and region changed in a real browser, with the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.site_process import Site
from tests.web.keyboard import go, type_into

Picture = Callable[[str], None]


def test_the_profile_and_the_region_are_changed(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("gs")
    expect(page.get_by_role("heading", name="SD CONTOH HARAPAN")).to_be_visible()
    page.keyboard.press("e")
    type_into(page, "Telepon", "0262555777")
    page.keyboard.press("Enter")
    go(page, "link", "Kontak")
    expect(page.get_by_text("0262555777")).to_be_visible()
    go(page, "link", "Pilih wilayah")
    type_into(page, "Kabupaten/kota", "Kab. Bandung")
    go(page, "button", "Tampilkan pilihan berikutnya")
    type_into(page, "Kecamatan", "Kec. Arjasari")
    screenshot("wilayah")
    go(page, "button", "Simpan wilayah")
    expect(page.get_by_text("Wilayah tersimpan: Kec. Arjasari, Kab. Bandung.")).to_be_visible()
    # An SMP has other grades from the next page on.
    page.keyboard.press("e")
    type_into(page, "Bentuk pendidikan", "SMP")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Data sekolah tersimpan.")).to_be_visible()
    page.keyboard.type("gr")
    expect(page.get_by_role("heading", name="Rombongan belajar")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_label("Tingkat").get_by_role("option", name="Kelas 7")).to_have_count(1)
