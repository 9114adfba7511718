"""A clock that is years wrong, in a process of the tests."""

import os
from datetime import UTC, datetime, timedelta


def set_wrong() -> None:
    """Set the clock of this process, and of those that it forks, as CLOCK_YEARS says."""
    years = int(os.environ.get("CLOCK_YEARS", "0"))
    if years:
        import time_machine

        time_machine.travel(datetime.now(UTC) + timedelta(days=365 * years)).start()
