"""Days as people and programs write them; what may mean two days is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dapodik.spreadsheet import days
from dapodik.spreadsheet.columns import DamagedCell, Day


@pytest.mark.parametrize(
    "text",
    [
        "2014-03-25",
        "2014-03-25 00:00:00",
        "2014-03-25T00:00:00",
        "2014/3/25",
        "25 Maret 2014",
        "25-Mar-2014",
        "25 March 2014",
        "March 25, 2014",
        "Selasa, 25 Maret 2014",
        "25/03/2014",
        "25-03-2014",
        "25.3.2014",
        "03/25/2014",
        "'25/03/2014",
        "25/03/2014 0:00:00",
    ],
)
def test_a_day_that_can_mean_one_is_read(text: str) -> None:
    assert Day().read(text) == "2014-03-25"


@pytest.mark.parametrize("text", ["05/03/2014", "31/02/2014", "5 Brumaire 2014", "2014", "12/05/14", "41999"])
def test_what_means_none_or_two_is_not(text: str) -> None:
    with pytest.raises(DamagedCell):
        Day().read(text)


@given(st.dates(date(1910, 1, 2), date(2099, 1, 1)), st.booleans())
def test_a_serial_is_a_day_of_its_epoch(day: date, since_1904: bool) -> None:
    serial = (day - (date(1904, 1, 1) if since_1904 else date(1899, 12, 30))).days
    cells = [serial, float(serial), str(serial)]
    if serial in days._SERIALS:
        assert {days.of_serial(cell, since_1904) for cell in cells} == {day}


@given(st.text())
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert days.read(text) is None or isinstance(days.read(text), date)
