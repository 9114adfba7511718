"""Urungkan: a change that pusat does not know yet is taken back, honestly and never past another tab."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    Journal,
    Origin,
    Pending,
    PesertaDidik,
    Record,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit
from dapodik.referensi.semester import Semester
from sync.lokal.engine import outbox
from sync.lokal.models import Connection

AUTHOR = Author("Bu Lain", Origin.FORM)


@pytest.fixture
def sent(pupil: PesertaDidik) -> PesertaDidik:
    """A pupil of a school of which pusat has everything."""
    Connection.objects.create(
        pk=1, url="http://127.0.0.1:9", sekolah_id=Sekolah.live.get().pk, installation=1
    )
    Pending.objects.all().delete()
    return pupil


def change(record: Record, **values: Any) -> None:
    write.save([Edit(type(record), values, record.pk)], AUTHOR)


def make(model: type[Record], **values: Any) -> UUID:
    return write.save([Edit(model, values)], AUTHOR)[0].record.pk


def at(record: Record, field: str = "") -> str:
    query = f"?isian={field}" if field else ""
    return f"/sinkronisasi/perubahan/{record.kind()}/{record.pk}/urungkan/{query}"


def take_back(client: Client, address: str, **more: str) -> str:
    """Ask and agree; the page that follows."""
    asked = client.get(address, follow=True).content.decode()
    version = re.search(r'name="versi" value="(\w+)"', asked)
    if version is None:
        return asked
    return client.post(address, {"versi": version[1], **more}, follow=True).content.decode()


def now(record: Record) -> Any:
    return type(record).objects.get(pk=record.pk)


def test_the_list_says_field_by_field_what_changed_who_and_when(operator: Client, sent: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=sent)
    other = RombonganBelajar.live.exclude(pk=place.rombongan_belajar_id).first()
    change(sent, nama_ayah="Ayah Baru", agama_id="2")
    change(place, rombongan_belajar_id=other.pk)
    page = operator.get("/sinkronisasi/perubahan/peserta_didik/").content.decode()
    for words in (
        sent.nama,
        sent.nama_ayah,
        "Ayah Baru",
        "Kristen",
        "Bu Lain",
        f"{at(sent)}?isian=nama_ayah",
    ):
        assert words in page
    page = operator.get("/sinkronisasi/perubahan/anggota_rombel/").content.decode()
    assert place.rombongan_belajar.nama in page and other.nama in page


def test_one_field_goes_back_and_the_others_stay(operator: Client, sent: PesertaDidik) -> None:
    change(sent, nama_ayah="Ayah Baru", nama_wali="Wali Baru")
    change(sent, nama_ayah="Ayah Lebih Baru")
    assert "diurungkan" in take_back(operator, at(sent, "nama_ayah"))
    assert (now(sent).nama_ayah, now(sent).nama_wali) == (sent.nama_ayah, "Wali Baru")
    assert list(Pending.objects.get(pk=sent.pk).fields) == ["nama_wali"]
    entry = Journal.objects.latest("pk")
    assert (entry.origin, entry.author) == ("urungkan", "Ibu Operator sekolah")
    assert "diurungkan" in take_back(operator, at(sent))
    assert not Pending.objects.exists() and now(sent).nama_wali == sent.nama_wali


def test_what_belongs_together_goes_back_together(operator: Client, sent: PesertaDidik) -> None:
    change(sent, alamat_jalan="Jalan Baru", rt="9")
    asked = operator.get(at(sent, "rt")).content.decode()
    assert "bersama-sama" in asked and "Jalan Baru" in asked
    take_back(operator, at(sent, "rt"))
    assert now(sent).alamat_jalan == sent.alamat_jalan and not Pending.objects.exists()


def test_a_deleted_record_comes_back(operator: Client, sent: PesertaDidik) -> None:
    change(sent, soft_delete=True)
    assert "diurungkan" in take_back(operator, at(sent))
    assert not now(sent).soft_delete and not Pending.objects.exists()


def test_a_new_record_goes_with_all_that_was_made_for_it(operator: Client, sent: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=sent)
    school = Sekolah.live.get()
    new = PesertaDidik.objects.get(pk=make(PesertaDidik, nama="Murid Baru", jenis_kelamin="L"))
    entry = make(RegistrasiPesertaDidik, peserta_didik_id=new.pk, sekolah_id=school.pk, nipd="99")
    seat = make(AnggotaRombel, peserta_didik_id=new.pk, rombongan_belajar_id=place.rombongan_belajar_id)
    assert "Murid Baru" in operator.get("/sinkronisasi/perubahan/peserta_didik/").content.decode()
    asked = operator.get(at(new)).content.decode()
    assert "Registrasi 99" in asked and "belum dikenal pusat" in asked
    assert "diurungkan" in take_back(operator, at(new))
    assert now(new).soft_delete and not outbox.waiting_count() and not list(outbox.unnumbered_changes())
    assert not RegistrasiPesertaDidik.live.filter(pk=entry).exists()
    assert not AnggotaRombel.live.filter(pk=seat).exists()


def test_a_new_record_that_others_use_stays(operator: Client, sent: PesertaDidik) -> None:
    rombel = RombonganBelajar.objects.get(pk=make(RombonganBelajar, nama="Kelas Baru", semester_id="20261"))
    change(AnggotaRombel.live.get(peserta_didik=sent), rombongan_belajar_id=rombel.pk)
    assert "sudah dikenal pusat" in take_back(operator, at(rombel))
    assert not now(rombel).soft_delete


def test_what_is_in_a_batch_may_be_at_pusat_already(operator: Client, sent: PesertaDidik) -> None:
    change(sent, nama_ayah="Ayah Baru")
    outbox.batches(Connection.objects.get(), 1, numbering=True)
    change(sent, nama_wali="Wali Baru")
    page = operator.get("/sinkronisasi/perubahan/peserta_didik/").content.decode()
    assert "sedang dikirim" in page and "/urungkan/" not in page
    acts = Journal.objects.count()
    for field in ("nama_ayah", "nama_wali", ""):
        assert "pusat mungkin sudah memilikinya" in take_back(operator, at(sent, field))
    assert Journal.objects.count() == acts


def test_another_tab_has_changed_it_meanwhile(operator: Client, sent: PesertaDidik) -> None:
    change(sent, nama_ayah="Ayah Satu")
    asked = operator.get(at(sent, "nama_ayah")).content.decode()
    version = re.search(r'name="versi" value="(\w+)"', asked)
    assert version
    change(sent, nama_ayah="Ayah Dua")
    late = operator.post(at(sent, "nama_ayah"), {"versi": version[1]}).content.decode()
    assert "berubah sejak" in late and "Ayah Dua" in late and now(sent).nama_ayah == "Ayah Dua"
    take_back(operator, at(sent, "nama_ayah"))
    again = operator.post(at(sent, "nama_ayah"), {"versi": version[1]}, follow=True).content.decode()
    assert "tidak menunggu lagi" in again and now(sent).nama_ayah == sent.nama_ayah


def test_what_it_named_must_still_be_there(operator: Client, sent: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=sent)
    old, other = place.rombongan_belajar, RombonganBelajar.live.exclude(pk=place.rombongan_belajar_id).first()
    change(place, rombongan_belajar_id=other.pk)
    change(old, soft_delete=True)
    assert "Pulihkan dahulu" in take_back(operator, at(place, "rombongan_belajar_id"))
    assert now(place).rombongan_belajar_id == other.pk


def test_nobody_comes_into_two_classes(operator: Client, sent: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=sent)
    other = RombonganBelajar.live.exclude(pk=place.rombongan_belajar_id).first()
    change(place, soft_delete=True)
    make(AnggotaRombel, peserta_didik_id=sent.pk, rombongan_belajar_id=other.pk)
    assert "sekarang di rombel lain" in take_back(operator, at(place))
    assert AnggotaRombel.live.get(peserta_didik=sent).rombongan_belajar == other


def test_what_would_be_invalid_is_asked_about(operator: Client, sent: PesertaDidik) -> None:
    Pending.objects.create(record_id=sent.pk, kind="peserta_didik", fields={"nik": ["123", 0]})
    asked = take_back(operator, at(sent, "nik"))
    assert "hasilnya tidak valid" in asked and now(sent).nik == sent.nik
    assert "diurungkan" in take_back(operator, at(sent, "nik"), apa_adanya="1")
    assert now(sent).nik == "123"


def test_the_school_and_its_semester_have_their_own_ways(operator: Client, sent: PesertaDidik) -> None:
    school = Sekolah.live.get()
    change(school, semester_id="20262")
    assert "satu tindakan" in take_back(operator, at(school, "semester_id"))
    Pending.objects.update(is_new=True, fields={})
    assert "semua data lain menyebutnya" in take_back(operator, at(school))
    assert now(school).semester_id == "20262" and not now(school).soft_delete


def test_the_head_looks_but_takes_nothing_back(kepala_sekolah: Client, sent: PesertaDidik) -> None:
    change(sent, nama_ayah="Ayah Baru")
    page = kepala_sekolah.get("/sinkronisasi/perubahan/peserta_didik/").content.decode()
    assert "Ayah Baru" in page and "urungkan" not in page
    assert kepala_sekolah.get(at(sent)).status_code == 403
    assert kepala_sekolah.post(at(sent), {"versi": "0"}).status_code == 403


def test_a_past_semester_stays_as_it_is(operator: Client, sent: PesertaDidik) -> None:
    semester = Sekolah.live.get().semester_id
    past = make(RombonganBelajar, nama="Kelas Lama", semester_id=Semester(semester).before.id)
    place = make(AnggotaRombel, rombongan_belajar_id=past, peserta_didik_id=sent.pk)
    for record in (RombonganBelajar.live.get(pk=past), AnggotaRombel.live.get(pk=place)):
        shown = operator.get(f"/sinkronisasi/perubahan/{record.kind()}/").content.decode()
        assert "Kelas Lama" in shown and at(record) not in shown
        assert "semester yang lalu tidak diubah lagi" in take_back(operator, at(record))
    assert RombonganBelajar.live.filter(pk=past).exists()
    assert AnggotaRombel.live.filter(pk=place).exists()
