"""The Validasi page: what is wrong, and the walk from one field to the next."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from dapodik.pokok import write
from dapodik.pokok.models import Origin, PesertaDidik
from dapodik.pokok.write import Author, Edit
from dapodik.validasi import engine

from .form_data import form_data


def test_every_finding_is_counted_and_leads_to_its_field(operator: Client, school: None) -> None:
    page = operator.get("/validasi/", {"jenis": "peserta_didik", "tingkat": "invalid"})
    rows = page.context["rows"]
    assert len(rows) == engine.findings(kind="peserta_didik", level="invalid").count() > 0
    for finding, _, address in rows:
        form = operator.get(address).content.decode()
        assert finding.message.split("“")[0][:20] in form
        assert "autofocus" in form


def test_mending_leads_to_the_next_finding_and_then_back(operator: Client, school: None) -> None:
    pupil = PesertaDidik.live.order_by("nama").first()
    assert pupil
    write.save([Edit(PesertaDidik, {"nik": "3205"}, pupil.pk)], Author("Penguji", Origin.FORM))
    page = operator.get("/validasi/", {"jenis": "peserta_didik", "tingkat": "invalid"})
    finding, _, address = next(row for row in page.context["rows"] if row[0].record_id == pupil.pk)
    before = engine.invalid_count()
    born = pupil.tanggal_lahir
    day = born.day + 40 * (pupil.jenis_kelamin == "P")
    mended = form_data(operator, address, "nik") | {"nik": f"320503{day:02d}{born:%m%y}9001"}
    onward = operator.post(urlsplit(address).path, mended)["Location"]
    assert onward.startswith("/validasi/lanjut/")
    following = operator.get(onward)["Location"]
    assert "field=" in following and str(finding.record_id) not in urlsplit(following).path
    assert engine.invalid_count() == before - 1


def test_after_the_last_finding_comes_the_list(operator: Client, school: None) -> None:
    page = operator.get("/validasi/", {"jenis": "peserta_didik", "tingkat": "invalid"})
    last = page.context["rows"][-1][2]
    onward = parse_qs(urlsplit(last).query)["next"][0]
    assert operator.get(onward)["Location"].startswith("/validasi/?")


def test_the_search_narrows_the_list(operator: Client, school: None) -> None:
    rows = operator.get("/validasi/").context["rows"]
    one = rows[0][0]
    found = operator.get("/validasi/", {"jenis": one.kind, "tingkat": one.level, "cari": one.label}).context[
        "rows"
    ]
    assert {row[0].label for row in found} == {one.label}


def test_the_head_is_led_to_the_page_and_not_to_the_form(kepala_sekolah: Client, school: None) -> None:
    rows = kepala_sekolah.get("/validasi/", {"jenis": "peserta_didik", "tingkat": "invalid"}).context["rows"]
    assert all("/ubah/" not in address for _, _, address in rows)
    assert kepala_sekolah.get(rows[0][2]).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["jenis=x", "tingkat=y&jenis=ptk", "page=0", "page=x", "cari=%00", "jenis=sekolah&tingkat=warning"],
)
def test_no_address_upsets_the_page(operator: Client, school: None, query: str) -> None:
    assert operator.get(f"/validasi/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["", "jenis=x&tingkat=y", "jenis=peserta_didik&tingkat=invalid&sesudah=1"])
def test_no_address_upsets_the_walk(operator: Client, school: None, query: str) -> None:
    assert operator.get(f"/validasi/lanjut/?{query}").status_code == 302
