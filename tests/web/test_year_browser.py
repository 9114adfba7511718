"""What an operator does with single records in a year, with the keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.site_process import Site
from tests.test_story import PASSWORD, menu

from .test_akun_browser import leave, type_login
from .test_ptk_browser import home, tab_to

__all__ = ["home"]
Picture = Callable[[str], None]


def go(page: Page, role: str, name: str) -> None:
    """Tab to a link or a button and press it."""
    tab_to(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def type_into(page: Page, label: str, text: str) -> None:
    """Tab to a field and type; a list goes to the entry that begins so."""
    tab_to(page, page.get_by_label(label, exact=True).first)
    page.keyboard.type(text)


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


def test_a_class_is_made_and_changed(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("gr")
    expect(page.get_by_role("heading", name="Rombongan belajar")).to_be_visible()
    page.keyboard.press("n")
    type_into(page, "Nama rombel", "Kelas 1C")
    type_into(page, "Tingkat", "Kelas 1")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name="Kelas 1C")).to_be_visible()
    page.keyboard.press("e")
    type_into(page, "Ruang", "Ruang Timur")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ruang Timur")).to_be_visible()
    screenshot("rombel")


def test_a_ptk_is_added_promoted_leaves_and_returns(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("gt")
    expect(page.get_by_role("heading", name="PTK", exact=True)).to_be_visible()
    page.keyboard.press("n")
    type_into(page, "Nama", "Guru Baru")
    type_into(page, "Jenis kelamin", "Laki-laki")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Belum tersimpan, karena")).to_be_visible()
    go(page, "button", "Simpan apa adanya")
    expect(page.get_by_role("heading", name="Guru Baru")).to_be_visible()
    page.keyboard.press("e")
    type_into(page, "E-mail", "baru@contoh.example")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("tersimpan").first).to_be_visible()
    go(page, "link", "Kepangkatan")
    go(page, "link", "Tambah kepangkatan")
    type_into(page, "Pangkat/golongan", "III/b")
    type_into(page, "Nomor SK", "823/7")
    type_into(page, "TMT pangkat", "01042026")
    page.keyboard.press("Enter")
    go(page, "button", "Pakai III/b")
    expect(page.get_by_text("Pangkat/golongan menjadi III/b.")).to_be_visible()
    screenshot("kepangkatan")
    go(page, "link", "Catat keluar")
    type_into(page, "Keluar karena", "Mutasi")
    screenshot("keluar")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("keluar", exact=False).first).to_be_visible()
    go(page, "link", "Batal keluar / kembali bertugas")
    type_into(page, "Nomor surat tugas", "421/9")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("link", name="Catat keluar")).to_be_visible()


def test_a_password_is_given_anew(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("ga")
    go(page, "link", "Pengguna")
    go(page, "link", "Tambah pengguna")
    type_into(page, "Nama lengkap", "Drs. Asep Kepala")
    type_into(page, "Nama pengguna", "kepala")
    type_into(page, "Peran", "Kepala")
    go(page, "button", "Buat akun")
    first = page.locator(".secret").inner_text()
    go(page, "link", "Sudah dicatat")
    go(page, "link", "Kata sandi Drs. Asep Kepala")
    go(page, "button", "Atur ulang kata sandi")
    second = page.locator(".secret").inner_text()
    assert second != first
    leave(page)
    type_login(page, "kepala", second)
    expect(page.get_by_label("Kata sandi sementara")).to_be_focused()


def test_a_backup_is_made_and_restored(page: Page, home: Site, tmp_path: Path, screenshot: Picture) -> None:
    page.goto(f"{home.url}/pengaturan/cadangan/")
    go(page, "button", "Buat cadangan sekarang")
    expect(page.get_by_text("Cadangan selesai dibuat")).to_be_visible()
    tab_to(page, page.get_by_role("link", name=re.compile("Unduh cadangan")))
    with page.expect_download() as kept:
        page.keyboard.press("Enter")
    assert kept.value.suggested_filename.endswith(".cadangan")
    menu(page, "Sekolah")
    page.keyboard.press("e")
    tab_to(page, page.get_by_label("Alamat jalan"))
    page.keyboard.press("Control+a")
    page.keyboard.type("Jalan Keliru 1")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Data sekolah tersimpan.")).to_be_visible()
    page.goto(f"{home.url}/pengaturan/cadangan/")
    tab_to(page, page.get_by_role("link", name=re.compile("Pulihkan cadangan")).last)
    page.keyboard.press("Enter")
    screenshot("pulihkan")
    go(page, "button", "Pulihkan")
    type_login(page, "operator", PASSWORD)
    expect(page.get_by_role("heading", name="Beranda")).to_be_visible()
    page.goto(f"{home.url}/sekolah/?tab=alamat")
    expect(page.get_by_text("Jalan Keliru 1")).to_have_count(0)


def test_a_past_semester_is_looked_at(page: Page, home: Site, screenshot: Picture) -> None:
    page.goto(f"{home.url}/semester/baru/")
    if page.get_by_role("button", name="Periksa hasilnya").count():
        go(page, "button", "Periksa hasilnya")
    go(page, "button", "Buka semester")
    expect(page.get_by_text("dibuka")).to_be_visible()
    # The names of semesters differ in their ends alone: the arrow chooses.
    tab_to(page, page.get_by_label("Semester", exact=True))
    with page.expect_navigation():
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    expect(page.get_by_text("Semester yang lalu hanya dapat dilihat.")).to_be_visible()
    screenshot("semester-lalu")


def go_to_summary(page: Page, words: str) -> None:
    """Unfold what is under these words."""
    tab_to(page, page.locator("summary", has_text=words).first)
    page.keyboard.press("Enter")
