"""The approval by the kepala sekolah on its pages: who may do what, and what is told."""

import re

import pytest
from django.test import Client

from dapodik.akun.models import Pengguna, Peran
from dapodik.pokok import write
from dapodik.pokok.models import Origin, Pending, PesertaDidik
from sync.lokal.engine import approval
from sync.lokal.models import Approval, Connection
from tests.school import make_school

SHEET = "/sinkronisasi/persetujuan/"
SWITCH = "/sinkronisasi/persetujuan/saklar/"
PENGUJI = write.Author("Penguji", Origin.FORM)


@pytest.fixture
def changed(db: None) -> PesertaDidik:
    """A registered, valid school in which one pupil was changed, and approval is asked for."""
    school = make_school()
    Pending.objects.all().delete()
    Connection.objects.create(
        url="http://localhost:1",
        sekolah_id=school.sekolah,
        npsn="20299001",
        nama="X",
        installation=1,
        key="x",
    )
    pupil = PesertaDidik.live.get(pk=school.pupils[0])
    edit(pupil, alamat_jalan="Jalan Baru 1")
    approval.switch("Ibu Kepala", on=True)
    return pupil


def edit(pupil: PesertaDidik, **values: str) -> None:
    write.save([write.Edit(PesertaDidik, values, pupil.pk)], PENGUJI)


def digest(client: Client) -> str:
    match = re.search(r'name="sidik" value="(\w+)"', client.get(SHEET).content.decode())
    assert match
    return match[1]


def test_the_head_sees_what_waits_and_approves_it(
    changed: PesertaDidik, operator: Client, kepala_sekolah: Client
) -> None:
    assert "menunggu persetujuan Anda" in kepala_sekolah.get("/").content.decode()
    page = operator.get("/sinkronisasi/").content.decode()
    assert "Menunggu persetujuan kepala sekolah" in page
    assert re.search(r'value="sinkron"\s+disabled', page)
    assert "Jalan Baru 1" in kepala_sekolah.get("/sinkronisasi/perubahan/peserta_didik/").content.decode()
    answer = kepala_sekolah.post(SHEET, {"sidik": digest(kepala_sekolah)}, follow=True)
    assert "Semua yang menunggu dikirim sudah disetujui Ibu Kepala sekolah" in answer.content.decode()
    page = operator.get("/sinkronisasi/").content.decode()
    assert "Menunggu persetujuan" not in page and not re.search(r'value="sinkron"\s+disabled', page)
    given = Approval.objects.first()
    assert given and (given.by, given.counts["peserta_didik"]["changed"]) == ("Ibu Kepala sekolah", 1)


def test_only_what_was_shown_is_approved(changed: PesertaDidik, kepala_sekolah: Client) -> None:
    seen = digest(kepala_sekolah)
    edit(changed, alamat_jalan="Jalan Lain 2")
    answer = kepala_sekolah.post(SHEET, {"sidik": seen}, follow=True)
    assert "Data berubah sejak lembar ini dibuka" in answer.content.decode()
    assert approval.newest() is None and approval.is_awaited()


def test_a_form_that_is_sent_twice_approves_once(changed: PesertaDidik, kepala_sekolah: Client) -> None:
    seen = digest(kepala_sekolah)
    for sentence in ("Pengiriman disetujui.", "sudah disetujui sebelumnya"):
        answer = kepala_sekolah.post(SHEET, {"sidik": seen}, follow=True).content.decode()
        assert sentence in answer and "Data berubah sejak" not in answer
    assert Approval.objects.filter(what=Approval.What.GIVEN).count() == 1
    # Sent meanwhile: it was approved all the same.
    Pending.objects.all().delete()
    assert (
        "sudah disetujui sebelumnya"
        in kepala_sekolah.post(SHEET, {"sidik": seen}, follow=True).content.decode()
    )


def test_nothing_invalid_is_approved(changed: PesertaDidik, kepala_sekolah: Client) -> None:
    edit(changed, nik="1")
    assert 'name="sidik"' not in kepala_sekolah.get(SHEET).content.decode()
    kepala_sekolah.post(SHEET, {"sidik": approval.current_request().digest})
    assert approval.newest() is None


def test_the_operator_neither_approves_nor_switches_off(
    changed: PesertaDidik, operator: Client, kepala_sekolah: Client
) -> None:
    assert "Menunggu persetujuan kepala sekolah" in operator.get(SHEET).content.decode()
    assert operator.post(SHEET, {"sidik": approval.current_request().digest}).status_code == 403
    assert operator.post(SWITCH, {"persetujuan": "tidak"}).status_code == 403
    assert approval.is_required() and approval.newest() is None
    assert "Tidak wajib lagi" not in operator.get("/pengaturan/").content.decode()
    assert "Tidak wajib lagi" in kepala_sekolah.get("/pengaturan/").content.decode()
    kepala_sekolah.post(SWITCH, {"persetujuan": "tidak"})
    assert not approval.is_required()
    assert [entry.what for entry in Approval.objects.all()] == ["dimatikan", "dinyalakan"]


def test_the_operator_switches_on_once_there_is_a_head(operator: Client) -> None:
    answer = operator.post(SWITCH, {"persetujuan": "wajib"}, follow=True)
    assert "Belum ada akun kepala sekolah" in answer.content.decode() and not approval.is_required()
    Pengguna.objects.create_user(username="kepala", peran=Peran.KEPALA_SEKOLAH)
    for _ in range(2):
        operator.post(SWITCH, {"persetujuan": "wajib"})
    assert approval.is_required() and Approval.objects.count() == 1


def test_a_school_that_does_not_ask_for_it(changed: PesertaDidik, operator: Client) -> None:
    approval.switch("Ibu Kepala", on=False)
    assert not approval.is_awaited()
    assert "tidak mewajibkan persetujuan" in operator.get(SHEET).content.decode()
