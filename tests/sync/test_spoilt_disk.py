"""A disk that has changed a record behind the application's back: the proof finds it, and it is mended."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import NPSN, Laptop, Pusat, by_nisn
from .whole import assert_equal

SPOILT = {
    "another value": {"rt": "77"},
    "a value where pusat has none": {"email": "rusak@sekolah.example"},
    "no value where pusat has one": {"nik": ""},
    "deleted": {"soft_delete": True},
}


@pytest.mark.parametrize("values", SPOILT.values(), ids=SPOILT)
def test_what_the_disk_has_changed_is_as_at_pusat_again(
    values: dict[str, Any], school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    school("spoil", nisn="0150000003", **values)
    mended = school("sync")
    assert mended["status"] == "selesai" and mended["receipt"], mended
    assert sum(mended["received"]["peserta_didik"].values()) == 1
    assert other("sync")["receipt"]
    assert_equal(school, other)
    assert by_nisn(school).keys() == by_nisn(other).keys()


def test_what_was_deleted_does_not_live_again(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    pk = by_nisn(school)["0150000003"]
    school.edit("peserta_didik", pk, soft_delete=True)
    assert school("sync")["receipt"]
    school("spoil", nisn="0150000003", soft_delete=False)
    mended = school("sync")
    assert mended["status"] == "selesai" and mended["receipt"], mended
    assert pk not in school("records", kind="peserta_didik")
