"""Validation and pusat: what pusat refuses comes back as a finding, and pusat can lower a rule."""

from .conftest import Laptop, Pusat, by_nisn


def test_what_pusat_refuses_is_a_finding_and_the_rest_goes_on(school: Laptop) -> None:
    ids = by_nisn(school)
    school.edit("peserta_didik", ids["0150000001"], agama_id="77")
    school.edit("peserta_didik", ids["0150000002"], rt="9")
    run = school("sync")
    assert run["status"] == "selesai"
    assert run["sent"] == {"peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
    assert run["receipt"]["put_aside"] == 1
    (finding,) = [finding for finding in school("findings") if finding["code"] == "PUSAT_MENOLAK"]
    assert (finding["record_id"], finding["field"], finding["level"]) == (
        ids["0150000001"],
        "agama_id",
        "warning",
    )
    assert finding["message"] == "Isi agama tidak ada dalam daftar pilihan. Pilih lagi dari daftar."
    assert school("journal", record_id=ids["0150000001"])[-1]["author"] == "Pusat"
    school.edit("peserta_didik", ids["0150000001"], agama_id="2")
    assert [finding for finding in school("findings") if finding["code"] == "PUSAT_MENOLAK"] == []
    assert school("sync")["receipt"].get("put_aside", 0) == 0


def test_a_school_that_a_wrong_rule_blocks_is_let_through(school: Laptop, pusat: Pusat) -> None:
    pk = by_nisn(school)["0150000001"]
    school.edit("peserta_didik", pk, desa_kelurahan="")
    blocked = school("sync")
    assert (blocked["problem"], blocked["sent"]) == (502, {})
    pusat.command("rule", "PD_KELURAHAN_KOSONG", "warning", "--reason", "Daerah tanpa desa", "--json")
    run = school("sync")
    assert run["status"] == "selesai" and run["receipt"]
    assert run["sent"] == {"peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
    pusat.command("rule", "PD_KELURAHAN_KOSONG", "semula", "--json")
    # Nothing waits: there is nothing that could be held up.
    assert school("sync")["receipt"]
    school.edit("peserta_didik", pk, tempat_lahir="Cianjur")
    assert school("sync")["problem"] == 502


def test_pusat_asks_for_the_form_of_numbers_too(school: Laptop, pusat: Pusat) -> None:
    """Whoever has left is validated nowhere here, and pusat never trusts a client."""
    pk = by_nisn(school)["0150000001"]
    (registrasi,) = [
        record
        for record, values in school("records", kind="registrasi_peserta_didik").items()
        if values["peserta_didik_id"] == pk
    ]
    school.edit("registrasi_peserta_didik", registrasi, jenis_keluar_id="2", tanggal_keluar="2026-11-01")
    school.edit("peserta_didik", pk, nik="123")
    run = school("sync")
    assert run["receipt"]["put_aside"] == 1
    assert run["sent"] == {"registrasi_peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
    (refused,) = [finding for finding in school("findings") if finding["code"] == "PUSAT_MENOLAK"]
    assert (refused["field"], refused["record_id"]) == ("nik", pk)
    pusat.command("rule", "PD_NIK_16", "warning", "--reason", "NIK lama", "--json")
    school.edit("peserta_didik", pk, nik="1234")
    assert school("sync")["sent"] == {"peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
