"""The Validasi page: what is wrong, and the walk from one field to the next."""

from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook

from dapodik.pokok import write
from dapodik.pokok.models import AnggotaRombel, Journal, Origin, PesertaDidik, Ptk, RombonganBelajar
from dapodik.pokok.write import Author, Edit
from dapodik.validasi import engine
from dapodik.validasi.models import ValidationState
from tests.web.form_data import form_data


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
    finding = rows[0][0]
    shown = operator.get(
        "/validasi/", {"jenis": finding.kind, "tingkat": finding.level, "cari": finding.label}
    ).context["rows"]
    assert {row[0].label for row in shown} == {finding.label}


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


def spoil(number: int = 3, **values: Any) -> list[PesertaDidik]:
    """Give some pupils without findings these values."""
    engine.refresh()
    known = set(engine.findings().values_list("record_id", flat=True))
    chosen = [pupil for pupil in PesertaDidik.live.order_by("nama") if pupil.pk not in known][:number]
    write.save([Edit(PesertaDidik, values, pupil.pk) for pupil in chosen], Author("Penguji", Origin.FORM))
    return chosen


def labels(client: Client, **query: str) -> set[str]:
    return {row[0].label for row in client.get("/validasi/", query).context["rows"]}


def test_a_rule_a_class_and_a_name_narrow_the_list(operator: Client, school: None) -> None:
    chosen = spoil(rt="100")
    assert labels(operator, aturan="PD_RT") >= {pupil.nama for pupil in chosen}
    place = AnggotaRombel.live.get(peserta_didik=chosen[0])
    of_class = labels(operator, aturan="PD_RT", rombel=str(place.rombongan_belajar_id))
    assert chosen[0].nama in of_class and chosen[1].nama not in of_class
    by_rule = operator.get("/validasi/", {"kelompok": "aturan", "tingkat": "warning"}).context["by_rule"]
    group = next(row for row in by_rule if row["code"] == "PD_RT")
    assert group["number"] == len(operator.get(f"/validasi/?{group['query']}").context["rows"])
    by_record = operator.get("/validasi/", {"kelompok": "data", "aturan": "PD_RT"}).context["by_record"]
    assert {name for name, _, _ in by_record} >= {pupil.nama for pupil in chosen}


WRONG = {
    "jenis=x": "Jenis data yang disaring tidak dikenal.",
    "tingkat=99": "Tingkat temuan yang disaring tidak dikenal.",
    "aturan=X": "Aturan yang disaring tidak dikenal.",
    "rombel=x": "Rombel yang disaring tidak ada di semester aktif.",
    "rombel=%00&jenis=peserta_didik": "Rombel yang disaring tidak ada di semester aktif.",
}


@pytest.mark.parametrize("query", WRONG)
def test_a_filter_that_cannot_be_understood_finds_nothing_and_says_why(
    operator: Client, school: None, query: str
) -> None:
    page = operator.get(f"/validasi/?{query}")
    assert page.context["number"] == 0
    assert WRONG[query] in page.content.decode() and "hapus saringan" in page.content.decode()
    # The form asks for the same, so that choosing something else besides does not drop it.
    assert page.content.decode().count(" selected>(tidak dikenal)") == 1
    assert WRONG[query] in operator.get(f"/validasi/cetak/?{query}").content.decode()
    rows = load_workbook(BytesIO(operator.get(f"/validasi/temuan.xlsx?{query}").content)).active.max_row
    assert rows == 1


def test_a_class_of_last_semester_is_said_to_be_none_of_this(operator: Client, school: None) -> None:
    values = {"nama": "Kelas Lama", "semester_id": "20252"}
    old = write.save([Edit(RombonganBelajar, values)], Author("Penguji", Origin.FORM))[0].record
    page = operator.get("/validasi/", {"rombel": str(old.pk)}).content.decode()
    assert WRONG["rombel=x"] in page and "Semua data" not in page


@pytest.mark.parametrize("query", ["jenis=x", "tingkat=99", "rombel=x", "cari=%00"])
def test_a_filter_that_cannot_be_understood_sets_nothing_aside_and_mends_nothing(
    operator: Client, school: None, query: str
) -> None:
    spoil(rt="100")
    (pupil,) = spoil(1, nama="  Dua Spasi ")
    acts = Journal.objects.count()
    operator.post(f"/validasi/kesampingkan/?aturan=PD_RT&{query}", {"alasan": "memang"})
    operator.post(f"/validasi/betulkan/?aturan=PD_NAMA_SPASI&{query}", {"pilih": [str(pupil.pk)]})
    assert Journal.objects.count() == acts
    assert PesertaDidik.live.get(pk=pupil.pk).nama == "  Dua Spasi "


def test_the_trend_compares_with_the_run_before(operator: Client, school: None) -> None:
    operator.get("/validasi/")
    spoil(2, rt="100")
    counts = operator.get("/validasi/").context["counts"]
    trends = {(kind, level): trend for kind, _, cells in counts for level, _, trend in cells}
    assert trends["peserta_didik", "warning"] == 2
    assert trends["peserta_didik", "invalid"] == 0


def test_the_findings_are_downloaded_and_printed_by_class(operator: Client, school: None) -> None:
    chosen = spoil(rt="100")
    answer = operator.get("/validasi/temuan.xlsx", {"aturan": "PD_RT"})
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("Rombel", "Nama")
    place = AnggotaRombel.live.get(peserta_didik=chosen[0]).rombongan_belajar.nama
    assert (place, chosen[0].nama) in [row[:2] for row in rows]
    page = operator.get("/validasi/cetak/", {"aturan": "PD_RT"}).content.decode()
    assert chosen[0].nama in page and place in page


