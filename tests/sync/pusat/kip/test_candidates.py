"""A long list over many pupils: each line costs the same, however many pupils are alike."""

from uuid import UUID, uuid4

import pytest

from sync.pusat.kip import candidates
from sync.pusat.kip.candidates import Candidates, Pupil
from sync.pusat.kip.sk_line import SkLine


def pupil(**values: str) -> Pupil:
    return Pupil(UUID(int=1), uuid4(), values)


def line(number: int, **keys: str) -> SkLine:
    return SkLine(number, "ABC123", "BUDI", keys)


def test_sixty_thousand_lines_over_six_thousand_pupils_with_one_nisn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    folded = candidates.folded

    def counted(value: object) -> str:
        nonlocal asked
        asked += 1
        return folded(value)

    monkeypatch.setattr(candidates, "folded", counted)
    pupils = [pupil(nisn="0150000001", nik=f"{n:016d}", nama=f"Budi {n}") for n in range(6000)]
    known = Candidates(pupils)
    matched = 0
    for number in range(60_000):
        asked_for = line(number, nisn="0150000001", nama=f"BUDI {number}")
        matched += len(known.exact(asked_for))
        assert known.nearest(asked_for) is pupils[0]
    assert matched == 6000
    # A few for each line and for each pupil, not for each pair of them.
    assert asked < 10 * (60_000 + 6000)


def test_who_is_exact_and_who_is_near() -> None:
    ani = pupil(nisn="1", nik="2", nama="Ani")
    ada = pupil(nisn="1", nik="3", nama="Ada")
    known = Candidates([ani, ada])
    assert known.exact(line(2, nisn="1")) == [ani, ada]
    assert known.exact(line(2, nisn="1", nik="", nama=" ANI ")) == [ani]
    assert known.exact(line(2, nik="3", nama="ada")) == [ada]
    assert known.exact(line(2, nama="Ani")) == [] and known.nearest(line(2, nama="Ani")) is None
    assert known.nearest(line(2, nisn="9", nik="3")) is ada
