"""What an SK makes of its pupils: the number as printed, and what follows from it."""

from pathlib import Path
from typing import Any

from tests.sync.conftest import Laptop, Pusat, by_nisn
from tests.sync.decree import import_sk


def published(school: Laptop, pusat: Pusat, folder: Path, nisn: str, decree: str, card: str) -> Any:
    """The pupil's values at the school after an SK with this card."""
    pupil = by_nisn(school)[nisn]
    import_sk(pusat, folder, school("records", kind="peserta_didik")[pupil], decree, card)
    school("sync")
    return school("records", kind="peserta_didik")[pupil]


def test_a_first_card_replaces_the_kps_and_another_leaves_one_that_is_meant(
    school: Laptop, pusat: Pusat, tmp_path: Path
) -> None:
    nisn = "0150000001"
    first = published(school, pusat, tmp_path, nisn, "KIP/1/2026", "ab12cd")
    assert (first["nomor_kip"], first["penerima_kip"]) == ("AB12CD", True)
    assert (first["penerima_kps"], first["no_kps"]) == (False, "")

    school.edit("peserta_didik", by_nisn(school)[nisn], penerima_kps=True, no_kps="KPS77777777777")
    school("sync")
    again = published(school, pusat, tmp_path, nisn, "KIP/1/2026", "AB12CD")
    assert (again["penerima_kps"], again["no_kps"]) == (True, "KPS77777777777")
    other = published(school, pusat, tmp_path, nisn, "KIP/2/2026", "ZZ99ZZ")
    assert (other["nomor_kip"], other["no_kps"]) == ("ZZ99ZZ", "KPS77777777777")
