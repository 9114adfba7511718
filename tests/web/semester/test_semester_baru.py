"""Opening a semester on its page: shown, checked, done, taken back; never without having been looked at."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from dapodik.pokok import write
from dapodik.pokok.models import (
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
from tests.web.form_data import form_data

pytestmark = pytest.mark.slow

ADDRESS = "/semester/baru/"
AUTHOR = Author("Bu Lain", Origin.FORM)


@pytest.fixture
def at_years_end(school: None) -> None:
    """The demonstration school in a genap."""
    edits = [
        Edit(RombonganBelajar, {"semester_id": "20262"}, pk)
        for pk in RombonganBelajar.live.values_list("pk", flat=True)
    ]
    write.save([*edits, Edit(Sekolah, {"semester_id": "20262"}, Sekolah.live.get().pk)], AUTHOR)


def year_form(client: Client) -> dict[str, object]:
    data: dict[str, object] = dict(form_data(client, ADDRESS, "tanggal"))
    return data | {"tanggal": "2027-06-19"}


def test_a_semester_is_opened_as_it_was_shown(operator: Client, school: None) -> None:
    page = operator.get(ADDRESS)
    acts = Journal.objects.count()
    assert "Kelas 4A" in page.content.decode() and Journal.objects.count() == acts
    done = operator.post(ADDRESS, {"setuju": page.context["fingerprint"]}, follow=True)
    assert "Semester 2026/2027 Genap dibuka: 12 rombel" in done.content.decode()
    assert "2026/2027 Genap" in operator.get("/").content.decode()
    # The past one is offered, only to be looked at.
    operator.post("/semester/", {"semester_id": "20261"})
    assert operator.get(ADDRESS).status_code == 403


def test_what_changed_since_it_was_shown_is_shown_again(operator: Client, school: None) -> None:
    fingerprint = operator.get(ADDRESS).context["fingerprint"]
    place = AnggotaRombel.live.first()
    write.save([Edit(AnggotaRombel, {"soft_delete": True}, place.pk)], AUTHOR)  # type: ignore[union-attr]
    again = operator.post(ADDRESS, {"setuju": fingerprint})
    assert "berubah sejak diperiksa" in again.content.decode()
    assert Sekolah.live.get().semester_id == "20261"


def test_a_school_year_ends(operator: Client, at_years_end: None) -> None:
    data = year_form(operator)
    stays = str(AnggotaRombel.live.filter(rombongan_belajar__nama="Kelas 4A")[0].peserta_didik_id)
    data |= {"tinggal": [stays]}
    page = operator.post(ADDRESS, data)
    assert "setuju" in page.content.decode()
    graduates = len(page.context["plan"].graduates)
    assert graduates > 30
    done = operator.post(ADDRESS, data | {"setuju": page.context["fingerprint"]}, follow=True)
    assert f"{graduates} lulus" in done.content.decode()
    assert RegistrasiPesertaDidik.live.filter(jenis_keluar_id="1", tanggal_keluar="2027-06-19").exists()
    place = AnggotaRombel.live.get(peserta_didik=stays, rombongan_belajar__semester_id="20271")
    assert (place.rombongan_belajar.nama, place.jenis_pendaftaran_id) == ("Kelas 4A", "5")
    # And undone from the page that it leads to.
    operator.post(done.redirect_chain[-1][0] + "urungkan/")
    assert Sekolah.live.get().semester_id == "20262"
    assert not RombonganBelajar.live.filter(semester_id="20271").exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"tanggal": "2020-01-01"}, "Isi tanggal kelulusan"),
        ({"tanggal": "2027-13-99"}, "Isi tanggal kelulusan"),
        ({"tanggal": ""}, "Isi tanggal kelulusan"),
        ({"nama": "  "}, "Isi nama rombel untuk"),
        ({"nama": "Kelas 6A"}, "dipakai untuk dua tingkat"),
        ({"arah": "naik"}, "tingkat terakhir"),
        ({"arah awal": "lulus"}, "Kelas 1A di tingkat 1, bukan tingkat terakhir, jadi belum dapat lulus"),
    ],
)
def test_what_cannot_be_is_told_and_not_done(
    operator: Client, at_years_end: None, changed: dict[str, str], told: str
) -> None:
    data = year_form(operator)
    first = RombonganBelajar.live.get(nama="Kelas 1A").pk
    last = RombonganBelajar.live.get(nama="Kelas 6A").pk
    for name, value in changed.items():
        fields = {"nama": f"nama-{first}", "arah": f"arah-{last}", "arah awal": f"arah-{first}"}
        data[fields.get(name, name)] = value
    page = operator.post(ADDRESS, {**data, "setuju": "x"}).content.decode()
    assert told in page
    assert Sekolah.live.get().semester_id == "20262"


def test_a_class_that_may_not_graduate_goes_up_under_its_usual_name(
    operator: Client, at_years_end: None
) -> None:
    data, first = year_form(operator), RombonganBelajar.live.get(nama="Kelas 1A").pk
    refused = operator.post(ADDRESS, data | {f"arah-{first}": "lulus", f"nama-{first}": ""})
    line = next(candidate for candidate in refused.context["classes"] if candidate["rombel"].pk == first)
    assert line["obstacles"] and line["nama"] == "Kelas 2A"
    assert not operator.post(ADDRESS, data | {f"nama-{first}": line["nama"]}).context["plan"].obstacles


def test_a_past_semester_shows_its_own_measures_and_pupils(
    operator: Client, at_years_end: None, pupil: PesertaDidik
) -> None:
    graduate = AnggotaRombel.live.filter(rombongan_belajar__nama="Kelas 6A")[0].peserta_didik
    data = year_form(operator)
    page = operator.post(ADDRESS, data)
    operator.post(ADDRESS, data | {"setuju": page.context["fingerprint"]})
    old = PesertaDidikLongitudinal.live.get(peserta_didik=pupil).tinggi_badan
    write.save([Edit(PesertaDidik, {"tinggi_badan": "199"}, pupil.pk)], AUTHOR)
    tab = f"/peserta-didik/{pupil.pk}/?tab=data-periodik"
    assert "199" in strip_tags(operator.get(tab).content.decode())
    assert graduate.nama not in operator.get("/peserta-didik/", {"cari": graduate.nisn}).content.decode()
    operator.post("/semester/", {"semester_id": "20262"})
    page_then = operator.get(tab).content.decode()
    # Addresses hold ids, in which any digits may stand.
    assert "199" not in strip_tags(page_then) and f"<dd>{old}" in page_then
    assert graduate.nama in operator.get("/peserta-didik/", {"cari": graduate.nisn}).content.decode()
