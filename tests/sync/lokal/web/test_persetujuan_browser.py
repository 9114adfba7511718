"""The approval in a real browser: the operator waits, the kepala sekolah looks and approves, it goes."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.site_process import ROOT, Site, environment
from tests.test_story import PASSWORD, first_account, menu, synchronise
from tests.web.pengaturan.test_akun_browser import leave, type_login

Picture = Callable[[str], None]
# A head, and a demonstration school without what blocks sending.
READY = f"""
from dapodik.akun.models import Pengguna
from dapodik.pokok import deletion
from dapodik.pokok.models import KINDS, Origin
from dapodik.pokok.write import Author
from dapodik.validasi import engine
Pengguna.objects.create_user("kepala", password="{PASSWORD}", nama="Drs. Asep Kepala", peran="kepala_sekolah")
while engine.invalid_count():
    found = engine.findings(level="invalid").values_list("kind", "record_id").distinct()
    for kind, pk in found:
        deletion.delete(KINDS[kind].objects.get(pk=pk), Author("Penguji", Origin.FORM))
"""


@pytest.fixture
def ready(page: Page, start_site: Callable[..., Site]) -> Site:
    """A registered school, valid, with a head; the operator is logged in."""
    site = start_site().started()
    first_account(page, site)
    page.get_by_role("button", name="Coba sekolah contoh").press("Enter")
    expect(page.get_by_role("heading", name="Beranda")).to_be_visible()
    menu(page, "Sinkronisasi")
    page.get_by_role("button", name="Daftarkan ke pusat contoh").press("Enter")
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "-c", READY]
    subprocess.run(command, env=environment(DAPODIK_DATA=str(site.data)), check=True, capture_output=True)
    return site


def test_the_head_approves_and_the_operator_sends(page: Page, ready: Site, screenshot: Picture) -> None:
    synchronise(page)
    menu(page, "Pengaturan")
    page.get_by_role("button", name="Wajibkan persetujuan").press("Enter")
    expect(page.get_by_text("wajib disetujui kepala sekolah")).to_be_visible()
    screenshot("pengaturan")
    menu(page, "Sekolah")
    page.get_by_role("link", name="Ubah").press("Enter")
    page.get_by_label("Alamat jalan").fill("Jalan Panjang 7")
    page.get_by_role("button", name="Simpan").press("Enter")
    menu(page, "Sinkronisasi")
    expect(page.get_by_text("Menunggu persetujuan kepala sekolah")).to_be_visible()
    expect(page.get_by_role("button", name="Sinkronkan")).to_be_disabled()
    screenshot("operator-menunggu")
    leave(page)

    type_login(page, "kepala", PASSWORD)
    expect(page.get_by_text("menunggu persetujuan Anda")).to_be_visible()
    screenshot("beranda-kepala")
    page.get_by_role("link", name="Buka lembar persetujuan").press("Enter")
    screenshot("lembar")
    page.set_viewport_size({"width": 390, "height": 844})
    screenshot("lembar-ponsel")
    page.get_by_role("link", name="Sekolah", exact=True).last.press("Enter")
    expect(page.get_by_role("cell", name="Jalan Panjang 7")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Setujui pengiriman 1 data ini").press("Enter")
    expect(page.get_by_text("sudah disetujui Drs. Asep Kepala")).to_be_visible()
    screenshot("disetujui-ponsel")
    wide = "seen => seen.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
    assert page.eval_on_selector_all("html, .table-scroll", wide) == []
    page.set_viewport_size({"width": 1366, "height": 768})
    screenshot("disetujui")
    leave(page)

    type_login(page, "operator", PASSWORD)
    synchronise(page)
