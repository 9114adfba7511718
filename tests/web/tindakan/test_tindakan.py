"""The pages of acts on many records."""

from django.test import Client

from dapodik.pokok import acts
from dapodik.pokok.models import Act, Origin, PesertaDidik
from dapodik.pokok.write import Author, Edit


def perform() -> Act:
    edits = [
        Edit(PesertaDidik, {"alat_transportasi_id": "1", "rt": "77"}, pk)
        for pk in PesertaDidik.live.values_list("pk", flat=True)
    ]
    act = acts.perform("Ubah alat transportasi", edits, Author("Ibu Operator", Origin.MASS))
    assert act
    return act


def test_an_act_is_shown_and_taken_back(operator: Client, school: None) -> None:
    act = perform()
    assert "Ubah alat transportasi" in operator.get("/tindakan/").content.decode()
    page = operator.get(f"/tindakan/{act.pk}/").content.decode()
    assert "Urungkan" in page and "Halaman 1 dari" in page
    page = operator.post(f"/tindakan/{act.pk}/urungkan/", follow=True).content.decode()
    assert "kembali seperti semula" in page
    assert not PesertaDidik.live.filter(rt="77").exists()
    page = operator.post(f"/tindakan/{act.pk}/urungkan/", follow=True).content.decode()
    assert "Sudah diurungkan" in page


def test_without_acts_the_page_says_where_they_come_from(operator: Client, school: None) -> None:
    assert "Belum ada tindakan massal" in operator.get("/tindakan/").content.decode()
