"""Riwayat of records: what it tells, its filters and pages, and putting an old value back."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dapodik.pokok import acts, write
from dapodik.pokok.models import (
    KINDS,
    AnggotaRombel,
    Journal,
    KeaktifanPtk,
    Origin,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    RwyPendFormal,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit

PUT_BACK = "/riwayat/kembalikan/"
FORM = Author("Pak Lama", Origin.FORM)


def change(record: Any, author: Author = FORM, **values: Any) -> Journal:
    """One change of a record; its row in the journal."""
    write.save([Edit(type(record), values, record.pk)], author)
    return Journal.objects.filter(record_id=record.pk).order_by("-id")[0]


def riwayat_of(client: Client, record: Any, **query: str) -> Any:
    address = reverse("riwayat:rinci", args=[record.kind(), record.pk])
    return client.get(address, query).context["riwayat"]


def lines(client: Client, record: Any, **query: str) -> list[tuple[str, str, str, str]]:
    entries = riwayat_of(client, record, **query).entries
    return [(entry.about, field.label, field.old, field.new) for entry in entries for field in entry.fields]


def test_every_kind_of_record_has_its_riwayat(operator: Client, school: None) -> None:
    author = Author("Penguji", Origin.FORM)
    ptk, pupil, rombel = (model.live.first() for model in (Ptk, PesertaDidik, RombonganBelajar))
    assert ptk and pupil and rombel
    ties = {"ptk_id": ptk.pk, "peserta_didik_id": pupil.pk, "rombongan_belajar_id": rombel.pk}
    for model in KINDS.values():
        if not model.objects.exists():
            known = {name: pk for name, pk in ties.items() if name in model.synced_fields()}
            write.save([Edit(model, known)], author)
        record = model.objects.all()[0]
        assert riwayat_of(operator, record).page.paginator.count, model
        assert operator.get(reverse("riwayat:rinci", args=[model.kind(), ptk.pk])).status_code in (200, 404)


def test_a_page_tells_of_all_that_belongs_to_the_record(operator: Client, pupil: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=pupil)
    old = place.rombongan_belajar
    new = RombonganBelajar.live.exclude(pk=old.pk).order_by("-nama")[0]
    change(place, rombongan_belajar_id=new.pk)
    change(pupil.registrasi.get(), nipd="9912")
    assert ("Anggota rombel: " + new.nama, "rombel", old.nama, new.nama) in lines(operator, pupil)
    assert [step for step in lines(operator, pupil) if step[1] == "NIPD"][0][3] == "9912"
    for rombel in (old, new):
        assert any(pupil.nama in about for about, *_ in lines(operator, rombel)), rombel
    page = operator.get(reverse("peserta_didik:rinci", args=[pupil.pk]), {"tab": "riwayat"})
    assert new.nama in page.content.decode()


def test_the_riwayat_of_a_ptk_holds_keaktifan_and_schooling(operator: Client, school: None) -> None:
    ptk = Ptk.live.order_by("nama")[0]
    change(KeaktifanPtk.live.filter(ptk=ptk).order_by("bulan")[0], aktif=False)
    write.save([Edit(RwyPendFormal, {"ptk_id": ptk.pk, "satuan_pendidikan_formal": "UPI"})], FORM)
    about = {line[0] for line in lines(operator, ptk)}
    assert {"Pendidikan UPI", "Keaktifan Juli 2026"} <= about


def test_it_says_from_where_and_leads_to_the_act(operator: Client, pupil: PesertaDidik) -> None:
    sk = Author("SK KIP 12/2026", Origin.SK)
    change(pupil, sk, nomor_kip="AB12CD")
    act = acts.perform("Ubah agama", [Edit(PesertaDidik, {"agama_id": "2"}, pupil.pk)], FORM)
    assert act
    first, second = riwayat_of(operator, pupil).entries[:2]
    assert (first.act, second.act) == (act, None)
    assert (second.author, second.origin) == ("SK KIP 12/2026", "SK dari pusat")
    page = operator.get(reverse("riwayat:rinci", args=["peserta_didik", pupil.pk])).content.decode()
    assert reverse("tindakan:rinci", args=[act.pk]) in page


def test_it_is_filtered_by_field_and_by_origin(operator: Client, pupil: PesertaDidik) -> None:
    change(pupil, rt="7", rw="8")
    change(pupil, Author("SK 1", Origin.SK), nomor_kip="AB12CD", penerima_kip=True)
    by_field = lines(operator, pupil, isian="peserta_didik.rt")
    assert by_field[0][1:] == ("RT", pupil.rt, "7") and {line[1] for line in by_field} == {"RT"}
    assert {line[1] for line in lines(operator, pupil, asal="sk")} == {"nomor KIP", "penerima KIP"}
    assert lines(operator, pupil, asal="sk", isian="peserta_didik.rt") == []
    everything = lines(operator, pupil)
    for nonsense in ("x", "peserta_didik.id", "sekolah.nama", "peserta_didik", "."):
        assert lines(operator, pupil, isian=nonsense, asal=nonsense, page=nonsense) == everything


@pytest.mark.slow
def test_a_long_riwayat_is_cut_into_pages_at_the_same_cost(operator: Client, pupil: PesertaDidik) -> None:
    address = reverse("peserta_didik:rinci", args=[pupil.pk])

    def queries() -> int:
        operator.get(address, {"tab": "riwayat"})
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert operator.get(address, {"tab": "riwayat"}).status_code == 200
        return len(caught)

    change(pupil, rt="1000")
    few = queries()
    for number in range(500):
        change(pupil, rt=str(number))
    assert queries() <= few
    last = operator.get(address, {"tab": "riwayat", "page": "999"}).context["riwayat"]
    assert last.page.number == last.page.paginator.num_pages > 10
    assert last.entries[-1].what == "Dibuat"


def put_back(client: Client, row: Journal, name: str, **more: str) -> Any:
    return client.post(PUT_BACK, {"isian": f"{row.pk}:{name}", "next": "/ptk/", **more})


def test_an_old_value_is_put_back_as_an_ordinary_change(operator: Client, pupil: PesertaDidik) -> None:
    old = pupil.nama_ayah
    row = change(pupil, nama_ayah="Keliru")
    answer = put_back(operator, row, "nama_ayah")
    assert answer["Location"] == "/ptk/"
    entry = Journal.objects.order_by("-id")[0]
    assert entry.changes == {"nama_ayah": ["Keliru", old]}
    assert (entry.origin, entry.author) == (Origin.UNDO, "Ibu Operator sekolah")


def test_a_value_that_changed_again_is_put_back_only_when_that_is_meant(
    operator: Client, pupil: PesertaDidik
) -> None:
    old = pupil.nama_ayah
    row = change(pupil, nama_ayah="Keliru")
    change(pupil, nama_ayah="Benar Sekali")
    asked = put_back(operator, row, "nama_ayah")
    page = asked.content.decode()
    assert "sudah diubah lagi sesudahnya" in page and "Benar Sekali" in page
    assert PesertaDidik.live.get(pk=pupil.pk).nama_ayah == "Benar Sekali"
    version = str(asked.context["version"])
    change(pupil, nama_ayah="Lebih Benar")
    assert put_back(operator, row, "nama_ayah", setuju=version).status_code == 200
    assert PesertaDidik.live.get(pk=pupil.pk).nama_ayah == "Lebih Benar"
    version = str(put_back(operator, row, "nama_ayah").context["version"])
    put_back(operator, row, "nama_ayah", setuju=version)
    assert PesertaDidik.live.get(pk=pupil.pk).nama_ayah == old


def test_fields_that_go_together_are_put_back_together(operator: Client, pupil: PesertaDidik) -> None:
    change(pupil, penerima_kip=True, nomor_kip="AB12CD", nama_di_kip=pupil.nama)
    row = change(pupil, nomor_kip="")
    change(pupil, penerima_kip=False, nama_di_kip="")
    asked = put_back(operator, row, "nomor_kip")
    assert {part.name for part in asked.context["parts"]} == {"nomor_kip", "penerima_kip", "nama_di_kip"}
    put_back(operator, row, "nomor_kip", setuju=str(asked.context["version"]))
    now = PesertaDidik.live.get(pk=pupil.pk)
    assert (now.penerima_kip, now.nomor_kip, now.nama_di_kip) == (True, "AB12CD", pupil.nama)


def test_a_class_is_put_back(operator: Client, pupil: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=pupil)
    old = place.rombongan_belajar
    other = RombonganBelajar.live.exclude(pk=old.pk)[0]
    row = change(place, rombongan_belajar_id=other.pk)
    put_back(operator, row, "rombongan_belajar_id")
    assert AnggotaRombel.live.get(pk=place.pk).rombongan_belajar == old


def forbidden_code(pupil: PesertaDidik) -> Journal:
    change(pupil, agama_id="777")
    return change(pupil, agama_id="1")


def deleted_class(pupil: PesertaDidik) -> Journal:
    place = AnggotaRombel.live.get(peserta_didik=pupil)
    old = place.rombongan_belajar
    row = change(place, rombongan_belajar_id=RombonganBelajar.live.exclude(pk=old.pk)[0].pk)
    change(old, soft_delete=True)
    return row


def deleted_pupil(pupil: PesertaDidik) -> Journal:
    row = change(pupil, nama_ayah="Keliru")
    change(pupil, soft_delete=True)
    return row


def past_semester(pupil: PesertaDidik) -> Journal:
    row = deleted_class(pupil)
    sekolah = Sekolah.live.get()
    change(sekolah, semester_id="20262")
    return row


def came_back(pupil: PesertaDidik) -> Journal:
    row = change(RegistrasiPesertaDidik.live.get(peserta_didik=pupil), jenis_keluar_id="3")
    again = {"peserta_didik_id": pupil.pk, "jenis_pendaftaran_id": "7"}
    write.save([Edit(RegistrasiPesertaDidik, again)], FORM)
    return row


@pytest.mark.parametrize(
    ("happened", "name", "words"),
    [
        (came_back, "jenis_keluar_id", "bersekolah lagi dengan registrasi yang baru"),
        (forbidden_code, "agama_id", "tidak diterima lagi"),
        (deleted_class, "rombongan_belajar_id", "sudah dihapus"),
        (deleted_pupil, "nama_ayah", "sudah dihapus"),
        (past_semester, "rombongan_belajar_id", "semester yang lalu"),
    ],
)
def test_what_is_no_longer_allowed_is_refused_with_a_reason(
    operator: Client,
    pupil: PesertaDidik,
    happened: Callable[[PesertaDidik], Journal],
    name: str,
    words: str,
) -> None:
    row = happened(pupil)
    count = Journal.objects.count()
    answer = operator.post(PUT_BACK, {"isian": f"{row.pk}:{name}"}, follow=True)
    assert "Tidak dikembalikan" in answer.content.decode() and words in answer.content.decode()
    assert Journal.objects.count() == count


def test_an_invalid_old_value_comes_back_only_when_that_is_meant(
    operator: Client, pupil: PesertaDidik
) -> None:
    good = pupil.nik
    change(pupil, nik="123")
    row = change(pupil, nik=good)
    asked = put_back(operator, row, "nik")
    assert "bukan 16 angka" in asked.content.decode() and PesertaDidik.live.get(pk=pupil.pk).nik == good
    put_back(operator, row, "nik", setuju=str(asked.context["version"]), apa_adanya="1")
    assert PesertaDidik.live.get(pk=pupil.pk).nik == "123"


def rows_without_an_old_value(pupil: PesertaDidik) -> Iterable[str]:
    made = Journal.objects.get(record_id=pupil.pk, is_new=True)
    yield f"{made.pk}:nama"
    deleted = change(pupil, soft_delete=True)
    yield f"{deleted.pk}:soft_delete"
    yield f"{change(pupil, soft_delete=False, rt='9').pk}:nama"
    semester = change(Sekolah.live.get(), semester_id="20262")
    yield f"{semester.pk}:semester_id"
    yield from ("", "x", "1", ":", "99999999:nama", f"{'9' * 30}:nama", "-1:nama", "٣:nama")


def test_there_is_nothing_to_put_back_where_there_was_nothing(operator: Client, pupil: PesertaDidik) -> None:
    for asked in rows_without_an_old_value(pupil):
        count = Journal.objects.count()
        assert operator.post(PUT_BACK, {"isian": asked}).status_code == 404, asked
        assert Journal.objects.count() == count


def test_only_an_operator_has_the_button(kepala_sekolah: Client, pupil: PesertaDidik) -> None:
    row = change(pupil, rt="7")
    assert put_back(kepala_sekolah, row, "rt").status_code == 403
    page = kepala_sekolah.get(reverse("riwayat:rinci", args=["peserta_didik", pupil.pk])).content.decode()
    assert "RT" in page and "Kembalikan" not in page
