"""PTK and riwayat in a real browser, with the keyboard alone; no console error."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.site_process import Site
from tests.web.keyboard import go, tab_to, type_into

Picture = Callable[[str], None]
SMALL = {"width": 390, "height": 844}


def test_a_month_of_keaktifan_is_recorded_by_keyboard(page: Page, home: Site, screenshot: Picture) -> None:
    page.goto(f"{home.url}/ptk/keaktifan/")
    expect(page.get_by_text("18 dari 18 PTK belum dicatat")).to_be_visible()
    screenshot("belum-dicatat")
    boxes = page.get_by_role("checkbox")
    tab_to(page, boxes.first)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(boxes.nth(2)).to_be_focused()
    page.keyboard.press("Space")
    expect(boxes.nth(2)).not_to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Semua 18 PTK sudah dicatat: 17 aktif, 1 tidak aktif.")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Riwayat per tahun"))
    page.keyboard.press("Enter")
    expect(page.get_by_title("tidak aktif")).to_have_count(1)
    screenshot("per-tahun")
    page.set_viewport_size(SMALL)
    screenshot("per-tahun-kecil")


def test_schooling_is_added_and_taken_over_by_keyboard(page: Page, home: Site, screenshot: Picture) -> None:
    page.goto(f"{home.url}/ptk/")
    tab_to(page, page.locator("tbody a").first)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Riwayat pendidikan"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Tambah riwayat pendidikan"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Jenjang pendidikan"))
    page.keyboard.type("S3")
    page.keyboard.press("Tab")
    page.keyboard.type("Universitas Pendidikan Indonesia")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Pakai S3"))
    screenshot("diusulkan")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pendidikan terakhir menjadi S3.")).to_be_visible()


def test_an_old_value_is_put_back_by_keyboard(page: Page, home: Site, screenshot: Picture) -> None:
    page.goto(f"{home.url}/ptk/")
    page.locator("tbody a").first.press("Enter")
    expect(page.get_by_role("link", name="Ubah")).to_be_visible()
    address = page.url
    for email in ("satu@contoh.example", "dua@contoh.example"):
        page.goto(f"{address}ubah/?field=email")
        page.locator("[name=email]").fill(email)
        page.keyboard.press("Enter")
        expect(page.get_by_text("tersimpan")).to_be_visible()
    page.goto(f"{address}?tab=riwayat")
    screenshot("riwayat")
    back = page.get_by_role("button", name="Kembalikan e-mail")
    tab_to(page, back.nth(1))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nilai ini sudah diubah lagi sesudahnya.")).to_be_visible()
    expect(page.get_by_role("button", name="Kembalikan")).to_be_focused()
    screenshot("tanya")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dikembalikan: E-mail")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Pengurungan")
    page.set_viewport_size(SMALL)
    screenshot("riwayat-kecil")


def test_a_ptk_is_added_leaves_and_comes_back(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("gt")
    expect(page.get_by_role("heading", name="PTK", exact=True)).to_be_visible()
    page.keyboard.press("n")
    for label, text in {
        "Nama": "Nina Marlina",
        "Jenis kelamin": "Perempuan",
        "NIK": "3205034505900003",
        "Tempat lahir": "Garut",
        "Tanggal lahir": "05051990",
        "Nama ibu kandung": "Rina Wulandari",
        "Agama": "Islam",
        "Status kepegawaian": "Guru Honor",
        "Jenis PTK": "Guru",
        "Sekolah induk": "Ya",
        "Nomor surat tugas": "800/12/2026",
        "Tanggal surat tugas": "07072025",
        "TMT tugas": "08082025",
    }.items():
        type_into(page, label, text)
    screenshot("tambah")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Data Nina Marlina tersimpan.")).to_be_visible()

    go(page, "link", "Catat keluar")
    type_into(page, "Keluar karena", "Mutasi")
    type_into(page, "Tanggal keluar", "07072025")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sebelum TMT tugas (08-08-2025). Periksa tanggalnya.")).to_be_visible()
    screenshot("keluar-salah")
    expect(page.get_by_label("Tanggal keluar")).to_be_focused()
    page.keyboard.type("09092025")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nina Marlina dicatat keluar.")).to_be_visible()
    expect(page.get_by_text("keluar 9 September 2025: mutasi")).to_be_visible()
    page.set_viewport_size(SMALL)
    screenshot("keluar-kecil")

    go(page, "link", "Batal keluar / kembali bertugas")
    type_into(page, "Nomor surat tugas", "800/99/2026")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nina Marlina bertugas lagi di sekolah ini.")).to_be_visible()
    expect(page.get_by_role("link", name="Catat keluar")).to_be_visible()
    screenshot("kembali-kecil")


def test_a_promotion_is_added_and_taken_over_by_keyboard(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("gt")
    expect(page.get_by_role("heading", name="PTK", exact=True)).to_be_visible()
    go(page, "link", "Dinda Suryana")
    go(page, "link", "Kepangkatan")
    go(page, "link", "Tambah kepangkatan")
    for label, text in {
        "Pangkat/golongan": "IV/a",
        "Nomor SK": "823/77/2026",
        "Tanggal SK": "03032025",
        "TMT pangkat": "04042025",
        "Masa kerja (tahun)": "27",
    }.items():
        type_into(page, label, text)
    screenshot("tambah")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Menurut riwayat ini: IV/a.")).to_be_visible()
    screenshot("diusulkan")
    go(page, "button", "Pakai IV/a")
    expect(page.get_by_text("Pangkat/golongan menjadi IV/a.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="823/77/2026")).to_contain_text("27")
    page.set_viewport_size(SMALL)
    screenshot("kepangkatan-kecil")
