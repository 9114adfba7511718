"""Rombel: making, changing, deleting; members moved between two lists; what a class learns."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from dapodik.pokok import write
from dapodik.pokok.models import (
    EKSKUL,
    Act,
    AnggotaRombel,
    Journal,
    Origin,
    Pembelajaran,
    PesertaDidik,
    Ptk,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit
from tests.school import make_school
from tests.web.form_data import form_data

AUTHOR = Author("Bu Lain", Origin.FORM)


@pytest.fixture
def rombel(school: None) -> RombonganBelajar:
    rombel: RombonganBelajar = RombonganBelajar.live.get(nama="Kelas 4A")
    return rombel


@pytest.fixture
def other(school: None) -> RombonganBelajar:
    rombel: RombonganBelajar = RombonganBelajar.live.get(nama="Kelas 4B")
    return rombel


def members(rombel: RombonganBelajar) -> list[UUID]:
    rows = AnggotaRombel.live.filter(rombongan_belajar=rombel).order_by("peserta_didik__nama")
    return list(rows.values_list("peserta_didik_id", flat=True))


def move(client: Client, rombel: RombonganBelajar, **sent: Any) -> str:
    return client.post(f"/rombel/{rombel.pk}/anggota/", sent, follow=True).content.decode()


def test_a_class_is_made_in_the_grades_of_the_school(operator: Client, school: None) -> None:
    page = operator.get("/rombel/tambah/").content.decode()
    assert '<option value="6"' in page and '<option value="7"' not in page
    assert "jurusan" not in page.casefold()
    data = form_data(operator, "/rombel/tambah/", "nama") | {"nama": "Kelas 4C", "tingkat_pendidikan_id": "4"}
    answer = operator.post("/rombel/tambah/", data)
    made = RombonganBelajar.live.get(nama="Kelas 4C")
    assert answer["Location"] == f"/rombel/{made.pk}/"
    sekolah = Sekolah.live.get()
    assert (made.semester_id, made.sekolah_id, made.jenis_rombel) == (sekolah.semester_id, sekolah.pk, "1")


def test_an_smk_offers_its_own_grades(operator: Client) -> None:
    make_school("SMK", 4)
    page = operator.get("/rombel/tambah/").content.decode()
    assert [f'<option value="{grade}"' in page for grade in (9, 10, 13)] == [False, True, True]
    assert 'name="jurusan_id_str"' in page
    rombel = RombonganBelajar.live.get(tingkat_pendidikan_id="11")
    lessons = operator.get(f"/rombel/{rombel.pk}/pembelajaran/").content.decode()
    assert "Konsentrasi Keahlian" in lessons and "Guru Kelas SD" not in lessons
    assert "Dapodikmen" in lessons
    assert "dari kapasitas 36" in operator.get(f"/rombel/{rombel.pk}/anggota/").content.decode()


def test_a_second_class_of_a_name_is_doubted(operator: Client, rombel: RombonganBelajar) -> None:
    data = form_data(operator, "/rombel/tambah/", "nama") | {"nama": "Kelas 4A", "tingkat_pendidikan_id": "4"}
    assert "Ada dua rombel bernama" in operator.post("/rombel/tambah/", data).content.decode()
    assert RombonganBelajar.live.filter(nama="Kelas 4A").count() == 1


def test_a_doubt_is_told_once(operator: Client, rombel: RombonganBelajar) -> None:
    address = f"/rombel/{rombel.pk}/ubah/"
    # On the class's own page, which shows it anyway, or on another that follows.
    for following in ("", "/unduhan/"):
        write.save([Edit(RombonganBelajar, {"ptk_id": str(rombel.ptk_id)}, rombel.pk)], AUTHOR)
        sent = form_data(operator, address, "nama") | {"ptk_id": "", "next": following}
        page = operator.post(address, sent, follow=True).content.decode()
        assert page.count("Wali kelas belum dipilih") == 1


def test_pupils_come_in_and_go_in_one_act(
    operator: Client, rombel: RombonganBelajar, other: RombonganBelajar
) -> None:
    going, coming = members(rombel)[:2], members(other)[0]
    page = move(operator, rombel, masuk=[f"{coming}:{other.pk}"], keluar=going)
    assert "1 masuk, 2 keluar" in page
    assert coming in members(rombel) and coming not in members(other)
    assert not set(going) & set(members(rombel))
    assert len(set(Journal.objects.order_by("-id").values_list("operation", flat=True)[:3])) == 1
    # Who is in no class is offered at once, and comes back.
    assert str(going[0]) in operator.get(f"/rombel/{rombel.pk}/anggota/").content.decode()
    move(operator, rombel, masuk=[f"{going[0]}:"])
    assert going[0] in members(rombel)


def test_who_was_moved_meanwhile_is_named_and_left(
    operator: Client, rombel: RombonganBelajar, other: RombonganBelajar
) -> None:
    gone, stays = members(rombel)[:2]
    place = AnggotaRombel.live.get(peserta_didik=gone)
    write.save([Edit(AnggotaRombel, {"rombongan_belajar_id": other.pk}, place.pk)], AUTHOR)
    page = move(operator, rombel, keluar=[gone, stays])
    nama = PesertaDidik.live.get(pk=gone).nama
    assert f"{nama} sudah dipindahkan" in page and "di Kelas 4B" in page
    assert gone in members(other) and stays not in members(rombel)


def test_too_many_members_are_told_as_validation_does(
    operator: Client, rombel: RombonganBelajar, other: RombonganBelajar
) -> None:
    page = move(operator, rombel, masuk=[f"{pk}:{other.pk}" for pk in members(other)])
    assert "lebih dari 28 yang ditetapkan untuk SD" in page


def test_others_are_searched_for(operator: Client, rombel: RombonganBelajar) -> None:
    pupil = PesertaDidik.live.exclude(anggota__rombongan_belajar=rombel).filter(anggota__isnull=False)[0]
    page = operator.get(f"/rombel/{rombel.pk}/anggota/", {"dari": "semua", "cari": pupil.nisn})
    assert [candidate.pk for candidate in page.context["outside"]] == [pupil.pk]


def test_a_class_with_members_is_deleted_knowingly_and_comes_back_whole(
    operator: Client, rombel: RombonganBelajar
) -> None:
    before = members(rombel)
    write.save(
        [Edit(Pembelajaran, {"rombongan_belajar_id": rombel.pk, "nama_mata_pelajaran": "IPAS"})], AUTHOR
    )
    ask = operator.get(f"/rombel/{rombel.pk}/hapus/").content.decode()
    assert f"{len(before)} peserta didik" in ask
    operator.post(f"/rombel/{rombel.pk}/hapus/")
    assert members(rombel) == [] and not Pembelajaran.live.exists()
    assert "Kelas 4A" in operator.get("/rombel/", {"status": "dihapus"}).content.decode()
    assert "Pulihkan" in operator.get(f"/rombel/{rombel.pk}/").content.decode()
    operator.post(f"/rombel/{rombel.pk}/pulihkan/")
    assert members(rombel) == before and Pembelajaran.live.count() == 1


def test_members_who_went_elsewhere_stay_there_when_their_class_comes_back(
    operator: Client, rombel: RombonganBelajar, other: RombonganBelajar
) -> None:
    before = members(rombel)
    operator.post(f"/rombel/{rombel.pk}/hapus/")
    move(operator, other, masuk=[f"{before[0]}:"])
    page = operator.post(f"/rombel/{rombel.pk}/pulihkan/", follow=True).content.decode()
    assert members(rombel) == before[1:] and before[0] in members(other)
    assert "1 isian sudah diubah lagi" in page


@pytest.mark.parametrize("gone", [{"soft_delete": True}, {"jenis_keluar_id": "3"}])
def test_a_wali_who_is_gone_stays_until_another_is_chosen(
    operator: Client, rombel: RombonganBelajar, gone: dict[str, Any]
) -> None:
    wali = rombel.ptk_id
    assert wali
    write.save([Edit(Ptk, gone, wali)], AUTHOR)
    address = f"/rombel/{rombel.pk}/ubah/"
    assert "tidak di sekolah ini lagi" in operator.get(address).content.decode()
    assert f'value="{wali}"' not in operator.get("/rombel/tambah/").content.decode()
    data = form_data(operator, address, "nama") | {"id_ruang_str": "Ruang 9", "apa_adanya": "1"}
    assert operator.post(address, data).status_code == 302
    rombel.refresh_from_db()
    assert (rombel.id_ruang_str, rombel.ptk_id) == ("Ruang 9", wali)


def test_a_club_has_members_beside_their_class(operator: Client, rombel: RombonganBelajar) -> None:
    data = form_data(operator, "/rombel/tambah/?jenis=51", "nama") | {"nama": "Pramuka"}
    operator.post("/rombel/tambah/?jenis=51", data)
    club = RombonganBelajar.live.get(jenis_rombel=EKSKUL)
    pupil = members(rombel)[0]
    move(operator, club, masuk=[f"{pupil}:"])
    assert members(club) == [pupil] and pupil in members(rombel)
    assert "Pramuka" in operator.get("/rombel/").content.decode()
    move(operator, club, keluar=[pupil])
    assert members(club) == [] and pupil in members(rombel)


def lessons_form(client: Client, rombel: RombonganBelajar) -> dict[str, Any]:
    return form_data(client, f"/rombel/{rombel.pk}/pembelajaran/", "versi")


def test_lessons_are_added_changed_and_deleted_on_one_page(
    operator: Client, rombel: RombonganBelajar
) -> None:
    address, teacher = f"/rombel/{rombel.pk}/pembelajaran/", Ptk.live.order_by("nama")[0]
    data = lessons_form(operator, rombel)
    for number, name, hours in ((0, "Matematika", "5"), (1, "IPAS", "2,5")):
        data |= {
            f"baru-{number}-nama_mata_pelajaran": name,
            f"baru-{number}-ptk_id": str(teacher.pk),
            f"baru-{number}-jam_mengajar_per_minggu": hours,
        }
    page = operator.post(address, data, follow=True)
    assert page.context["total"] == 7.5 and "7,5" in page.content.decode()
    assert [(hours["here"], hours["all"]) for hours in page.context["hours"]] == [(7.5, 7.5)]
    first, second = Pembelajaran.live.order_by("nama_mata_pelajaran")
    data = lessons_form(operator, rombel)
    data |= {f"{first.pk}-jam_mengajar_per_minggu": "4", f"{second.pk}-hapus": "on"}
    operator.post(address, data)
    left = Pembelajaran.live.get()
    assert (left.pk, left.jam_mengajar_per_minggu) == (first.pk, "4")
    operator.post(f"/tindakan/{Act.objects.latest('at').pk}/urungkan/")
    assert set(Pembelajaran.live.values_list("jam_mengajar_per_minggu", flat=True)) == {"5", "2.5"}


def test_a_wrong_row_saves_nothing_and_says_why(operator: Client, rombel: RombonganBelajar) -> None:
    data = lessons_form(operator, rombel) | {
        "baru-0-nama_mata_pelajaran": "IPAS",
        "baru-1-jam_mengajar_per_minggu": "dua",
    }
    page = operator.post(f"/rombel/{rombel.pk}/pembelajaran/", data).content.decode()
    assert "Tulis jamnya dengan angka" in page and "IPAS" in page
    assert not Pembelajaran.objects.exists()


def test_another_tab_is_noticed_before_lessons_are_overwritten(
    operator: Client, rombel: RombonganBelajar
) -> None:
    data = lessons_form(operator, rombel) | {"baru-0-nama_mata_pelajaran": "IPAS"}
    values = {"rombongan_belajar_id": rombel.pk, "nama_mata_pelajaran": "Matematika"}
    write.save([Edit(Pembelajaran, values)], AUTHOR)
    address = f"/rombel/{rombel.pk}/pembelajaran/"
    page = operator.post(address, data).content.decode()
    assert "Bu Lain mengubah pembelajaran ini" in page and "Matematika" in page
    assert Pembelajaran.live.count() == 1
    operator.post(address, data | {"versi": str(Journal.objects.order_by("-id")[0].pk)})
    assert set(Pembelajaran.live.values_list("nama_mata_pelajaran", flat=True)) == {"IPAS", "Matematika"}


@pytest.mark.parametrize("page", ["ubah", "anggota", "pembelajaran", "hapus"])
def test_a_class_of_a_past_semester_is_not_changed(
    operator: Client, rombel: RombonganBelajar, page: str
) -> None:
    write.save([Edit(RombonganBelajar, {"semester_id": "20252"}, rombel.pk)], AUTHOR)
    assert operator.get(f"/rombel/{rombel.pk}/{page}/").status_code == 404
    assert operator.post(f"/rombel/{rombel.pk}/{page}/", {"nama": "X"}).status_code == 404
    assert f"{rombel.pk}/{page}/" not in operator.get(f"/rombel/{rombel.pk}/").content.decode()
