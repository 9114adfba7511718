"""Looking back at a semester, in a real browser with the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.site_process import Site
from tests.web.keyboard import go, tab_to

Picture = Callable[[str], None]
SMALL = {"width": 390, "height": 844}


def test_a_past_semester_is_looked_at_and_left_again(page: Page, home: Site, screenshot: Picture) -> None:
    open_next(page)
    page.keyboard.type("gr")
    now = chosen(page)
    expect(page.get_by_role("link", name="Tambah rombel")).to_be_visible()

    choose(page, "ArrowDown")
    expect(page.get_by_text("Semester yang lalu hanya dapat dilihat.")).to_be_visible()
    assert chosen(page) < now
    expect(page.get_by_role("heading", name="Rombongan belajar")).to_be_visible()
    expect(page.get_by_role("link", name="Tambah rombel")).to_have_count(0)
    screenshot("rombel")
    go(page, "link", "Kelas 4A")
    expect(page.get_by_role("link", name="Riwayat")).to_be_visible()
    for change in ("Ubah", "Hapus", "Atur anggota"):
        expect(page.get_by_role("link", name=change, exact=True)).to_have_count(0)
    tab_to(page, page.locator("main tbody a").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Ubah", exact=True)).to_have_count(0)
    page.set_viewport_size(SMALL)
    screenshot("peserta-didik-kecil")

    choose(page, "ArrowUp")
    expect(page.get_by_text("hanya dapat dilihat")).to_have_count(0)
    expect(page.get_by_role("link", name="Ubah", exact=True)).to_be_visible()
    assert chosen(page) == now


def open_next(page: Page) -> None:
    """The school begins its next semester."""
    page.keyboard.type("gr")
    go(page, "link", "Semester baru")
    expect(page.get_by_role("heading", name="Buka semester")).to_be_visible()
    if page.get_by_role("button", name="Periksa hasilnya").count():
        go(page, "button", "Periksa hasilnya")
        expect(page.get_by_role("heading", name="Hasilnya")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Buka semester"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("dibuka: ")).to_be_visible()


def chosen(page: Page) -> str:
    """The id of the semester that is looked at: a later one is greater."""
    return page.get_by_label("Semester", exact=True).input_value()


def choose(page: Page, arrow: str) -> None:
    tab_to(page, page.get_by_label("Semester", exact=True))
    page.keyboard.press(arrow)
    with page.expect_navigation():
        page.keyboard.press("Enter")
