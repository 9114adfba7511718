"""The versions of a record's fields, as they are stored and asked for."""

import json

from sync.pusat.store.versions import Versions
from sync.wire.merge import Version

ME, SK = "s:1:e", "p:SK KIP/1/2026"
STORED = {"*": [5, ME], "rt": [9, SK], "rw": [7, ME, ["1", None]]}


def versions() -> Versions:
    return Versions.from_json(json.dumps(STORED))


def test_what_is_stored_is_read_and_written_as_it_was() -> None:
    assert json.loads(versions().to_json()) == STORED


def test_each_field_has_its_own_version_or_that_of_the_record() -> None:
    fields = {name: versions().of(name) for name in ("nama", "rt", "rw")}
    assert fields == {"nama": Version(5, ME), "rt": Version(9, SK), "rw": Version(7, ME, ["1", None])}
    assert versions().first == Version(5, ME)
    assert versions().over() == {"rw": ["1", None]}
    assert Versions().first == Versions().of("nama") == Version(0, "")


def test_what_was_written_after_a_number() -> None:
    names = ("nama", "rt", "rw")
    after = {number: sorted(name for name, _ in versions().after(number, names)) for number in (4, 5, 7, 9)}
    assert after == {4: ["nama", "rt", "rw"], 5: ["rt", "rw"], 7: ["rt"], 9: []}
    # The stored entry of the whole record is no field of it.
    assert [name for name, _ in versions().after(4, ())] == []


def test_what_is_written_gets_the_new_version_and_what_was_over_goes() -> None:
    written = versions()
    written.write(["rw", "nama"], 11, SK)
    written.write(["rt"], 11, SK, over=["3"])
    assert json.loads(written.to_json()) == {
        "*": [5, ME],
        "rt": [11, SK, ["3"]],
        "rw": [11, SK],
        "nama": [11, SK],
    }


def test_a_record_that_is_made_has_one_version() -> None:
    made = Versions()
    made.begin(3, ME)
    assert json.loads(made.to_json()) == {"*": [3, ME]}
    assert made.of("nama") == Version(3, ME)