def test_one_obvious_cure_is_previewed_applied_and_taken_back(operator: Client, school: None) -> None:
    pupils = spoil(2)
    write.save(
        [Edit(PesertaDidik, {"nama": f"  {pupil.nama} "}, pupil.pk) for pupil in pupils],
        Author("Penguji", Origin.FORM),
    )
    address = "/validasi/betulkan/?aturan=PD_NAMA_SPASI"
    rows = operator.get(address).context["rows"]
    assert {(cure.old, cure.new) for cure, _ in rows} == {
        (f"  {pupil.nama} ", pupil.nama) for pupil in pupils
    }
    assert PesertaDidik.live.get(pk=pupils[0].pk).nama != pupils[0].nama
    result = operator.post(address, {"pilih": [str(pupils[0].pk)]})["Location"]
    assert [PesertaDidik.live.get(pk=pupil.pk).nama for pupil in pupils] == [
        pupils[0].nama,
        f"  {pupils[1].nama} ",
    ]
    assert pupils[0].nama in operator.get(result).content.decode()
    operator.post(result)
    assert PesertaDidik.live.get(pk=pupils[0].pk).nama == f"  {pupils[0].nama} "
    assert "tidak ada yang diubah" in operator.post(address, {}).content.decode()


def test_a_warning_is_set_aside_with_a_reason_until_its_field_changes(operator: Client, school: None) -> None:
    (pupil,) = spoil(1, rt="100")
    engine.refresh()
    finding = engine.findings().get(record_id=pupil.pk)
    operator.post("/validasi/kesampingkan/?aturan=PD_RT", {"temuan": finding.pk, "alasan": " "})
    assert engine.findings().filter(record_id=pupil.pk).exists()
    operator.post("/validasi/kesampingkan/?aturan=PD_RT", {"temuan": finding.pk, "alasan": "RT memang 100"})
    assert not engine.findings().filter(record_id=pupil.pk).exists()
    assert labels(operator, dikesampingkan="1") == {pupil.nama}
    last = Journal.objects.filter(record_id=pupil.pk).latest("id")
    assert last.changes["peringatan validasi"][1] == "dikesampingkan: RT memang 100"
    # It stays aside through a full run, and comes back with another value.
    ValidationState.objects.all().delete()
    write.save([Edit(PesertaDidik, {"alamat_jalan": "Lain"}, pupil.pk)], Author("Penguji", Origin.FORM))
    engine.refresh()
    assert not engine.findings().filter(record_id=pupil.pk).exists()
    write.save([Edit(PesertaDidik, {"rt": "101"}, pupil.pk)], Author("Penguji", Origin.FORM))
    engine.refresh()
    assert engine.findings().filter(record_id=pupil.pk, code="PD_RT").exists()


def test_a_warning_set_aside_is_shown_again(operator: Client, school: None) -> None:
    (pupil,) = spoil(1, rt="100")
    engine.refresh()
    finding = engine.findings().get(record_id=pupil.pk)
    operator.post("/validasi/kesampingkan/?aturan=PD_RT", {"temuan": finding.pk, "alasan": "memang"})
    operator.post(f"/validasi/kesampingkan/{finding.pk}/tampilkan/")
    assert engine.findings().filter(record_id=pupil.pk).exists()


def test_what_is_invalid_cannot_be_set_aside(operator: Client, school: None) -> None:
    before = engine.invalid_count()
    answer = operator.post(
        "/validasi/kesampingkan/?jenis=peserta_didik", {"alasan": "malas"}, follow=True
    ).content.decode()
    assert "tidak dapat dikesampingkan" in answer
    assert engine.invalid_count() == before


def test_a_wrong_value_is_not_saved_silently(operator: Client, school: None) -> None:
    (pupil,) = spoil(1)
    address = f"/peserta-didik/{pupil.pk}/ubah/"
    data = form_data(operator, address, "nik") | {"nik": "3205"}
    page = operator.post(address, data).content.decode()
    assert "bukan 16 angka" in page and "Simpan apa adanya" in page
    assert PesertaDidik.live.get(pk=pupil.pk).nik == pupil.nik
    assert operator.post(address, data | {"apa_adanya": "1"}).status_code == 302
    assert PesertaDidik.live.get(pk=pupil.pk).nik == "3205"
    # What was wrong before does not stand in the way of another change.
    data = form_data(operator, address, "nik") | {"rt": "9"}
    assert operator.post(address, data).status_code == 302
    assert PesertaDidik.live.get(pk=pupil.pk).rt == "9"


def test_a_class_is_mended_at_its_form(operator: Client, school: None) -> None:
    rombel = RombonganBelajar.live.first()
    assert rombel
    ptk = Ptk.live.filter(jenis_ptk_id="92").last()
    assert ptk
    address = f"/rombel/{rombel.pk}/ubah/"
    data = form_data(operator, address, "id_ruang_str") | {"ptk_id": str(ptk.pk), "id_ruang_str": "Ruang 99"}
    assert operator.post(address, data).status_code == 302
    rombel.refresh_from_db()
    assert (rombel.ptk_id, rombel.id_ruang_str) == (ptk.pk, "Ruang 99")
