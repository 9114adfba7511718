"""What follows from a new card is one rule: schools and pusat give a pupil the same values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dapodik.pokok import consequences as at_school
from dapodik.pokok.models import PesertaDidik
from dapodik.pokok.models.fields import FlagField
from sync.wire import consequences as at_pusat
from sync.wire.catalogue import catalogue
from sync.wire.shapes import Plain

KIND = catalogue().kinds["peserta_didik"]
GROUP = ("nama", "penerima_kip", "nomor_kip", "nama_di_kip", "penerima_kps", "no_kps")
NUMBERS = st.sampled_from(["", " ", "AB12CD", "ab12cd", "AB12 CD", "ZZ99ZZ", "zz-99", "KPS01234567890"])
FLAGS = st.sampled_from([None, True, False])


def value_of(name: str) -> st.SearchStrategy[Plain]:
    return FLAGS if isinstance(PesertaDidik._meta.get_field(name), FlagField) else NUMBERS


VALUES = {name: value_of(name) for name in GROUP}
Values = dict[str, Plain]


def both(held: Values, said: Values) -> Values:
    """The completed values, at the school and at pusat."""
    school = at_school.complete(PesertaDidik(**held), said)
    assert school == at_pusat.complete(KIND, held, said)
    return school


@given(st.fixed_dictionaries({}, optional=VALUES), st.fixed_dictionaries({}, optional=VALUES))
def test_schools_and_pusat_complete_alike(held: Values, said: Values) -> None:
    completed = both(held, said)
    # What was said stands, but for the capitals of the number.
    assert all(completed[name] == value for name, value in said.items() if name != "nomor_kip")
    # What was completed says all there is to say: once more, nothing else follows.
    assert both({**held, **completed}, completed) == completed


KPS = {"penerima_kps": True, "no_kps": "KPS01234567890"}
REPLACED = {"penerima_kip": True, "penerima_kps": False, "no_kps": ""}


@pytest.mark.parametrize(
    ("held", "said", "follows"),
    [
        (KPS, {"nomor_kip": "AB12CD"}, REPLACED),
        ({}, {"nomor_kip": "AB12CD"}, {"penerima_kip": True, "penerima_kps": False}),
        ({**KPS, "nomor_kip": " "}, {"nomor_kip": "AB12CD"}, REPLACED),
        ({**KPS, "nomor_kip": "AB12CD"}, {"nomor_kip": "ZZ99ZZ"}, {"penerima_kip": True}),
        ({**KPS, "nomor_kip": "ab12cd"}, {"nomor_kip": "AB12CD"}, {}),
        ({**KPS, "nomor_kip": "AB12CD"}, {"nomor_kip": ""}, {}),
        (KPS, {"nama_di_kip": "BUDI"}, {}),
        (KPS, {"nomor_kip": "AB12CD", "penerima_kip": False}, {"penerima_kps": False, "no_kps": ""}),
        (KPS, {"nomor_kip": "AB12CD", "no_kps": "KPS09999999999"}, {"penerima_kip": True}),
    ],
    ids=lambda value: None if isinstance(value, dict) else str(value),
)
def test_what_follows_from_a_number(held: Values, said: Values, follows: Values) -> None:
    assert both(held, said) == {**said, **follows}


def test_the_number_is_stored_as_printed_and_the_stored_one_is_left() -> None:
    assert both({}, {"nomor_kip": "ab12cd"})["nomor_kip"] == "AB12CD"
    assert both({"nomor_kip": "AB12CD"}, {"nomor_kip": "ab12cd"}) == {"nomor_kip": "AB12CD"}
    assert both({"nomor_kip": "ab12cd"}, {"nomor_kip": "ab12cd"}) == {"nomor_kip": "ab12cd"}
    assert both({}, {"nomor_kip": "ab-12"})["nomor_kip"] == "ab-12"
