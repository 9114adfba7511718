"""Invisible signs, strange blanks and apostrophes: taken off; everything else is as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dapodik.spreadsheet.cleaning import clean, hides_signs


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("3205\u200b0154\u200e0219\ufeff0011", "3205015402190011"),
        ("\u202a0123456789\u202c", "0123456789"),
        ("Siti\u00a0Aminah\u00a0", "Siti Aminah"),
        ("Kp.\tKaler\r\nRT 2", "Kp. Kaler RT 2"),
        ("Ma\u2019ruf", "Ma'ruf"),
        ("Nur\u02bcaini", "Nur'aini"),
        ("Rp. 500,000 â€“ Rp. 999,999", "Rp. 500,000 – Rp. 999,999"),
        ("MaÃ¯ssa", "Maïssa"),
        ("Âna Ãlvares", "Âna Ãlvares"),
        ("Rene\u0301e", "Renée"),
        (" Ani  B ", " Ani  B "),
        ("'Aisyah", "'Aisyah"),
        ("\x07Budi\x00", "Budi"),
    ],
)
def test_it_is_as_a_person_sees_it(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_what_is_clean_stays(text: str) -> None:
    once = clean(text)
    assert not hides_signs(once)
    assert clean(once) == once
