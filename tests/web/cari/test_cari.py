"""The search box in the head of every page."""

import pytest
from django.test import Client

from dapodik.pokok import write
from dapodik.pokok.models import Origin, PesertaDidik, Ptk, RegistrasiPesertaDidik
from dapodik.pokok.write import Author, Edit

TYPING = {"hx-request": "true"}
AUTHOR = Author("Penguji", Origin.FORM)


def results(client: Client, text: str, **headers: str) -> str:
    return client.get("/cari/", {"q": text}, headers=headers).content.decode()


@pytest.mark.parametrize("field", ["nisn", "nik"])
def test_a_pupil_is_found_by_number(operator: Client, pupil: PesertaDidik, field: str) -> None:
    assert f"/peserta-didik/{pupil.pk}/" in results(operator, getattr(pupil, field)[:-1])


def test_a_pupil_is_found_by_nipd(operator: Client, pupil: PesertaDidik) -> None:
    registrasi = RegistrasiPesertaDidik.live.get(peserta_didik=pupil)
    write.save([Edit(RegistrasiPesertaDidik, {"nipd": "NIPD-77/X"}, registrasi.pk)], AUTHOR)
    assert f"/peserta-didik/{pupil.pk}/" in results(operator, "nipd-77/x")


@pytest.mark.parametrize("field", ["nuptk", "nip", "nik"])
def test_a_ptk_is_found_by_number(operator: Client, school: None, field: str) -> None:
    ptk = Ptk.live.exclude(**{field: ""}).first()
    assert f"/ptk/{ptk.pk}/" in results(operator, getattr(ptk, field))


@pytest.mark.parametrize("typed", ["élise putri", "PUTRI ÉLISE", "  uTR   dwi "])
def test_words_in_any_order_and_case(operator: Client, pupil: PesertaDidik, typed: str) -> None:
    write.save([Edit(PesertaDidik, {"nama": "Élise Dwi Putri"}, pupil.pk)], AUTHOR)
    assert f"/peserta-didik/{pupil.pk}/" in results(operator, typed)
    assert "Tidak ada" in results(operator, typed + " zzz")
    assert "Élise Dwi Putri" in operator.get("/peserta-didik/", {"cari": typed}).content.decode()


@pytest.mark.parametrize("typed", ["éloïse", "ÉLOÏSE", "désirée éLOÏSE", "loïs sirÉ"])
def test_letters_beyond_a_to_z_are_large_or_small_too(operator: Client, school: None, typed: str) -> None:
    pupil, ptk = PesertaDidik.live.first(), Ptk.live.first()
    for record in (pupil, ptk):
        write.save([Edit(type(record), {"nama": "Éloïse Désirée", "nik": "1"}, record.pk)], AUTHOR)
    assert f"/peserta-didik/{pupil.pk}/" in results(operator, typed) and f"/ptk/{ptk.pk}/" in results(
        operator, typed
    )
    for address in ("/peserta-didik/", "/ptk/"):
        counts = [
            operator.get(address, {"cari": text}).context["table"].paginator.count
            for text in (typed, typed + "x")
        ]
        assert counts == [1, 0], address
    word = typed.split()[0]
    assert "Éloïse Désirée" in operator.get("/validasi/", {"cari": word}).content.decode()


@pytest.mark.parametrize("text", ["é(\0", "é\\", "é(", "[é", "é%", "é.*", "ß" * 200, "é{9}" * 50, "É\ud800"])
def test_signs_beside_such_letters_are_only_signs(operator: Client, pupil: PesertaDidik, text: str) -> None:
    write.save([Edit(PesertaDidik, {"nama": "Élise Dwi Putri"}, pupil.pk)], AUTHOR)
    text = text.encode(errors="surrogatepass").decode(errors="replace")
    for address, name in (
        ("/cari/", "q"),
        ("/peserta-didik/", "cari"),
        ("/ptk/", "cari"),
        ("/validasi/", "cari"),
    ):
        answer = operator.get(address, {name: text})
        assert answer.status_code == 200, address
    assert "Tidak ada" in results(operator, text)


def test_who_left_or_was_deleted_is_marked_and_comes_last(operator: Client, school: None) -> None:
    here, left, gone = PesertaDidik.live.order_by("nama")[:3]
    write.save(
        [Edit(PesertaDidik, {"nama": "Zulaikha Tiga"}, pupil.pk) for pupil in (here, left, gone)], AUTHOR
    )
    place = RegistrasiPesertaDidik.live.get(peserta_didik=left)
    write.save([Edit(RegistrasiPesertaDidik, {"jenis_keluar_id": "1"}, place.pk)], AUTHOR)
    write.save([Edit(PesertaDidik, {"soft_delete": True}, gone.pk)], AUTHOR)
    page = results(operator, "zulaikha", **TYPING)
    places = [page.index(str(pupil.pk)) for pupil in (here, left, gone)]
    assert places == sorted(places)
    assert page.index("sudah keluar") < page.index("dihapus")


def test_while_typing_only_the_first_are_shown_and_the_way_to_all(operator: Client, school: None) -> None:
    page = results(operator, "an", **TYPING)
    assert "<html" not in page
    assert page.count("/peserta-didik/") == 9
    assert "/peserta-didik/?cari=an&amp;status=semua" in page


@pytest.mark.parametrize(
    "text", ["", " ", "a", "\0", "%", "'\"--", "x" * 500, "💥 💥", "_" * 9, "a b c d e f g h i j k"]
)
def test_nothing_and_nonsense_say_what_to_do(operator: Client, school: None, text: str) -> None:
    for headers in ({}, TYPING):
        answer = operator.get("/cari/", {"q": text}, headers=headers)
        assert answer.status_code == 200
        assert "/peserta-didik/00" not in answer.content.decode()
    assert "Ketik" in results(operator, "a") and "Tidak ada peserta didik" in results(
        operator, "tidakadayangbegini"
    )


def test_the_box_is_on_the_pages_of_those_who_see_all(
    operator: Client, kepala_sekolah: Client, ptk: Client
) -> None:
    assert all('class="search"' in client.get("/").content.decode() for client in (operator, kepala_sekolah))
    assert 'class="search"' not in ptk.get("/ptk/saya/").content.decode()
    assert kepala_sekolah.get("/cari/?q=an").status_code == 200
    assert ptk.get("/cari/?q=an").status_code == 403
