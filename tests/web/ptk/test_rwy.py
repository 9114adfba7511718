"""A PTK's assignment, riwayat pendidikan and kepangkatan."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dapodik.pokok import write
from dapodik.pokok.models import Journal, Origin, Ptk, RombonganBelajar, RwyKepangkatan, RwyPendFormal
from dapodik.pokok.write import Author, Edit
from tests.web.form_data import form_data

AUTHOR = Author("Penguji", Origin.FORM)


@pytest.fixture
def teacher(school: None) -> Ptk:
    """A PTK who is wali of a class."""
    ptk: Ptk = RombonganBelajar.live.exclude(ptk=None).order_by("nama")[0].ptk
    return ptk


def page_of(client: Client, ptk: Ptk, tab: str = "") -> str:
    return client.get(reverse("ptk:rinci", args=[ptk.pk]), {"tab": tab}).content.decode()


def adopt(client: Client, ptk: Ptk, slug: str) -> None:
    """Press the button that takes over what the riwayat says."""
    agreed = client.get(f"/ptk/{ptk.pk}/", {"tab": slug}).context["agreed"]
    client.post(reverse(f"ptk:{slug}_pakai", args=[ptk.pk]), {"setuju": agreed})


def test_every_field_of_a_ptk_has_its_place_in_the_form(operator: Client, teacher: Ptk) -> None:
    shown = form_data(operator, reverse("ptk:ubah", args=[teacher.pk]), "nuptk")
    elsewhere = {"sekolah_id", "soft_delete", "jenis_keluar_id", "tanggal_keluar"}
    assert set(Ptk.synced_fields()) - elsewhere <= set(shown)


def test_a_ptk_leaves_and_comes_back(operator: Client, teacher: Ptk) -> None:
    address = reverse("ptk:keluar", args=[teacher.pk])
    assert "wali kelas" in operator.get(address).content.decode()
    today = timezone.localdate()
    data = form_data(operator, address, "tanggal_keluar")
    operator.post(address, data | {"jenis_keluar_id": "9", "tanggal_keluar": f"{today}", "apa_adanya": "1"})
    assert "pensiun" in page_of(operator, teacher)
    assert teacher.nama in operator.get("/ptk/", {"status": "keluar"}).content.decode()
    assert teacher.nama not in operator.get("/ptk/").content.decode()
    address = reverse("ptk:kembali", args=[teacher.pk])
    data = form_data(operator, address, "tmt_tugas") | {"nomor_surat_tugas": "421/9", "apa_adanya": "1"}
    operator.post(address, data)
    back = Ptk.live.get(pk=teacher.pk)
    assert (back.jenis_keluar_id, back.tanggal_keluar, back.nomor_surat_tugas) == ("", None, "421/9")
    assert "tidak tercatat keluar" in operator.get(address, follow=True).content.decode()


@pytest.mark.parametrize(
    ("reason", "day", "told"),
    [
        ("", date(2026, 11, 1), "jenis_keluar_id"),
        ("1", date(2026, 11, 1), "jenis_keluar_id"),
        ("9", None, "tanggal_keluar"),
        ("9", date(1999, 1, 1), "Sebelum TMT tugas"),
        ("9", date.max, "Tanggal ini belum tiba"),
    ],
)
def test_a_leaving_that_cannot_be_changes_nothing(
    operator: Client, teacher: Ptk, reason: str, day: date | None, told: str
) -> None:
    answer = operator.post(
        reverse("ptk:keluar", args=[teacher.pk]), {"jenis_keluar_id": reason, "tanggal_keluar": day or ""}
    )
    errors = answer.context["form"].errors
    assert told in errors or told in str(errors)
    first, page = next(iter(errors)), answer.content.decode()
    assert re.search(rf'name="{first}"[^>]* autofocus[^>]* aria-describedby="id_{first}_error"', page)
    assert f'<div id="id_{first}_error">' in page
    assert Ptk.live.get(pk=teacher.pk).jenis_keluar_id == ""


def test_schooling_is_added_changed_deleted_and_brought_back(operator: Client, teacher: Ptk) -> None:
    address = reverse("ptk:pendidikan_tambah", args=[teacher.pk])
    data = form_data(operator, address, "jenjang_pendidikan_id")
    operator.post(address, data | {"jenjang_pendidikan_id": "35", "satuan_pendidikan_formal": "UPI Bandung"})
    entry = RwyPendFormal.live.get()
    assert entry.ptk_id == teacher.pk
    assert "UPI Bandung" in page_of(operator, teacher, "pendidikan")
    address = reverse("ptk:pendidikan_ubah", args=[entry.pk])
    operator.post(address, form_data(operator, address, "nim") | {"tahun_lulus": "2009"})
    assert RwyPendFormal.live.get().tahun_lulus == "2009"
    operator.post(reverse("ptk:pendidikan_hapus", args=[entry.pk]))
    assert not RwyPendFormal.live.exists()
    assert "1 dihapus" in page_of(operator, teacher, "pendidikan")
    operator.post(reverse("ptk:pendidikan_pulihkan", args=[entry.pk]))
    assert RwyPendFormal.live.get().satuan_pendidikan_formal == "UPI Bandung"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"prodi": "PGSD"}, "jenjang_pendidikan_id"),
        ({"jenjang_pendidikan_id": "x"}, "jenjang_pendidikan_id"),
        ({"jenjang_pendidikan_id": "30", "tahun_masuk": "2010", "tahun_lulus": "2009"}, "tahun_lulus"),
        ({"jenjang_pendidikan_id": "30", "prodi": "x" * 300}, "prodi"),
    ],
)
def test_schooling_that_cannot_be_gets_a_word_at_its_field(
    operator: Client, teacher: Ptk, values: dict[str, str], field: str
) -> None:
    answer = operator.post(reverse("ptk:pendidikan_tambah", args=[teacher.pk]), values)
    assert field in answer.context["form"].errors
    assert not RwyPendFormal.objects.exists()


def test_the_highest_schooling_and_the_newest_rank_are_proposed(operator: Client, teacher: Ptk) -> None:
    schooling = [("90", "Kursus"), ("9", "Paket C"), ("35", "S2"), ("30", "S1")]
    ranks = [("11", date(2015, 4, 1)), ("13", date(2023, 4, 1)), ("12", date(2019, 4, 1))]
    write.save(
        [
            *(
                Edit(
                    RwyPendFormal,
                    {"ptk_id": teacher.pk, "jenjang_pendidikan_id": code, "satuan_pendidikan_formal": name},
                )
                for code, name in schooling
            ),
            *(
                Edit(RwyKepangkatan, {"ptk_id": teacher.pk, "pangkat_golongan_id": code, "tmt_pangkat": day})
                for code, day in ranks
            ),
        ],
        AUTHOR,
    )
    for slug, words in (("pendidikan", "Pakai S2"), ("kepangkatan", "Pakai IV/a")):
        assert words in page_of(operator, teacher, slug)
        adopt(operator, teacher, slug)
        assert "Pakai" not in page_of(operator, teacher, slug)
    now = Ptk.live.get(pk=teacher.pk)
    assert (now.pendidikan_terakhir, now.pangkat_golongan_id) == ("35", "13")


def test_what_is_no_step_of_schooling_is_not_proposed(operator: Client, teacher: Ptk) -> None:
    write.save([Edit(RwyPendFormal, {"ptk_id": teacher.pk, "jenjang_pendidikan_id": "99"})], AUTHOR)
    acts = Journal.objects.count()
    assert "Pakai" not in page_of(operator, teacher, "pendidikan")
    adopt(operator, teacher, "pendidikan")
    assert Journal.objects.count() == acts


def test_a_ptk_sees_their_own_riwayat_and_no_button(ptk: Client, own_ptk: Ptk, teacher: Ptk) -> None:
    values = {"jenjang_pendidikan_id": "30", "satuan_pendidikan_formal": "UPI Bandung"}
    write.save([Edit(RwyPendFormal, values | {"ptk_id": own_ptk.pk})], AUTHOR)
    page = ptk.get("/ptk/saya/", {"tab": "pendidikan"}).content.decode()
    assert "UPI Bandung" in page and "Tambah riwayat" not in page and "Hapus" not in page
    page = ptk.get("/ptk/saya/", {"tab": "keaktifan"}).content.decode()
    assert "✓" in page and "/ptk/keaktifan/" not in page


def test_the_year_shows_every_month_of_everybody(
    operator: Client, school: None, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(9):
        page = operator.get(reverse("ptk:tahun"), {"tahun": "2026"})
    lines = page.context["lines"]
    assert len(lines) == 18 and all(len(line.cells) == 12 for line in lines)
    assert [month for month, _, _ in page.context["months"]][::11] == ["2026-07", "2027-06"]
    assert any(line.active for line in lines)
    by_calendar = operator.get(reverse("ptk:tahun"), {"tahun": "2026", "menurut": "kalender"})
    assert [month for month, _, _ in by_calendar.context["months"]][::11] == ["2026-01", "2026-12"]


ODD_YEARS = ["x", "99999999999", "-1", "0", "", "٢٠٢٦", "0202612", "02026", "20261", "2026" + "0" * 4500]


@pytest.mark.parametrize("text", [*ODD_YEARS, "02026" + "0" * 4500, "-2026", "2026.0", " 2026", "２０２６"])
def test_no_year_upsets_the_history(operator: Client, school: None, text: str) -> None:
    for by in ("", "kalender"):
        assert operator.get(reverse("ptk:tahun"), {"tahun": text, "menurut": by}).status_code == 200


def test_who_came_and_went_is_not_missing_before_or_after(operator: Client, teacher: Ptk) -> None:
    left = timezone.localdate() - timedelta(days=100)
    values = {"jenis_keluar_id": "2", "tanggal_keluar": left, "tmt_tugas": left - timedelta(days=40)}
    write.save([Edit(Ptk, values, teacher.pk)], AUTHOR)
    page = operator.get(reverse("ptk:tahun"), {"tahun": left.year, "menurut": "kalender"})
    line = next(line for line in page.context["lines"] if line.ptk == teacher)
    asked = [cell.month for cell in line.cells if cell.state]
    recorded = set(teacher.keaktifan.values_list("bulan", flat=True))
    assert set(asked) - recorded <= {f"{left - timedelta(days=days):%Y-%m}" for days in range(41)}
