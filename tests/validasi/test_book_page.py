"""docs/aturan.md is generated from the rules, and every rule says where it comes from."""

from dapodik.validasi import engine  # noqa: F401  (fills the book)
from dapodik.validasi.book_page import FILE, page
from dapodik.validasi.rule import book


def test_the_page_is_as_generated() -> None:
    assert FILE.read_text(encoding="utf-8") == page()


def test_every_rule_says_what_to_do_and_where_it_comes_from() -> None:
    for rule in book().values():
        assert rule.source and rule.sentence.endswith((".", "}")), rule.code
        assert f"| {rule.code} |" in page()
