"""Chaos, short: seeds that nobody has played yet, for at most two minutes, and every one that ever failed.
Long, as many as one has time for:

CHAOS_SEEDS=1000-1999 CHAOS_STEPS=200 python3 manage.py test tests/sync/test_chaos.py -k long

CHAOS_PUSAT=postgresql plays them with a pusat on PostgreSQL. A seed that fails says how it is played again.
"""

import os
import time
from itertools import count
from pathlib import Path

import pytest

from .chaos import STEPS, play
from .conftest import Pusat

# The first seed of this run, printed at its head (tests/conftest.py): an even one means SQLite.
FRESH = int(os.environ["CHAOS_SEED"])
# Seconds: until when fresh seeds begin, and until when they take steps. Then the last one settles.
BEGIN, GO_ON = 50, 100
# Each found a fault that has been mended, which has a test of its own too: what a seed does changes with the
# steps there are. {seed: (steps, what it found)}
FOUND: dict[int, tuple[int, str]] = {
    3003: (40, "what one made and another changed broke the run: test_made_by_one_and_changed_by_another"),
    3005: (40, "the same"),
    34: (45, "a run was hidden behind one of a wrong clock: test_clock_ten_years_wrong"),
    41: (45, "the same"),
    4101: (
        220,
        "what was emptied came back from a pusat set back: test_what_was_brought_back_or_emptied_since",
    ),
    9004: (200, "what was written before it was deleted: test_what_was_written_before_it_was_deleted_again"),
    111: (45, "of the test itself: half of a restored pupil taken back, which may not be sent"),
    910107: (45, "a pupil whose deletion came from pusat, brought back: test_deleted"),
    8103: (200, "of the test itself: a computer died while it registered again"),
}

_first, _, _last = os.environ.get("CHAOS_SEEDS", "").partition("-")
LONG = range(int(_first), int(_last or _first) + 1) if _first else range(0)


@pytest.mark.parametrize("pusat", [("sqlite", "postgresql")[FRESH % 2]], indirect=True)
def test_fresh_chaos(pusat: Pusat, tmp_path: Path) -> None:
    start = time.monotonic()
    for seed in count(FRESH):
        play(seed, pusat, tmp_path / str(seed), until=start + GO_ON)
        if time.monotonic() > start + BEGIN:
            break


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", FOUND)
def test_seed_that_found_a_fault(seed: int, pusat: Pusat, tmp_path: Path) -> None:
    play(seed, pusat, tmp_path, FOUND[seed][0])


@pytest.mark.parametrize("pusat", [os.environ.get("CHAOS_PUSAT", "sqlite")], indirect=True)
@pytest.mark.parametrize("seed", LONG)
def test_long_chaos(seed: int, pusat: Pusat, tmp_path: Path) -> None:
    play(seed, pusat, tmp_path, int(os.environ.get("CHAOS_STEPS", STEPS)))
