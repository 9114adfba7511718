"""Hentikan in each round of a run: it ends there with its number, and the next run goes on."""

from collections.abc import Callable
from itertools import count

import pytest

from .conftest import HANGS_AFTER, NPSN, Laptop, Pusat, by_nisn, enrol
from .line import Line, silent
from .whole import assert_equal, assert_settled, assert_whole


def change_both(school: Laptop, other: Laptop, turn: int) -> None:
    """Changes that want all kinds of rounds: a batch that pusat does not take before its author has seen what
    the other has made, one of which it decides a field otherwise, and the proof."""
    enrol(other, 200 + turn)
    other.edit("peserta_didik", by_nisn(other)["0150000001"], tinggi_badan=str(160 + turn))
    assert other("sync")["status"] == "selesai"
    school.edit("peserta_didik", by_nisn(school)["0150000001"], tinggi_badan=str(120 + turn))
    enrol(school, 100 + turn)


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
def test_stopped_in_each_round(
    pusat: Pusat, school: Laptop, code: str, laptop: Callable[..., Laptop]
) -> None:
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    assert other("sync")["status"] == "selesai"
    for turn in count(1):
        change_both(school, other, turn)
        school.restart()
        school("stop_in_round", number=turn)
        stopped = school("sync")
        if stopped["status"] == "selesai":
            break
        assert (stopped["problem"], stopped["receipt"]) == (510, None)
        assert "dihentikan oleh operator" in school("shown")
        school.restart()
        assert school("sync")["receipt"]
        assert other("sync")["receipt"]
        assert_equal(school, other)
    assert turn > 2
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
def test_stopped_while_it_waits_for_a_line_that_is_gone(pusat: Pusat, school: Laptop, code: str) -> None:
    line = Line(pusat.port)
    school("register", url=line.url, npsn=NPSN, code=code)
    line.spoil(silent)
    school("patience", seconds=0.25)
    school("stop_in_round", number=1)
    assert school("sync")["problem"] == 510
    line.mend()
    school.restart()
    school("patience", seconds=HANGS_AFTER)
    assert school("sync")["receipt"]
    assert_settled(school)
    line.close()
