"""Numbers that name somebody: what a spreadsheet program makes of them never passes for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dapodik.spreadsheet.columns import DamagedCell, Identifier, SilentCell
from dapodik.spreadsheet.identifiers import Form

NISN, NIK, PHONE, ANY = Identifier(Form(length=10)), Identifier(), Identifier(Form(phone=True)), Identifier()
_digits = st.text("0123456789", min_size=1, max_size=15)
_long = st.integers(10**15, 10**20 - 1).map(str)


@pytest.mark.parametrize(
    ("codec", "cell", "value"),
    [
        (NISN, 12345678, "0012345678"),
        (NISN, 12345678.0, "0012345678"),
        (NISN, "'0012345678", "0012345678"),
        (NISN, "0012345678.0", "0012345678"),
        (NISN, "\u200e0012345678\u200b", "0012345678"),
        (NISN, "12345678", "12345678"),
        (PHONE, 81234567890, "081234567890"),
        (PHONE, 6281234567890, "6281234567890"),
        (PHONE, 7654321, "7654321"),
        (Identifier(Form(length=5)), 4111, "04111"),
        (NIK, 320501120517000, "320501120517000"),
        (ANY, 26.001, "26.001"),
        (ANY, "12E034", "12E034"),
        (ANY, " 0012/III ", "0012/III"),
    ],
)
def test_a_good_number_is_read(codec: Identifier, cell: object, value: str) -> None:
    assert codec.read(cell) == value


@pytest.mark.parametrize(
    "cell", [3205015402190010, 3.20501540219001e15, 1e300, "3,27E+15", "3.27E+15", "3,20501e15", "3E+15"]
)
def test_one_that_lost_digits_is_not(cell: object) -> None:
    with pytest.raises(DamagedCell, match="digit akhirnya sudah hilang"):
        NIK.read(cell)


def test_a_number_zero_says_nothing() -> None:
    with pytest.raises(SilentCell):
        NISN.read(0)


@given(_digits.filter(lambda text: text.strip("0")))
def test_a_number_cell_is_the_number_it_was(known: str) -> None:
    for cell in (int(known), float(known)):
        assert ANY.means(cell, known)
    assert NISN.read(int(known)) == known.lstrip("0").zfill(10)


@given(_long)
def test_what_a_program_cuts_off_is_never_taken_for_the_number(known: str) -> None:
    unit = 10 ** (len(known) - 15)
    cut, rounded = int(known) // unit * unit, (int(known) + unit // 2) // unit * unit
    assert all(NIK.means(text, known) for text in (str(cut), str(rounded), f"{float(known):.0f}"))
    assert not NIK.means(str(int(known) + 2 * unit), known)


@pytest.mark.parametrize(
    ("known", "cell", "stays"),
    [
        ("0012345678", "12345678", True),
        ("12345678", "0012345678", False),
        ("3205015402190018", "3205015402190020", True),
        ("3205015402190018", "3205015402190010", True),
        ("3205015402190018", "3205015402190019", False),
        ("081234567890", "0812-3456-7890", True),
        ("0812-3456-7890", "081234567890", False),
        ("", "12345678", False),
        ("26.001", 26001, True),
    ],
)
def test_a_worse_one_never_replaces_a_better(known: str, cell: object, stays: bool) -> None:
    assert NIK.means(cell, known) is stays
