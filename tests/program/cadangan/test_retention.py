"""Which backups stay: 7 days, 4 weeks, 12 months, and the last few."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dapodik.program.cadangan.retention import DAYS, LAST, MONTHS, WEEKS, retained

NOON = datetime.fromisoformat("2026-11-25T12:00")
moments = st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2032-01-01"))


def days(*ago: int) -> list[datetime]:
    return [NOON - timedelta(days=day) for day in ago]


@pytest.mark.parametrize(
    ("made", "stays"),
    [
        ([], []),
        (days(0), days(0)),
        # Five a day: all of the newest day, the newest of the day before.
        (
            [NOON - timedelta(hours=hour) for hour in range(0, 5)]
            + [NOON - timedelta(days=1, hours=hour) for hour in range(0, 5)],
            [NOON - timedelta(hours=hour) for hour in range(0, 5)] + days(1),
        ),
        # A year of days, seen on Wednesday 25 November 2026: a week of days, Sundays, ends of months.
        (
            days(*range(365)),
            days(0, 1, 2, 3, 4, 5, 6, 10, 17, 25, 56, 86, 117, 148, 178, 209, 239, 270, 298, 329),
        ),
        # Holidays do not count as days.
        (days(0, 1, 2, 60, 61, 62, 63, 64, 65), days(0, 1, 2, 60, 61, 62, 63)),
        # One a year: all of them, up to twelve.
        (days(*range(0, 3650, 365)), days(*range(0, 3650, 365))),
    ],
)
def test_what_stays(made: list[datetime], stays: list[datetime]) -> None:
    assert retained(made) == set(stays)


times = st.lists(moments)


@given(times)
def test_rules_that_hold_for_every_history(made: list[datetime]) -> None:
    stay = retained(made)
    assert stay <= set(made)
    assert set(sorted(set(made))[-LAST:]) <= stay
    assert len(stay) <= LAST + DAYS + WEEKS + MONTHS
    for period, count in ((lambda t: t.date(), DAYS), (lambda t: (t.year, t.month), MONTHS)):
        newest = sorted({period(time) for time in made}, reverse=True)[:count]
        assert set(newest) <= {period(time) for time in stay}


@given(times, moments)
def test_thinning_out_again_takes_nothing_more(made: list[datetime], new: datetime) -> None:
    """Done after each backup it ends with what doing it once at the end keeps, or more."""
    stay = retained(made)
    assert retained(stay) == stay
    assert retained([*made, new]) - {new} <= retained(made) or new < max(made)
