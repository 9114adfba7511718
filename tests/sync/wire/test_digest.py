"""The digest of a record does not depend on how it is asked for."""

import hashlib
import json
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from sync.wire import digest
from sync.wire.shapes import Plain

PUPIL = UUID("3fa85f64-5717-4562-b3fc-2c963f66afa6")
NAMES = st.sampled_from(["nama", "rt", "soft_delete", "null", 'a":""'])
VALUES = st.one_of(
    st.none(), st.booleans(), st.text(), st.sampled_from(["", "soft_delete", ":null", ':""', "a:", "null"])
)


@given(st.dictionaries(NAMES, VALUES))
def test_values_at_hand_as_json_give_the_same(values: dict[str, Plain]) -> None:
    assert digest.of_record("ptk", PUPIL, values, digest.as_json(values)) == digest.of_record(
        "ptk", PUPIL, values
    )


@given(st.dictionaries(NAMES, VALUES))
def test_it_is_the_hash_of_what_says_something(values: dict[str, Plain]) -> None:
    filled = {name: v for name, v in sorted(values.items()) if v not in (None, "") and name != "soft_delete"}
    canonical = json.dumps(["ptk", str(PUPIL), filled], ensure_ascii=False, separators=(",", ":"))
    expected = hashlib.sha256(canonical.encode()).hexdigest()
    assert digest.text(digest.of_record("ptk", PUPIL, values)) == expected
