"""Keluar and its undo, kembali bersekolah, and what follows from a KIP number."""

import pytest
from django.test import Client
from django.urls import reverse

from dapodik.pokok import present, write
from dapodik.pokok.models import (
    Act,
    AnggotaRombel,
    Journal,
    Origin,
    PesertaDidik,
    PesertaDidikLongitudinal,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit
from dapodik.validasi import engine
from tests.web.form_data import form_data

TESTER = Author("Penguji", Origin.FORM)
LEAVE = {"jenis_keluar_id": "2", "tanggal_keluar": "2026-11-02", "keterangan": "Ikut orang tua"}


def address(name: str, pupil: PesertaDidik) -> str:
    return reverse(f"peserta_didik:{name}", args=[pupil.pk])


def leave(client: Client, pupil: PesertaDidik, **values: str) -> str:
    return client.post(address("registrasi_keluar", pupil), LEAVE | values, follow=True).content.decode()


def come_back(client: Client, pupil: PesertaDidik, **values: str) -> str:
    data = {"tanggal_masuk_sekolah": "2026-11-10", "nipd": "R1", "apa_adanya": "1"} | values
    return client.post(address("kembali", pupil), data, follow=True).content.decode()


def test_who_leaves_loses_the_class_of_this_semester_in_one_act(
    operator: Client, pupil: PesertaDidik
) -> None:
    place = AnggotaRombel.live.get(peserta_didik=pupil)
    opened = operator.get(address("registrasi_keluar", pupil)).content.decode()
    assert place.rombongan_belajar.nama in opened and "dapat dibatalkan" in opened
    assert "tercatat keluar" in leave(operator, pupil)
    registrasi = RegistrasiPesertaDidik.live.get(peserta_didik=pupil)
    assert (registrasi.jenis_keluar_id, registrasi.keterangan) == ("2", "Ikut orang tua")
    place.refresh_from_db()
    assert place.soft_delete
    assert len({entry.operation for entry in Journal.objects.order_by("-id")[:2]}) == 1
    assert not present.pupils().filter(pk=pupil.pk).exists()
    assert pupil.nama in operator.get("/peserta-didik/", {"status": "keluar"}).content.decode()


def test_leaving_needs_a_reason_and_a_day(operator: Client, pupil: PesertaDidik) -> None:
    page = operator.post(address("registrasi_keluar", pupil), {"keterangan": "a\x01"})
    assert set(page.context["form"].errors) == {"jenis_keluar_id", "tanggal_keluar", "keterangan"}
    assert present.registrasi_of(pupil).jenis_keluar_id == ""


def test_a_day_before_entry_is_saved_only_when_it_is_meant(operator: Client, pupil: PesertaDidik) -> None:
    early = {"tanggal_keluar": "2001-01-01"}
    assert "Belum tersimpan, karena" in leave(operator, pupil, **early)
    assert AnggotaRombel.live.filter(peserta_didik=pupil).exists()
    assert "tercatat keluar" in leave(operator, pupil, **early, apa_adanya="1")


def test_a_day_after_the_school_year_is_a_mistake(operator: Client, pupil: PesertaDidik) -> None:
    page = leave(operator, pupil, tanggal_keluar="9999-12-31", apa_adanya="1")
    assert "akhir tahun ajaran ini" in page
    assert "tercatat keluar" in leave(operator, pupil, tanggal_keluar="2027-06-30")


def test_leaving_is_taken_back_with_the_class(operator: Client, pupil: PesertaDidik) -> None:
    before = present.place_of(pupil, "20261")
    leave(operator, pupil)
    page = operator.post(address("batal_keluar", pupil), follow=True).content.decode()
    assert "registrasinya berlaku lagi" in page and before.rombongan_belajar.nama in page
    registrasi = present.registrasi_of(pupil)
    assert (registrasi.jenis_keluar_id, registrasi.tanggal_keluar, registrasi.keterangan) == ("", None, "")
    assert present.place_of(pupil, "20261") == before
    assert Act.objects.get().undone
    page = operator.post(address("batal_keluar", pupil), follow=True).content.decode()
    assert "tidak tercatat keluar" in page


def test_leaving_is_an_act_among_the_others(operator: Client, pupil: PesertaDidik) -> None:
    before = present.place_of(pupil, "20261")
    leave(operator, pupil)
    act = Act.objects.get()
    assert f"Keluar: {pupil}" in operator.get("/tindakan/").content.decode()
    page = operator.post(f"/tindakan/{act.pk}/urungkan/", follow=True).content.decode()
    assert "kembali seperti semula" in page
    assert present.registrasi_of(pupil).jenis_keluar_id == "" and present.place_of(pupil, "20261") == before


def test_taking_back_gives_no_second_class(operator: Client, pupil: PesertaDidik) -> None:
    leave(operator, pupil)
    other = RombonganBelajar.live.first()
    write.save(
        [Edit(AnggotaRombel, {"peserta_didik_id": pupil.pk, "rombongan_belajar_id": other.pk})], TESTER
    )
    page = operator.post(address("batal_keluar", pupil), follow=True).content.decode()
    assert f"tetap di {other.nama}" in page and "belum ada di rombel" not in page
    assert [one.rombongan_belajar for one in AnggotaRombel.live.filter(peserta_didik=pupil)] == [other]
    assert Act.objects.get().undone


def test_who_has_left_is_offered_no_class(operator: Client, pupil: PesertaDidik) -> None:
    form, before = address("ubah", pupil), present.place_of(pupil, "20261")
    opened_before = form_data(operator, form, "nama_ibu_kandung")
    leave(operator, pupil)
    page = operator.get(form).content.decode()
    assert 'name="rombel"' not in page and 'href="#rombel"' not in page
    chosen = {"rombel": str(RombonganBelajar.live.exclude(pk=before.rombongan_belajar_id)[0].pk)}
    for data in (
        form_data(operator, form, "nama_ibu_kandung") | chosen,
        opened_before,
        opened_before | chosen,
    ):
        sent = operator.post(form, data | {"apa_adanya": "1", "rt": "3"})
        assert sent.status_code == 302
        assert present.place_of(pupil, "20261") is None
        assert present.registrasi_of(pupil).jenis_keluar_id == "2"
    page = operator.post(address("batal_keluar", pupil), follow=True).content.decode()
    assert f"kembali di {before.rombongan_belajar.nama}" in page
    assert 'name="rombel"' in operator.get(form).content.decode()


def test_who_has_left_gives_up_a_class_that_was_left_over(operator: Client, pupil: PesertaDidik) -> None:
    form, place = address("ubah", pupil), present.place_of(pupil, "20261")
    ended = {"jenis_keluar_id": "2", "tanggal_keluar": "2026-11-02"}
    write.save([Edit(RegistrasiPesertaDidik, ended, present.registrasi_of(pupil).pk)], TESTER)
    data = form_data(operator, form, "nama_ibu_kandung") | {"apa_adanya": "1"}
    assert data["rombel"] == [str(place.rombongan_belajar_id)]
    other = RombonganBelajar.live.exclude(pk=place.rombongan_belajar_id)[0]
    operator.post(form, data | {"rombel": str(other.pk)})
    assert present.place_of(pupil, "20261").rombongan_belajar_id == place.rombongan_belajar_id
    operator.post(form, data | {"rombel": ""})
    assert present.place_of(pupil, "20261") is None


def test_of_two_open_registrasi_one_is_ended(operator: Client, pupil: PesertaDidik) -> None:
    first, place = present.registrasi_of(pupil), present.place_of(pupil, "20261")
    again = {"peserta_didik_id": pupil.pk, "jenis_pendaftaran_id": "7", "nipd": "R2"}
    write.save([Edit(RegistrasiPesertaDidik, again | {"tanggal_masuk_sekolah": "2026-11-10"})], TESTER)
    page = f"{address('rinci', pupil)}?tab=registrasi"
    assert "2 registrasinya berlaku sekaligus" in operator.get(page).content.decode()
    assert (
        "R2, Kembali bersekolah, 10 November 2026"
        in operator.get(address("registrasi_keluar", pupil)).content.decode()
    )
    leave(operator, pupil)
    assert not RegistrasiPesertaDidik.objects.exclude(jenis_keluar_id="").exists()
    assert "tercatat keluar" in leave(operator, pupil, registrasi=str(first.pk))
    assert present.every_registrasi(pupil).get(jenis_keluar_id="").nipd == "R2"
    assert present.place_of(pupil, "20261") == place
    assert "berlaku sekaligus" not in operator.get(page).content.decode()


def test_who_graduates_from_the_last_grade_is_not_invalid_for_an_older_grade(
    operator: Client, pupil: PesertaDidik
) -> None:
    sekolah = Sekolah.live.get()
    old = write.new_id()
    last = RombonganBelajar.live.filter(tingkat_pendidikan_id="6").first()
    values = {"semester_id": "20252", "tingkat_pendidikan_id": "5", "jenis_rombel": "1"}
    write.save(
        [
            Edit(RombonganBelajar, values | {"nama": "5", "sekolah_id": sekolah.pk}, old),
            Edit(AnggotaRombel, {"peserta_didik_id": pupil.pk, "rombongan_belajar_id": old}),
            Edit(
                AnggotaRombel,
                {"rombongan_belajar_id": last.pk},
                AnggotaRombel.live.get(peserta_didik=pupil).pk,
            ),
        ],
        TESTER,
    )
    assert "tercatat keluar" in leave(operator, pupil, jenis_keluar_id="1")
    engine.refresh()
    assert not engine.findings().filter(code="REG_LULUS_TINGKAT").exists()


def test_who_comes_back_has_a_second_registrasi_that_counts(operator: Client, pupil: PesertaDidik) -> None:
    leave(operator, pupil)
    rombel = RombonganBelajar.live.first()
    page = come_back(operator, pupil, rombel=str(rombel.pk))
    assert "kembali bersekolah" in page and "Lihat atau urungkan" in page
    assert RegistrasiPesertaDidik.live.filter(peserta_didik=pupil).count() == 2
    counting = present.registrasi_of(pupil)
    assert (counting.nipd, counting.jenis_pendaftaran_id, counting.jenis_keluar_id) == ("R1", "7", "")
    assert present.with_class("20261").get(pk=pupil.pk).nipd == "R1"
    assert present.place_of(pupil, "20261").rombongan_belajar == rombel
    shown = operator.get(address("rinci", pupil), {"tab": "registrasi"}).content.decode()
    assert "Registrasi sebelumnya" in shown and "Ikut orang tua" in shown
    assert "tidak tercatat keluar" in come_back(operator, pupil)


def test_of_two_that_ended_the_last_counts(operator: Client, pupil: PesertaDidik) -> None:
    leave(operator, pupil)
    come_back(operator, pupil)
    leave(operator, pupil, jenis_keluar_id="5", tanggal_keluar="2026-11-11")
    counting = present.registrasi_of(pupil)
    assert (counting.nipd, counting.jenis_keluar_id) == ("R1", "5")
    assert present.with_class("20261").get(pk=pupil.pk).nipd == "R1"


def test_coming_back_is_taken_back(operator: Client, pupil: PesertaDidik) -> None:
    leave(operator, pupil)
    come_back(operator, pupil, rombel=str(RombonganBelajar.live.first().pk))
    act = operator.get("/tindakan/").context["page"].object_list[0]
    operator.post(reverse("tindakan:urungkan", args=[act.pk]))
    assert present.registrasi_of(pupil).jenis_keluar_id == "2"
    assert not AnggotaRombel.live.filter(peserta_didik=pupil).exists()


@pytest.mark.parametrize("name", ["registrasi_keluar", "kembali", "batal_keluar"])
def test_who_only_looks_changes_nothing(kepala_sekolah: Client, pupil: PesertaDidik, name: str) -> None:
    assert kepala_sekolah.post(address(name, pupil), LEAVE).status_code == 403
    assert "Keluar dari sekolah" not in kepala_sekolah.get(address("rinci", pupil)).content.decode()


def typed(client: Client, pupil: PesertaDidik, **values: str) -> str:
    data = form_data(client, address("ubah", pupil), "nama_ibu_kandung")
    return client.post(address("ubah", pupil), data | values, follow=True).content.decode()


def test_a_kip_number_makes_a_recipient_and_replaces_kps(operator: Client, pupil: PesertaDidik) -> None:
    write.save([Edit(PesertaDidik, {"penerima_kps": True, "no_kps": "KPS01234567890"}, pupil.pk)], TESTER)
    page = typed(operator, pupil, nomor_kip="AB12CD", nama_di_kip="SALAH EJA")
    assert "KIP menggantikan KPS KPS01234567890" in page
    pupil.refresh_from_db()
    assert (pupil.penerima_kip, pupil.nomor_kip, pupil.nama_di_kip) == (True, "AB12CD", "SALAH EJA")
    assert (pupil.penerima_kps, pupil.no_kps) == (False, "")
    riwayat = operator.get(address("rinci", pupil), {"tab": "riwayat"}).content.decode()
    assert "KPS01234567890" in riwayat


def test_a_kps_that_is_meant_beside_the_kip_stays(operator: Client, pupil: PesertaDidik) -> None:
    typed(operator, pupil, nomor_kip="AB12CD", nama_di_kip=pupil.nama)
    typed(operator, pupil, penerima_kps="True", no_kps="KPS01234567890")
    assert "menggantikan" not in typed(operator, pupil, nomor_kip="AB12CE")
    pupil.refresh_from_db()
    assert (pupil.nomor_kip, pupil.no_kps) == ("AB12CE", "KPS01234567890")


def test_a_number_in_small_letters_is_stored_as_printed_and_is_no_other_card(
    operator: Client, pupil: PesertaDidik
) -> None:
    typed(operator, pupil, nomor_kip="ab12cd", nama_di_kip=pupil.nama)
    pupil.refresh_from_db()
    assert pupil.nomor_kip == "AB12CD"
    changes = Journal.objects.count()
    typed(operator, pupil, nomor_kip="Ab12cD")
    assert Journal.objects.count() == changes


def test_the_number_of_pkh_is_a_card_too(operator: Client, pupil: PesertaDidik) -> None:
    typed(operator, pupil, layak_pip="True", alasan_layak_pip_id="1")
    engine.refresh()
    assert engine.findings_of(pupil.pk).filter(code="PD_PIP_ALASAN_KARTU").exists()
    typed(operator, pupil, nomor_pkh="123456")
    engine.refresh()
    assert not engine.findings_of(pupil.pk).filter(code="PD_PIP_ALASAN_KARTU").exists()


def test_measures_of_past_semesters_are_shown(operator: Client, pupil: PesertaDidik) -> None:
    shown = operator.get(address("rinci", pupil), {"tab": "data-periodik"}).content.decode()
    assert "Belum ada. Ukuran di atas milik semester aktif" in shown
    values = {"peserta_didik_id": pupil.pk, "semester_id": "20252", "tinggi_badan": "111.5"}
    write.save([Edit(PesertaDidikLongitudinal, values)], TESTER)
    shown = operator.get(address("rinci", pupil), {"tab": "data-periodik"}).content.decode()
    assert "111.5" in shown and "2025/2026 Genap" in shown
