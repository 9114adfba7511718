"""docs/masalah.md is generated from the catalogue, and every problem says what to do."""

from sync.wire.problem_page import FILE, page
from sync.wire.problems import PROBLEMS


def test_the_page_is_as_generated() -> None:
    assert FILE.read_text(encoding="utf-8") == page()


def test_every_problem_is_on_it_with_its_cure() -> None:
    for number, problem in PROBLEMS.items():
        assert problem.number == number
        assert f"| {number} | " in page() and problem.cure
