"""Pupils added, changed, found, proposed: in a real browser, with the keyboard alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.site_process import Site
from tests.web.keyboard import go, tab_to, type_into

Picture = Callable[[str], None]


def test_a_pupil_is_added_and_changed(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("gp")
    expect(page.get_by_role("heading", name="Peserta didik", exact=True)).to_be_visible()
    page.keyboard.press("n")
    for label, text in {
        "Nama": "Anak Baru Sekali",
        "Jenis kelamin": "Perempuan",
        "NIK": "3205034505170003",
        "Tempat lahir": "Garut",
        "Tanggal lahir": "05052017",
        "Agama": "Islam",
        "Alamat": "Kp. Kaler",
        "Kelurahan": "Sukamekar",
        "Nama ibu kandung": "Rina Wulandari",
        "Rombel": "Kelas 4A",
        "NIPD": "260999",
    }.items():
        type_into(page, label, text)
    screenshot("tambah")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Anak Baru Sekali")).to_be_visible()
    page.keyboard.press("e")
    type_into(page, "Nama ayah", "Dadang Hidayat")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name="Anak Baru Sekali")).to_be_visible()
    go(page, "link", "Ayah")
    expect(page.get_by_text("Dadang Hidayat")).to_be_visible()


def test_a_list_is_narrowed_kept_and_its_pupils_proposed(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("gp")
    type_into(page, "JK", "Perempuan")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("jk=P"))
    go_to_summary(page, "Simpan saringan ini")
    type_into(page, "Nama", "Anak perempuan")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saringan “Anak perempuan” tersimpan.")).to_be_visible()
    go_to_summary(page, "Pilih kolom")
    tab_to(page, page.get_by_role("checkbox", name="Agama"))
    page.keyboard.press("Space")
    go(page, "button", "Pakai kolom ini")
    expect(page.get_by_role("columnheader", name="Agama")).to_be_visible()
    screenshot("daftar")
    page.goto(f"{home.url}/peserta-didik/")
    expect(page.get_by_role("columnheader", name="Agama")).to_be_visible()
    go(page, "link", "Anak perempuan")
    expect(page).to_have_url(re.compile("jk=P"))
    for row in range(2):
        tab_to(page, page.locator("[name=pilih]").nth(row))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Ubah yang dipilih"), key="Shift+Tab")
    page.keyboard.press("Enter")
    type_into(page, "Yang diubah", "Layak PIP")
    page.keyboard.press("Enter")
    type_into(page, "Layak PIP (usulan sekolah)", "Ya")
    type_into(page, "Alasan layak PIP", "P")
    go(page, "button", "Lihat dahulu")
    expect(page.get_by_role("heading", name="Yang akan terjadi")).to_be_visible()
    tab_to(page, page.get_by_role("button", name=re.compile("Ubah . peserta didik")))
    page.keyboard.press("Enter")
    expect(page.get_by_text("peserta didik diubah.")).to_be_visible()
    go(page, "button", "Hapus saringan Anak perempuan")
    expect(page.get_by_text("Saringan “Anak perempuan” dihapus.")).to_be_visible()


def test_a_pupil_is_deleted_and_brought_back(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("gp")
    expect(page.get_by_role("heading", name="Peserta didik", exact=True)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Keluar dari sekolah")).to_be_visible()
    name = page.get_by_role("heading", level=1).inner_text()
    go(page, "link", "Hapus")
    expect(page.get_by_role("heading", name=f"Hapus {name}?")).to_be_visible()
    go(page, "button", "Hapus")
    expect(page.get_by_text(f"{name} dihapus")).to_be_visible()
    type_into(page, "Status", "Dihapus")
    page.keyboard.press("Enter")
    go(page, "link", name)
    screenshot("dihapus")
    go(page, "button", "Pulihkan")
    expect(page.get_by_role("link", name="Keluar dari sekolah")).to_be_visible()


def go_to_summary(page: Page, words: str) -> None:
    """Unfold what is under these words."""
    tab_to(page, page.locator("summary", has_text=words).first)
    page.keyboard.press("Enter")
