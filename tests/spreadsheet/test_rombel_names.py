"""Classes whose names are nearly the same."""

import pytest

from dapodik.spreadsheet.importing.rombel_names import resembling

pytestmark = pytest.mark.slow

SEVENTH = [f"VII {mark}" for mark in "ABCDEFG"]


@pytest.mark.parametrize(
    ("nama", "known", "sheet", "near"),
    [
        ("VII X", SEVENTH, [], SEVENTH),
        ("VII H", SEVENTH, [], []),
        ("VII I", SEVENTH, ["VII H"], []),
        ("VII-A", SEVENTH, [], ["VII A"]),
        ("7A", SEVENTH, [], ["VII A"]),
        ("Kelas VIIA", SEVENTH, [], ["VII A"]),
        ("VIII A", SEVENTH, [], []),
        ("Kelas 2A", ["Kelas 1A"], [], []),
        ("X IPA 9", ["X IPA 1", "X IPS 1"], [], ["X IPA 1"]),
        ("X IPS 1", ["X IPA 1"], [], []),
        ("Mawwar", ["Mawar", "Melati"], [], ["Mawar"]),
        ("XI", ["X"], [], []),
        ("", SEVENTH, [], []),
        ("-", ["+"], [], ["+"]),
    ],
)
def test_resembling(nama: str, known: list[str], sheet: list[str], near: list[str]) -> None:
    assert resembling(nama, known, sheet) == near
