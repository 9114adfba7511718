"""The pages of PTK and the monthly sheet of keaktifan."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dapodik.pokok import write
from dapodik.pokok.models import Journal, KeaktifanPtk, Origin, Ptk
from dapodik.pokok.write import Author, Edit
from tests.web.form_data import form_data

SHEET = "/ptk/keaktifan/"


def test_the_list_is_searched_and_filtered(operator: Client, school: None) -> None:
    ptk = Ptk.live.first()
    assert ptk
    assert "18 PTK" in operator.get("/ptk/").content.decode()
    assert ptk.nama in operator.get("/ptk/", {"cari": ptk.nik}).content.decode()
    assert "18 PTK" not in operator.get("/ptk/", {"jenis": "91"}).content.decode()


@pytest.mark.parametrize("query", ["jenis=x", "status=apa", "cari=%00"])
def test_a_filter_that_cannot_be_understood_shows_nobody_and_says_why(
    operator: Client, school: None, query: str
) -> None:
    page = operator.get(f"/ptk/?{query}").content.decode()
    assert "0 PTK" in page and "18 PTK" not in page and "hapus saringan" in page


def test_a_ptk_is_added_changed_deleted_and_brought_back(operator: Client, school: None) -> None:
    data = form_data(operator, reverse("ptk:tambah"), "nuptk")
    operator.post(reverse("ptk:tambah"), data | {"nama": "Guru Baru", "apa_adanya": "1"})
    ptk = Ptk.live.get(nama="Guru Baru")
    assert ptk.sekolah_id is not None
    address = reverse("ptk:ubah", args=[ptk.pk])
    operator.post(address, form_data(operator, address, "nuptk") | {"email": "guru@contoh.example"})
    entry = Journal.objects.order_by("-id")[0]
    assert entry.changes == {"email": ["", "guru@contoh.example"]}
    operator.post(reverse("ptk:hapus", args=[ptk.pk]))
    assert not Ptk.live.filter(pk=ptk.pk).exists()
    operator.post(reverse("ptk:pulihkan", args=[ptk.pk]))
    page = operator.get(reverse("ptk:rinci", args=[ptk.pk]), {"tab": "riwayat"}).content.decode()
    assert "Dihapus" in page and "Dipulihkan" in page


def test_a_new_ptk_of_whom_little_is_known_is_saved_in_few_words(operator: Client, school: None) -> None:
    data = form_data(operator, reverse("ptk:tambah"), "nuptk")
    page = operator.post(reverse("ptk:tambah"), data | {"nama": "Guru Baru", "apa_adanya": "1"}, follow=True)
    *notes, others, saved = map(str, page.context["messages"])
    assert len(notes) == 2 and "catatan lain; semuanya tampil di menu Validasi." in others
    assert saved == "Data Guru Baru tersimpan."


def test_the_sheet_proposes_last_month_and_saves_all_at_once(operator: Client, school: None) -> None:
    month = f"{timezone.localdate():%Y-%m}"
    data = form_data(operator, f"{SHEET}?bulan={month}", "aktif")
    assert len(data["aktif"]) == 18
    away = data["aktif"].pop()
    operator.post(f"{SHEET}?bulan={month}", data)
    rows = KeaktifanPtk.live.filter(bulan=month)
    assert (rows.count(), rows.filter(aktif=False).get().ptk_id.hex) == (18, away.replace("-", ""))
    assert len(set(Journal.objects.order_by("-id").values_list("operation", flat=True)[:18])) == 1
    again = form_data(operator, f"{SHEET}?bulan={month}", "aktif")
    acts = Journal.objects.count()
    operator.post(f"{SHEET}?bulan={month}", again)
    assert Journal.objects.count() == acts
    assert KeaktifanPtk.objects.filter(bulan=month).count() == 18


@pytest.mark.parametrize("month", ["2999-01", "2026-13", "x", "", "2026-1", "٢٠٢٦-٠١"])
def test_no_month_upsets_the_sheet_and_none_in_the_future_is_kept(
    operator: Client, school: None, month: str
) -> None:
    before = KeaktifanPtk.objects.count()
    page = operator.get(SHEET, {"bulan": month})
    assert page.status_code == 200
    operator.post(f"{SHEET}?bulan={month}", {})
    after = set(KeaktifanPtk.objects.values_list("bulan", flat=True))
    assert max(after) <= f"{timezone.localdate():%Y-%m}"
    assert KeaktifanPtk.objects.count() >= before


def test_who_was_not_on_the_sheet_is_not_recorded_unseen(operator: Client, school: None) -> None:
    sent = form_data(operator, SHEET, "aktif")
    write.save([Edit(Ptk, {"nama": "Guru Baru"})], Author("Bu Lain", Origin.FORM))
    page = operator.post(SHEET, sent).content.decode()
    assert "Daftar PTK berubah saat lembar ini terbuka" in page and "Guru Baru" in page
    assert not KeaktifanPtk.live.filter(ptk__nama="Guru Baru").exists()


def test_the_head_cannot_save_the_sheet(kepala_sekolah: Client, school: None) -> None:
    acts = Journal.objects.count()
    kepala_sekolah.post(SHEET, {"aktif": []})
    assert Journal.objects.count() == acts
    # Nor is shown as recorded what is only proposed.
    page = kepala_sekolah.get(SHEET).content.decode()
    assert "belum dicatat" in page and " checked" not in page and "lalu simpan" not in page


def test_two_sheets_of_one_month_never_overwrite_one_another(operator: Client, school: None) -> None:
    month = f"{timezone.localdate():%Y-%m}"
    address = f"{SHEET}?bulan={month}"
    operator.post(address, form_data(operator, address, "aktif"))
    first, second = (form_data(operator, address, "aktif") for _ in range(2))
    away = first["aktif"].pop()
    operator.post(address, first)
    still_active = second["aktif"][1:]
    answer = operator.post(address, second | {"aktif": still_active})
    assert "menyimpan keaktifan bulan ini saat lembar ini terbuka" in answer.content.decode()
    assert KeaktifanPtk.live.get(bulan=month, aktif=False).ptk_id.hex == away.replace("-", "")
    shown = [str(line.ptk.id) for line in answer.context["lines"] if line.ticked]
    assert sorted(shown) == sorted(still_active)


def test_the_sheet_says_who_saved_it_and_ticks_all(operator: Client, school: None) -> None:
    month = f"{timezone.localdate():%Y-%m}"
    address = f"{SHEET}?bulan={month}"
    assert "18 dari 18 PTK belum dicatat" in operator.get(address).content.decode()
    operator.post(address, form_data(operator, address, "aktif") | {"aktif": []})
    page = operator.get(address).content.decode()
    assert "0 aktif, 18 tidak aktif" in page and "oleh Ibu Operator" in page
    assert len(form_data(operator, f"{address}&semua=1", "aktif")["aktif"]) == 18
