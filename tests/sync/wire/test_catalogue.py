"""The frozen catalogue's check of values: asked quickly, it says the same as asked thoroughly."""

from hypothesis import given
from hypothesis import strategies as st

from sync.wire.catalogue import Kind, catalogue
from sync.wire.field import Field
from sync.wire.shapes import Plain

FIELDS = [(kind, field) for kind in catalogue().kinds.values() for field in kind.fields.values()]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.sampled_from(["2015-02-28", "2015-02-30", "20150228", "2015-02-28\n", "L", "1\n", "\0", " "]),
    st.from_regex(r"[0-9]{10,18}\n?", fullmatch=True),
    st.uuids().map(str),
)


def values(field: Field) -> st.SearchStrategy[Plain]:
    """What may come in this field, good or bad."""
    codes = st.sampled_from(sorted(field.codes)) if field.codes else st.nothing()
    fitting = [st.from_regex(pattern, fullmatch=True) for _, pattern in field.forms]
    return st.one_of(st.none(), st.booleans(), st.just(""), TEXTS, codes, *fitting)


@given(st.data(), st.sampled_from(FIELDS), st.booleans())
def test_a_quick_answer_is_the_thorough_one(
    data: st.DataObject, one: tuple[Kind, Field], is_lowered: bool
) -> None:
    kind, field = one
    value = data.draw(values(field))
    lowered = [rule for rule, _ in field.forms] if is_lowered else []
    number = kind.problem(field.name, value, lowered)
    assert kind.first_problem({field.name: value}, lowered) == ((field.name, number) if number else None)


def test_the_first_of_several_problems_is_named() -> None:
    kind = catalogue().kinds["peserta_didik"]
    good, bad = {"nama": "Budi", "agama_id": "1"}, {"agama_id": "77", "nama": "x" * 256, "baru": "\0"}
    assert kind.first_problem(good) is None
    assert kind.first_problem(bad) == ("agama_id", 402)
    assert kind.first_problem({**good, "baru": "\0"}) == ("baru", 403)
