"""Deleting a pupil, a PTK or a class with what belongs to it, and bringing that back."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dapodik.pokok import present, write
from dapodik.pokok.models import (
    DELETION,
    Act,
    AnggotaRombel,
    Journal,
    KeaktifanPtk,
    Origin,
    Pembelajaran,
    Pending,
    PesertaDidik,
    PesertaDidikLongitudinal,
    Ptk,
    Record,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    RwyKepangkatan,
    RwyPendFormal,
    Sekolah,
)
from dapodik.pokok.semester import active
from dapodik.pokok.write import Author, Edit
from dapodik.validasi import engine
from sync.lokal.models import Connection
from tests.web.form_data import form_data

pytestmark = pytest.mark.slow

AUTHOR = Author("Bu Lain", Origin.FORM)
OF_PUPIL = (RegistrasiPesertaDidik, AnggotaRombel, PesertaDidikLongitudinal)
OF_PTK = (KeaktifanPtk, RwyPendFormal, RwyKepangkatan)


def make(model: type[Record], **values: Any) -> UUID:
    return write.save([Edit(model, values)], AUTHOR)[0].record.pk


def change(record: Record, **values: Any) -> None:
    write.save([Edit(type(record), values, record.pk)], AUTHOR)


def ask(client: Client, pages: str, record: Record) -> str:
    return client.get(reverse(f"{pages}:hapus", args=[record.pk])).content.decode()


def delete(client: Client, pages: str, record: Record) -> str:
    return client.post(reverse(f"{pages}:hapus", args=[record.pk]), follow=True).content.decode()


def restore(client: Client, pages: str, record: Record) -> str:
    return client.post(reverse(f"{pages}:pulihkan", args=[record.pk]), follow=True).content.decode()


def take_back(client: Client, pupil: PesertaDidik) -> None:
    """Urungkan what waits to be sent of a pupil."""
    address = f"/sinkronisasi/perubahan/peserta_didik/{pupil.pk}/urungkan/"
    asked = client.get(address)
    assert "karena milik data ini" in asked.content.decode()
    client.post(address, {"versi": asked.context["plan"].fingerprint})


def findings_of(record: Record) -> set[str]:
    engine.refresh()
    return {finding.code for finding in engine.findings() if finding.record_id == record.pk}


def live(kinds: tuple[type[Record], ...], **owner: Any) -> set[UUID]:
    return {pk for kind in kinds for pk in kind.live.filter(**owner).values_list("pk", flat=True)}


@pytest.fixture
def whole(pupil: PesertaDidik) -> PesertaDidik:
    """A pupil with a registrasi, a place, measures, and a registrasi that was deleted on its own."""
    make(PesertaDidikLongitudinal, peserta_didik_id=pupil.pk, semester_id="20252", tinggi_badan="120")
    make(RegistrasiPesertaDidik, peserta_didik_id=pupil.pk, soft_delete=True)
    return pupil


@pytest.fixture
def teacher(school: None) -> Ptk:
    """A wali who teaches, with keaktifan, an education and a rank."""
    rombel = RombonganBelajar.live.filter(ptk__isnull=False).order_by("nama")[0]
    ptk: Ptk = Ptk.live.get(pk=rombel.ptk_id)
    make(RwyPendFormal, ptk_id=ptk.pk, satuan_pendidikan_formal="UPI")
    make(RwyKepangkatan, ptk_id=ptk.pk, nomor_sk="1")
    make(KeaktifanPtk, ptk_id=ptk.pk, bulan="2020-01", aktif=True)
    make(Pembelajaran, ptk_id=ptk.pk, rombongan_belajar_id=rombel.pk, nama_mata_pelajaran="IPAS")
    return ptk


def test_a_pupil_goes_and_comes_back_with_what_belongs_to_it(operator: Client, whole: PesertaDidik) -> None:
    before = live(OF_PUPIL, peserta_didik=whole)
    page = ask(operator, "peserta_didik", whole)
    for words in ("1 registrasi", "1 anggota rombel", "1 data periodik"):
        assert words in page
    assert "Lihat atau urungkan" in delete(operator, "peserta_didik", whole)
    assert not live(OF_PUPIL, peserta_didik=whole)
    assert len({row.operation for row in Journal.objects.order_by("-id")[:4]}) == 1
    assert "beserta 3 data" in restore(operator, "peserta_didik", whole)
    assert live(OF_PUPIL, peserta_didik=whole) == before and len(before) == 3
    assert Act.objects.get().undone


def test_the_act_itself_can_be_taken_back(operator: Client, whole: PesertaDidik) -> None:
    before = live(OF_PUPIL, peserta_didik=whole)
    delete(operator, "peserta_didik", whole)
    operator.post(reverse("tindakan:urungkan", args=[Act.objects.get().pk]))
    assert PesertaDidik.live.filter(pk=whole.pk).exists()
    assert live(OF_PUPIL, peserta_didik=whole) == before


def test_taking_back_the_unsent_deletion_brings_all_back(operator: Client, whole: PesertaDidik) -> None:
    before = live(OF_PUPIL, peserta_didik=whole)
    Pending.objects.all().delete()
    delete(operator, "peserta_didik", whole)
    take_back(operator, whole)
    assert live(OF_PUPIL, peserta_didik=whole) == before and not Pending.objects.exists()


def test_taking_back_the_unsent_restoring_deletes_all_again(operator: Client, whole: PesertaDidik) -> None:
    delete(operator, "peserta_didik", whole)
    Pending.objects.all().delete()
    restore(operator, "peserta_didik", whole)
    take_back(operator, whole)
    assert not live(OF_PUPIL, peserta_didik=whole) and not Pending.objects.exists()
    assert not PesertaDidik.live.filter(pk=whole.pk).exists()


def test_a_new_pupil_deleted_leaves_nothing_to_send(operator: Client, pupil: PesertaDidik) -> None:
    Pending.objects.all().delete()
    new = PesertaDidik.objects.get(pk=make(PesertaDidik, nama="Anak Baru"))
    rombel = AnggotaRombel.live.get(peserta_didik=pupil).rombongan_belajar_id
    make(RegistrasiPesertaDidik, peserta_didik_id=new.pk, sekolah_id=Sekolah.live.get().pk)
    make(AnggotaRombel, peserta_didik_id=new.pk, rombongan_belajar_id=rombel)
    delete(operator, "peserta_didik", new)
    assert not Pending.objects.filter(withdrawn=False).exists()
    restore(operator, "peserta_didik", new)
    assert Pending.objects.filter(withdrawn=False).count() == 3


def test_what_has_been_overtaken_stays(operator: Client, whole: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=whole)
    rombel = place.rombongan_belajar
    delete(operator, "peserta_didik", whole)
    make(RegistrasiPesertaDidik, peserta_didik_id=whole.pk, nipd="baru")
    delete(operator, "rombel", rombel)
    assert "2 isian sudah diubah lagi" in restore(operator, "peserta_didik", whole)
    assert RegistrasiPesertaDidik.live.get(peserta_didik=whole).nipd == "baru"
    assert not AnggotaRombel.live.filter(pk=place.pk).exists()


def test_a_class_comes_back_without_who_is_deleted_by_now(operator: Client, whole: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=whole)
    others = AnggotaRombel.live.filter(rombongan_belajar=place.rombongan_belajar).exclude(pk=place.pk)
    before = set(others)
    delete(operator, "rombel", place.rombongan_belajar)
    delete(operator, "peserta_didik", whole)
    assert "1 isian sudah diubah lagi" in restore(operator, "rombel", place.rombongan_belajar)
    assert set(others) == before and not AnggotaRombel.live.filter(pk=place.pk).exists()


def test_pupil_and_class_come_back_together_in_either_order(operator: Client, whole: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=whole)
    delete(operator, "rombel", place.rombongan_belajar)
    delete(operator, "peserta_didik", whole)
    assert "1 isian sudah diubah lagi" in restore(operator, "rombel", place.rombongan_belajar)
    assert "beserta 3 data" in restore(operator, "peserta_didik", whole)
    assert AnggotaRombel.live.get(peserta_didik=whole).pk == place.pk


def test_what_has_been_overtaken_stays_deleted_for_good(operator: Client, whole: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=whole)
    elsewhere = present.rombel_of(active()).exclude(pk=place.rombongan_belajar_id).first()
    delete(operator, "peserta_didik", whole)
    assert elsewhere
    newer = make(AnggotaRombel, peserta_didik_id=whole.pk, rombongan_belajar_id=elsewhere.pk)
    restore(operator, "peserta_didik", whole)
    history = operator.get(f"/peserta-didik/{whole.pk}/?tab=riwayat").content.decode()
    assert "tetap dihapus" in history.lower() and "dihapus bersama" not in history.lower()
    delete(operator, "peserta_didik", whole)
    assert "isian sudah diubah lagi" not in restore(operator, "peserta_didik", whole)
    assert AnggotaRombel.live.get(peserta_didik=whole).pk == newer


def test_a_pupil_without_registrasi_says_so_and_its_form_completes_it(
    operator: Client, whole: PesertaDidik
) -> None:
    """As an older version may have brought one back."""
    registrasi = RegistrasiPesertaDidik.live.get(peserta_didik=whole)
    change(registrasi, soft_delete=True)
    form = f"/peserta-didik/{whole.pk}/ubah/"
    assert "PD_NIPD_KOSONG" in findings_of(whole)
    assert f"{form}?field=nipd" in operator.get(f"/peserta-didik/{whole.pk}/").content.decode()
    data = form_data(operator, form, having="registrasi-nipd")
    assert operator.post(form, {**data, "registrasi-nipd": registrasi.nipd}).status_code == 302
    assert RegistrasiPesertaDidik.live.get(peserta_didik=whole).nipd == registrasi.nipd
    assert "PD_NIPD_KOSONG" not in findings_of(whole)


def test_with_what_it_was_deleted_is_no_field_of_a_page(operator: Client, whole: PesertaDidik) -> None:
    place = AnggotaRombel.live.exclude(peserta_didik=whole)[0]
    Pending.objects.all().delete()
    change(place, soft_delete=True)
    delete(operator, "peserta_didik", whole)
    entry = Journal.objects.filter(kind="registrasi_peserta_didik").latest("pk")
    assert entry.changes["dihapus_bersama"] == ["", "peserta_didik"]
    sekolah = Sekolah.live.get().pk
    Connection.objects.create(pk=1, url="http://127.0.0.1:9", sekolah_id=sekolah, installation=1)
    for address in (
        f"/riwayat/registrasi_peserta_didik/{entry.record_id}/",
        f"/peserta-didik/{whole.pk}/?tab=riwayat",
        f"/tindakan/{Act.objects.get().pk}/",
        "/sinkronisasi/perubahan/registrasi_peserta_didik/",
        f"/sinkronisasi/perubahan/peserta_didik/{whole.pk}/urungkan/",
        f"/sinkronisasi/perubahan/anggota_rombel/{place.pk}/urungkan/",
    ):
        page = operator.get(address)
        assert page.status_code == 200, address
        assert not re.search("dihapus.bersama", page.content.decode(), re.I), address
    operator.post("/riwayat/kembalikan/", {"isian": f"{entry.pk}:dihapus_bersama"}, follow=True)
    assert RegistrasiPesertaDidik.objects.get(pk=entry.record_id).dihapus_bersama == "peserta_didik"


def test_only_who_is_in_the_list_is_counted(operator: Client, whole: PesertaDidik) -> None:
    """Schools have places of pupils that were deleted alone."""
    rombel = AnggotaRombel.live.get(peserta_didik=whole).rombongan_belajar
    count = AnggotaRombel.live.filter(rombongan_belajar=rombel).count()
    change(whole, soft_delete=True)
    assert f"{count - 1} peserta didik</strong>" in ask(operator, "rombel", rombel)
    delete(operator, "rombel", rombel)
    assert "1 anggota rombel" not in ask(operator, "peserta_didik", whole)
    restore(operator, "peserta_didik", whole)
    assert PesertaDidik.live.filter(pk=whole.pk).exists()


def test_a_ptk_goes_and_comes_back_with_what_belongs_to_it(operator: Client, teacher: Ptk) -> None:
    before, months = live(OF_PTK, ptk=teacher), KeaktifanPtk.live.filter(ptk=teacher).count()
    page = ask(operator, "ptk", teacher)
    rombel = RombonganBelajar.live.get(ptk=teacher)
    for words in (
        f"{months} keaktifan PTK",
        "1 riwayat pendidikan formal",
        "1 riwayat kepangkatan",
        f"wali kelas {rombel}",
        f"mengajar IPAS ({rombel})",
    ):
        assert words in page
    delete(operator, "ptk", teacher)
    assert not live(OF_PTK, ptk=teacher)
    assert RombonganBelajar.live.get(pk=rombel.pk).ptk_id == teacher.pk and Pembelajaran.live.exists()
    assert f"beserta {months + 2} data" in restore(operator, "ptk", teacher)
    assert live(OF_PTK, ptk=teacher) == before


def test_what_was_deleted_alone_earlier_comes_back_alone(operator: Client, whole: PesertaDidik) -> None:
    before = live(OF_PUPIL, peserta_didik=whole)
    change(whole, soft_delete=True)
    assert f"{whole.nama} dipulihkan." in restore(operator, "peserta_didik", whole)
    assert live(OF_PUPIL, peserta_didik=whole) == before


@pytest.mark.parametrize("model", [*OF_PUPIL, *OF_PTK, Pembelajaran])
def test_pages_bear_records_whose_owner_is_not_on_this_computer(
    operator: Client, school: None, model: type[Record]
) -> None:
    owners = [name for name in ("peserta_didik_id", "ptk_id", "rombongan_belajar_id") if hasattr(model, name)]
    kind, pk = model.kind(), make(model, **{name: uuid4() for name in owners})
    sekolah = Sekolah.live.get().pk
    Connection.objects.create(pk=1, url="http://127.0.0.1:9", sekolah_id=sekolah, installation=1)
    Pending.objects.exclude(pk=pk).delete()
    field = next(name for name in model.synced_fields() if name not in {*owners, *DELETION, "sekolah_id"})
    change(model.objects.get(pk=pk), **{field: True if field == "aktif" else "20262"})
    entry = Journal.objects.latest("pk").pk
    for address in (
        "/",
        "/peserta-didik/",
        "/ptk/",
        "/ptk/keaktifan/",
        "/rombel/",
        "/validasi/",
        "/sinkronisasi/",
        f"/sinkronisasi/perubahan/{kind}/",
        f"/sinkronisasi/perubahan/{kind}/{pk}/urungkan/",
        f"/riwayat/{kind}/{pk}/",
        "/unduhan/",
    ):
        assert operator.get(address, follow=True).status_code == 200, address
    answer = operator.post("/riwayat/kembalikan/", {"isian": f"{entry}:{field}"}, follow=True)
    assert answer.status_code == 200
    shown = operator.get(f"/sinkronisasi/perubahan/{kind}/{pk}/urungkan/")
    operator.post(shown.request["PATH_INFO"], {"versi": shown.context["plan"].fingerprint, "apa_adanya": "1"})
    assert model.objects.get(pk=pk).soft_delete and not Pending.objects.filter(withdrawn=False).exists()
