"""The pages of peserta didik: finding, looking, changing without losing anything."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    Journal,
    Origin,
    PesertaDidik,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit
from dapodik.spreadsheet.sheets.peserta_didik import PESERTA_DIDIK
from tests.web.form_data import form_data

LIST = "/peserta-didik/"


def edit_address(pupil: PesertaDidik) -> str:
    return reverse("peserta_didik:ubah", args=[pupil.pk])


def opened(client: Client, pupil: PesertaDidik) -> dict[str, Any]:
    return dict(form_data(client, edit_address(pupil), "nama_ibu_kandung"))


def last_entries(count: int = 1) -> list[Journal]:
    return list(Journal.objects.order_by("-id")[:count])


def test_the_list_is_searched_filtered_sorted_and_paged(operator: Client, pupil: PesertaDidik) -> None:
    assert "300 peserta didik" in operator.get(LIST).content.decode()
    for text in (pupil.nisn, pupil.nik, pupil.nama.upper(), pupil.registrasi.get().nipd):
        page = operator.get(LIST, {"cari": text}).content.decode()
        assert pupil.nama in page and "300 peserta" not in page
    rombel = RombonganBelajar.live.first()
    assert rombel
    members = AnggotaRombel.live.filter(rombongan_belajar=rombel).count()
    assert f"{members} peserta didik" in operator.get(LIST, {"rombel": str(rombel.pk)}).content.decode()
    assert "12 peserta didik" in operator.get(LIST, {"kps": "True"}).content.decode()
    first = operator.get(LIST, {"urut": "-nama"}).context["table"].page.object_list[0]
    assert first.record == PesertaDidik.live.order_by("-nama").first()
    assert operator.get(LIST, {"page": "99"}).context["table"].page.number == 6


def test_the_list_costs_the_same_for_any_number_of_pupils(
    operator: Client, school: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15):
        operator.get(LIST)


def test_columns_are_chosen(operator: Client, school: None) -> None:
    operator.post(reverse("peserta_didik:kolom"), {"kolom": ["nama", "nama_ibu_kandung"], "next": LIST})
    names = operator.get(LIST).context["table"].columns.names()
    assert names == ["pilih", "nama", "nama_ibu_kandung"]


def test_saving_an_untouched_form_changes_nothing(operator: Client, pupil: PesertaDidik) -> None:
    acts = Journal.objects.count()
    data = opened(operator, pupil)
    assert operator.post(edit_address(pupil), data).status_code == 302
    assert Journal.objects.count() == acts


def test_saving_journals_just_what_changed(operator: Client, pupil: PesertaDidik) -> None:
    data = opened(operator, pupil)
    data |= {"rt": "7", "nik": "320501", "nomor_kip": "AB12CD", "nama_di_kip": "NAMA LAIN"}
    operator.post(edit_address(pupil), data | {"apa_adanya": "1"})
    (entry,) = last_entries()
    assert set(entry.changes) == {"rt", "nik", "nomor_kip", "nama_di_kip", "penerima_kip"}
    assert (entry.origin, entry.author) == (Origin.FORM, "Ibu Operator sekolah")
    page = operator.get(reverse("peserta_didik:rinci", args=[pupil.pk]), {"tab": "riwayat"}).content.decode()
    assert "NAMA LAIN" in page and "Ibu Operator sekolah" in page


def test_a_pupil_moves_to_another_class(operator: Client, pupil: PesertaDidik) -> None:
    data = opened(operator, pupil)
    other = RombonganBelajar.live.exclude(pk=data["rombel"][0]).first()
    assert other
    operator.post(edit_address(pupil), data | {"rombel": str(other.pk)})
    assert [place.rombongan_belajar for place in AnggotaRombel.live.filter(peserta_didik=pupil)] == [other]


def test_what_does_not_fit_is_said_at_the_field_and_nothing_is_saved(
    operator: Client, pupil: PesertaDidik
) -> None:
    acts = Journal.objects.count()
    wrong = {"nama": "x" * 300, "tanggal_lahir": "31/12/2017", "agama_id": "777", "rt": "a\x01b"}
    page = operator.post(edit_address(pupil), opened(operator, pupil) | wrong)
    assert page.status_code == 200
    forms = page.context["forms"]
    assert set(forms.pupil.errors) == set(wrong)
    assert Journal.objects.count() == acts


def change_elsewhere(pupil: PesertaDidik, **values: Any) -> None:
    write.save([Edit(PesertaDidik, values, pupil.pk)], Author("SK KIP 9/2026", Origin.SK))


def test_what_another_changed_meanwhile_is_kept(operator: Client, pupil: PesertaDidik) -> None:
    data = opened(operator, pupil)
    change_elsewhere(pupil, nomor_kip="ZZ99ZZ", kebutuhan_khusus_id="3")
    operator.post(edit_address(pupil), data | {"rt": "9"})
    pupil.refresh_from_db()
    assert (pupil.rt, pupil.nomor_kip, pupil.kebutuhan_khusus_id) == ("9", "ZZ99ZZ", "3")


def test_two_who_change_one_field_never_overwrite_silently(operator: Client, pupil: PesertaDidik) -> None:
    data = opened(operator, pupil)
    change_elsewhere(pupil, nomor_kip="ZZ99ZZ")
    page = operator.post(edit_address(pupil), data | {"nomor_kip": "AA11AA"})
    assert "SK KIP 9/2026 mengubahnya menjadi “ZZ99ZZ”" in page.content.decode()
    pupil.refresh_from_db()
    assert pupil.nomor_kip == "ZZ99ZZ"
    again = data | {"nomor_kip": "AA11AA", "versi": page.context["forms"].pupil["versi"].value()}
    assert operator.post(edit_address(pupil), again).status_code == 302
    pupil.refresh_from_db()
    assert pupil.nomor_kip == "AA11AA"


def test_a_class_changed_meanwhile_is_not_overwritten(operator: Client, pupil: PesertaDidik) -> None:
    data = opened(operator, pupil)
    place = AnggotaRombel.live.get(peserta_didik=pupil)
    first, second = RombonganBelajar.live.exclude(pk=place.rombongan_belajar_id)[:2]
    write.save(
        [Edit(AnggotaRombel, {"rombongan_belajar_id": first.pk}, place.pk)], Author("Lain", Origin.FORM)
    )
    operator.post(edit_address(pupil), data | {"rt": "8"})
    place.refresh_from_db()
    assert place.rombongan_belajar_id == first.pk
    page = operator.post(edit_address(pupil), data | {"rombel": str(second.pk)})
    assert "Rombel diubah menjadi" in page.content.decode()
    place.refresh_from_db()
    assert place.rombongan_belajar_id == first.pk


def test_the_text_of_an_unreadable_cell_is_shown_until_mended(operator: Client, pupil: PesertaDidik) -> None:
    change_elsewhere(pupil, tak_terbaca={"tanggal_lahir": "12 Mei 2017", "agama_id": "Jedi"})
    assert "12 Mei 2017" in operator.get(edit_address(pupil)).content.decode()
    operator.post(edit_address(pupil), opened(operator, pupil) | {"tanggal_lahir": "2017-05-13"})
    pupil.refresh_from_db()
    assert pupil.tak_terbaca == {"agama_id": "Jedi"}
    operator.post(edit_address(pupil), opened(operator, pupil) | {"dibetulkan_agama_id": "on"})
    pupil.refresh_from_db()
    assert pupil.tak_terbaca == {}


def test_a_new_pupil_is_a_whole_one(operator: Client, school: None) -> None:
    address = reverse("peserta_didik:tambah")
    rombel = RombonganBelajar.live.first()
    assert rombel
    data = form_data(operator, address, "nama") | {
        "nama": "Anak Baru",
        "rombel": str(rombel.pk),
        "registrasi-nipd": "99",
    }
    operator.post(address, data | {"apa_adanya": "1"})
    pupil = PesertaDidik.live.get(nama="Anak Baru")
    assert RegistrasiPesertaDidik.live.get(peserta_didik=pupil).nipd == "99"
    assert AnggotaRombel.live.get(peserta_didik=pupil).rombongan_belajar == rombel
    assert len({entry.operation for entry in last_entries(3)}) == 1


def test_no_special_need_is_chosen_in_the_form_and_stands_in_the_download(
    operator: Client, school: None
) -> None:
    address = reverse("peserta_didik:tambah")
    data = form_data(operator, address, "nama") | {"nama": "Aaa Tanpa", "kebutuhan_khusus_id": ["0"]}
    operator.post(address, data | {"apa_adanya": "1"})
    new = PesertaDidik.live.get(nama="Aaa Tanpa")
    assert new.kebutuhan_khusus_id == "0"
    rows = PESERTA_DIDIK.rows(Sekolah.live.get())
    place = [column.header for column in PESERTA_DIDIK.columns].index("Kebutuhan Khusus") - 1
    assert next(row[place] for row in rows if row[0] == "Aaa Tanpa") == "Tidak ada"


def test_deleting_asks_first_and_can_be_undone(operator: Client, pupil: PesertaDidik) -> None:
    address = reverse("peserta_didik:hapus", args=[pupil.pk])
    assert "Hapus" in operator.get(address).content.decode()
    assert PesertaDidik.live.filter(pk=pupil.pk).exists()
    operator.post(address)
    assert not PesertaDidik.live.filter(pk=pupil.pk).exists()
    assert pupil.nama in operator.get(LIST, {"status": "dihapus"}).content.decode()
    operator.post(reverse("peserta_didik:pulihkan", args=[pupil.pk]))
    assert PesertaDidik.live.filter(pk=pupil.pk).exists()


def test_a_finding_stands_beside_its_field_with_the_cursor_in_it(operator: Client, school: None) -> None:
    pupil = next(p for p in PesertaDidik.live.all() if len(p.nik) == 15)
    page = operator.get(edit_address(pupil), {"field": "nik"}).content.decode()
    around = page[page.index('id="isian-nik"') :][:900]
    assert "autofocus" in around and "16" in around


@pytest.mark.parametrize(
    "where", ["https://example.com/", "//example.com", "javascript:alert(1)", "/\\example.com"]
)
def test_a_form_never_leads_to_another_site(operator: Client, pupil: PesertaDidik, where: str) -> None:
    answer = operator.post(edit_address(pupil), opened(operator, pupil) | {"next": where})
    assert answer["Location"] == reverse("peserta_didik:rinci", args=[pupil.pk])


def test_the_head_sees_all_and_changes_nothing(kepala_sekolah: Client, pupil: PesertaDidik) -> None:
    acts = Journal.objects.count()
    detail = kepala_sekolah.get(reverse("peserta_didik:rinci", args=[pupil.pk])).content.decode()
    assert pupil.nama in detail and "/ubah/" not in detail
    for name in ("ubah", "hapus", "pulihkan"):
        assert kepala_sekolah.post(reverse(f"peserta_didik:{name}", args=[pupil.pk]), {}).status_code == 403
    assert kepala_sekolah.post(reverse("peserta_didik:tambah"), {"nama": "X"}).status_code == 403
    assert Journal.objects.count() == acts


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("tingkat=99", "Tingkat yang disaring tidak ada di semester ini."),
        ("rombel=x&jk=P", "Rombel yang disaring tidak ada di semester ini."),
        ("kip=mungkin", "Pilihan saringan “Penerima KIP” tidak dikenal."),
        ("status=apa", "Pilihan saringan “Status” tidak dikenal."),
        ("cari=%00", ""),
    ],
)
def test_a_filter_that_cannot_be_understood_shows_nobody_and_says_why(
    operator: Client, school: None, query: str, told: str
) -> None:
    page = operator.get(f"{LIST}?{query}")
    assert not page.context["table"].paginator.count
    hits = page.content.decode().partition('id="hasil"')[2]
    assert "notice-warning" in hits and told in hits and f'<a href="{LIST}">hapus saringan</a>' in hits


@pytest.mark.parametrize(
    "query",
    [
        "urut=nama%00&urut=-",
        "urut=-rombel",
        "page=-1",
        "page=9999999999999999999",
        "page=%D9%A1",
        "cari=%00",
        "rombel=x",
    ]
    + ["cari=" + "x%20" * 50, "status=apa&tingkat=%27", "urut=rombel&urut=nama&rombel=tanpa", "per_page=0"],
)
def test_no_address_of_the_list_upsets_it(operator: Client, school: None, query: str) -> None:
    assert operator.get(f"{LIST}?{query}").status_code == 200
