"""A card's number is compared and stored in one way, at schools and at pusat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dapodik.pokok import cards
from sync.wire import kip

NUMBERS = st.one_of(st.text(max_size=12), st.from_regex(r"[A-Za-z0-9 ]{0,10}", fullmatch=True))


@given(NUMBERS)
def test_schools_and_pusat_compare_and_store_alike(number: str) -> None:
    assert cards.card_key(number) == kip.card_key(number)
    assert cards.as_printed(number) == kip.as_printed(number)
    assert kip.as_printed(kip.as_printed(number)) == kip.as_printed(number)


@given(st.from_regex(r"[A-Za-z0-9]{6}", fullmatch=True))
def test_a_number_in_the_card_s_form_is_stored_as_it_is_compared(number: str) -> None:
    assert kip.as_printed(number) == kip.card_key(number) == number.upper()


@pytest.mark.parametrize(
    ("number", "key", "printed"),
    [
        ("ab12cd", "AB12CD", "AB12CD"),
        (" AB12 cd", "AB12CD", " AB12 cd"),
        ("ab-12", "AB-12", "ab-12"),
        ("", "", ""),
        ("  ", "", "  "),
    ],
)
def test_capitals_and_blanks_make_no_other_card(number: str, key: str, printed: str) -> None:
    assert (kip.card_key(number), kip.as_printed(number)) == (key, printed)
