"""Retention: which automatic backups stay, and which are deleted."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime

# The page of backups and the guide tell these.
LAST, DAYS, WEEKS, MONTHS = 5, 7, 4, 12


def retained(times: Iterable[datetime]) -> set[datetime]:
    """Choose from backups made at these (local) times those that stay: the last 5, and the newest of each of
    the last 7 days, 4 weeks and 12 months that have any.

    Only days that have a backup count: after long holidays, or with a clock that was wrong for a while,
    the old ones are still there.
    """
    newest_first = sorted(set(times), reverse=True)
    return (
        set(newest_first[:LAST])
        | _newest_of_each(newest_first, lambda time: time.date(), DAYS)
        | _newest_of_each(newest_first, lambda time: time.isocalendar()[:2], WEEKS)
        | _newest_of_each(newest_first, lambda time: (time.year, time.month), MONTHS)
    )


def _newest_of_each(
    newest_first: Iterable[datetime], period: Callable[[datetime], Hashable], count: int
) -> set[datetime]:
    newest: dict[Hashable, datetime] = {}
    for time in newest_first:
        newest.setdefault(period(time), time)
    return set(list(newest.values())[:count])
