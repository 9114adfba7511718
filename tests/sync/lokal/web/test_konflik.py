"""Conflicts: both values, who wrote them, and answers that never overwrite anything unseen."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    Journal,
    Origin,
    Pending,
    PesertaDidik,
    RombonganBelajar,
)
from dapodik.pokok.write import Author, Edit
from sync.lokal.models import Conflict, Run

PAGE = "/sinkronisasi/konflik/"
ANSWER = "/sinkronisasi/konflik/jawab/"
OPERATOR = Author("Ibu Operator", Origin.FORM)


@pytest.fixture
def run(registered: None) -> Run:
    Pending.objects.all().delete()
    now = timezone.now()
    return Run.objects.create(started=now, ended=now, by="Ibu Operator", status=Run.Status.DONE)


def lose(run: Run, record: Any, kept_by: str = "SK KIP/1/2026", **lost: Any) -> list[Conflict]:
    """Conflicts over these fields of a record, whose present values won."""
    return [
        Conflict.objects.create(
            run=run,
            kind=record.kind(),
            record_id=record.pk,
            field=name,
            kept=record.plain(name),
            lost=value,
            kept_by=kept_by,
            lost_by="Sekolah ini",
            lost_is_own=True,
        )
        for name, value in lost.items()
    ]


def keys(page: Any) -> list[str]:
    return [question.key for question in page.context["questions"]]


def messages_of(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_both_values_stand_there_with_who_wrote_them(operator: Client, run: Run, pupil: PesertaDidik) -> None:
    write.save([Edit(PesertaDidik, {"email": "lama@contoh.example"}, pupil.pk)], OPERATOR)
    write.save([Edit(PesertaDidik, {"email": "sk@contoh.example"}, pupil.pk)], Author("SK 1", Origin.SK))
    lose(run, PesertaDidik.live.get(pk=pupil.pk), "SK 1", email="lama@contoh.example")
    page = operator.get(PAGE).content.decode()
    assert "sk@contoh.example" in page and "lama@contoh.example" in page and "berlaku sekarang" in page
    assert "Ibu Operator (Sekolah ini)" in page and f"/peserta-didik/{pupil.pk}/" in page


def test_the_losing_value_is_used_and_sent(operator: Client, run: Run, pupil: PesertaDidik) -> None:
    (row,) = lose(run, pupil, nama_ayah="Ayah Dari Sini")
    (key,) = keys(operator.get(PAGE))
    answer = operator.post(ANSWER, {"jawab": f"kalah:{key}"}, follow=True)
    assert "1 konflik dijawab" in messages_of(answer) and "sinkronkan" in messages_of(answer)
    assert PesertaDidik.live.get(pk=pupil.pk).nama_ayah == "Ayah Dari Sini"
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("kalah", "Ibu Operator sekolah") and row.answered_at
    assert list(Pending.objects.get(pk=pupil.pk).fields) == ["nama_ayah"]
    assert (
        keys(operator.get(PAGE)) == []
        and "Ayah Dari Sini" in operator.get(PAGE + "?tampil=dijawab").content.decode()
    )


def test_keeping_what_is_in_force_answers_too(operator: Client, run: Run, pupil: PesertaDidik) -> None:
    lose(run, pupil, nama_ayah="Ayah Lain")
    (key,) = keys(operator.get(PAGE))
    operator.post(ANSWER, {"jawab": f"berlaku:{key}"})
    assert Conflict.objects.get().answer == "berlaku"
    assert PesertaDidik.live.get(pk=pupil.pk).nama_ayah == pupil.nama_ayah and not Pending.objects.exists()
    newest = Journal.objects.filter(record_id=pupil.pk).latest("pk")
    assert newest.changes == {"jawaban konflik: Nama ayah": ["Ayah Lain", pupil.nama_ayah]}
    assert newest.author == "Ibu Operator sekolah"


def test_fields_that_go_together_are_one_question(operator: Client, run: Run, pupil: PesertaDidik) -> None:
    lose(run, pupil, alamat_jalan="Jalan Lain 9", rt="7", nama_ayah="Ayah Lain")
    page = operator.get(PAGE)
    assert [len(question.fields) for question in page.context["questions"]] == [2, 1]
    operator.post(ANSWER, {"jawab": f"kalah:{keys(page)[0]}"})
    now = PesertaDidik.live.get(pk=pupil.pk)
    assert (now.alamat_jalan, now.rt, now.nama_ayah) == ("Jalan Lain 9", "7", pupil.nama_ayah)
    assert Conflict.objects.filter(answer="kalah").count() == 2


def test_several_are_answered_at_once(operator: Client, run: Run, school: None) -> None:
    pupils = list(PesertaDidik.live.order_by("nama")[5:9])
    for pupil in pupils:
        lose(run, pupil, nama_ayah="Ayah Lain", nama_wali="Wali Lain")
    ticked = keys(operator.get(PAGE))[:6]
    operator.post(ANSWER, {"jawab": "kalah", "pilih": ticked})
    assert Conflict.objects.filter(answer="kalah").count() == 6
    assert Conflict.objects.filter(answer="").count() == 2
    assert PesertaDidik.live.filter(nama_ayah="Ayah Lain").count() == 3


def test_two_tabs(operator: Client, run: Run, pupil: PesertaDidik) -> None:
    lose(run, pupil, nama_ayah="Ayah Lain")
    (key,) = keys(operator.get(PAGE))
    operator.post(ANSWER, {"jawab": f"berlaku:{key}"})
    late = operator.post(ANSWER, {"jawab": f"kalah:{key}"}, follow=True)
    assert "sudah dijawab oleh Ibu Operator" in messages_of(late)
    assert PesertaDidik.live.get(pk=pupil.pk).nama_ayah == pupil.nama_ayah


def test_a_record_that_changed_meanwhile_is_looked_at_again(
    operator: Client, run: Run, pupil: PesertaDidik
) -> None:
    lose(run, pupil, nama_ayah="Ayah Lain")
    (seen,) = keys(operator.get(PAGE))
    write.save([Edit(PesertaDidik, {"nama_ayah": "Ayah Ketiga"}, pupil.pk)], OPERATOR)
    late = operator.post(ANSWER, {"jawab": f"kalah:{seen}"}, follow=True)
    assert "berubah sejak halaman ini dibuka" in messages_of(late)
    page = late.content.decode()
    assert "Ayah Ketiga" in page and "sudah diubah lagi" in page
    assert PesertaDidik.live.get(pk=pupil.pk).nama_ayah == "Ayah Ketiga"
    (key,) = keys(late)
    operator.post(ANSWER, {"jawab": f"lain:{key}"})
    assert Conflict.objects.get().answer == "lain"
    assert PesertaDidik.live.get(pk=pupil.pk).nama_ayah == "Ayah Ketiga"


def test_of_a_deleted_record_there_is_only_closing(operator: Client, run: Run, pupil: PesertaDidik) -> None:
    lose(run, pupil, nama_ayah="Ayah Lain")
    write.save([Edit(PesertaDidik, {"soft_delete": True}, pupil.pk)], OPERATOR)
    page = operator.get(PAGE)
    assert "sudah dihapus" in page.content.decode() and "Pakai nilai ini" not in page.content.decode()
    (key,) = keys(page)
    assert "sudah dihapus" in messages_of(operator.post(ANSWER, {"jawab": f"kalah:{key}"}, follow=True))
    assert PesertaDidik.objects.get(pk=pupil.pk).nama_ayah == pupil.nama_ayah
    operator.post(ANSWER, {"jawab": f"lain:{key}"})
    assert Conflict.objects.get().answer == "lain"


def test_of_a_record_that_is_not_here_any_more(operator: Client, run: Run, pupil: PesertaDidik) -> None:
    pupil.pk = write.new_id()
    lose(run, pupil, nama_ayah="Ayah Lain")
    page = operator.get(PAGE)
    (key,) = keys(page)
    assert "Data yang tidak ada lagi" in page.content.decode()
    operator.post(ANSWER, {"jawab": f"lain:{key}"})
    assert Conflict.objects.get().answer == "lain"


def test_a_class_is_named_and_one_that_is_gone_is_refused(
    operator: Client, run: Run, pupil: PesertaDidik
) -> None:
    place = AnggotaRombel.live.get(peserta_didik=pupil)
    other = RombonganBelajar.live.exclude(pk=place.rombongan_belajar_id).order_by("nama")[0]
    lose(run, place, rombongan_belajar_id=str(other.pk))
    page = operator.get(PAGE)
    assert other.nama in page.content.decode() and str(other.pk) not in page.content.decode()
    write.save([Edit(RombonganBelajar, {"soft_delete": True}, other.pk)], OPERATOR)
    late = operator.post(ANSWER, {"jawab": f"kalah:{keys(page)[0]}"}, follow=True)
    assert "sudah dihapus" in messages_of(late)
    assert AnggotaRombel.live.get(pk=place.pk).rombongan_belajar_id == place.rombongan_belajar_id


def test_a_value_that_is_not_valid_is_not_put_back_unasked(
    operator: Client, run: Run, pupil: PesertaDidik
) -> None:
    lose(run, pupil, nik="123")
    (key,) = keys(operator.get(PAGE))
    late = operator.post(ANSWER, {"jawab": f"kalah:{key}"}, follow=True)
    assert "tidak valid" in messages_of(late) and "bukan 16 angka" in messages_of(late)
    assert PesertaDidik.live.get(pk=pupil.pk).nik == pupil.nik and not Conflict.objects.get().answer


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"jawab": "kalah"},
        {"jawab": "kalah:"},
        {"jawab": "kalah:9" * 30},
        {"jawab": "apa:1.x"},
        {"jawab": "kalah", "pilih": ["\0", "9.9", "x.y", "٣.x"]},
    ],
)
def test_nonsense_answers_nothing(
    operator: Client, run: Run, pupil: PesertaDidik, sent: dict[str, Any]
) -> None:
    lose(run, pupil, nama_ayah="Ayah Lain")
    answer = operator.post(ANSWER, sent, follow=True)
    assert answer.status_code == 200 and messages_of(answer)
    assert Conflict.objects.get().answer == ""


def test_runs_are_told_apart_and_pages_turned(operator: Client, run: Run, school: None) -> None:
    other = Run.objects.create(started=timezone.now(), by="x")
    for pupil in PesertaDidik.live.order_by("nama")[:25]:
        lose(run, pupil, nama_wali="Wali Lain")
    lose(other, PesertaDidik.live.order_by("nama")[30], nama_wali="Wali Lain")
    page = operator.get(f"{PAGE}?sinkronisasi={run.pk}")
    assert (page.context["open_count"], len(keys(page))) == (25, 20)
    onward = re.search(r'href="(\?[^"]*page=2)"', page.content.decode())
    assert onward and len(keys(operator.get(PAGE + onward[1].replace("&amp;", "&")))) == 5
    assert operator.get(PAGE).context["open_count"] == 26


def test_the_head_looks_and_answers_nothing(kepala_sekolah: Client, run: Run, pupil: PesertaDidik) -> None:
    lose(run, pupil, nama_ayah="Ayah Lain")
    page = kepala_sekolah.get(PAGE)
    assert "Ayah Lain" in page.content.decode() and "Pakai nilai ini" not in page.content.decode()
    assert kepala_sekolah.post(ANSWER, {"jawab": f"kalah:{keys(page)[0]}"}).status_code == 403
