"""The merge as a table, and as laws that hold for whatever is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import author as authors
from sync.wire.catalogue import catalogue
from sync.wire.merge import Merged, Sender, StoredRecord, Version, merge

PD = catalogue().kinds["peserta_didik"]
ME = authors.school(1, "aa")
OTHER = authors.school(2, "bb")
SK = authors.pusat("SK KIP/1/2026")


def merged(
    held: dict[str, object],
    versions: dict[str, tuple[int, str]],
    sent: dict[str, object],
    base: int,
    over: tuple[str, ...] = (),
    held_over: tuple[str, ...] = (),
) -> Merged:
    return merge(
        PD,
        StoredRecord(held, lambda name: Version(*versions.get(name, (0, "")), held_over)),  # type: ignore[arg-type]
        sent,  # type: ignore[arg-type]
        Sender(ME, lambda name: base, dict.fromkeys(sent, over)),
    )


@pytest.mark.parametrize(
    ("held", "version", "base", "taken"),
    [
        ("1", (3, OTHER), 5, True),  # seen before it was changed
        ("1", (7, ME), 5, True),  # last written by the same computer
        ("2", (7, OTHER), 5, False),  # equal: nothing to do
        ("1", (7, OTHER), 5, False),  # two computers of the school: what is held stays
        ("1", (7, SK), 5, True),  # the school owns its address, pusat does not
    ],
)
def test_one_field_of_the_school(held: str, version: tuple[int, str], base: int, taken: bool) -> None:
    result = merged({"rt": held}, {"rt": version}, {"rt": "2"}, base)
    assert ("rt" in result.accepted) is taken
    conflict = held != "2" and version[0] > base and version[1] != ME
    assert bool(result.conflicts) is conflict


@pytest.mark.parametrize(
    ("over", "held_over", "taken", "lost"),
    [
        ((), (), {}, ["2"]),
        (("1",), (), {"rt": "2"}, []),  # the sender had seen what pusat holds, before pusat was set back
        ((), ("2",), {}, []),  # what pusat holds was written over what is sent
        (("3",), ("3",), {}, ["2"]),  # neither saw the other's
        (("1",), ("2",), {}, ["2"]),  # each was written over the other
    ],
)
def test_after_pusat_was_set_back(
    over: tuple[str, ...], held_over: tuple[str, ...], taken: dict[str, str], lost: list[str]
) -> None:
    result = merged({"rt": "1"}, {"rt": (7, OTHER)}, {"rt": "2"}, 5, over, held_over)
    assert result.accepted == taken and [conflict.lost for conflict in result.conflicts] == lost
    assert result.overruled == ({} if taken else {"rt": "1"})


def test_what_came_back_after_what_pusat_lost_is_written_again() -> None:
    result = merged({"rt": "2"}, {"rt": (3, OTHER)}, {"rt": "2"}, 5, over=("1",))
    assert result.accepted == {"rt": "2"} and not result.overruled and not result.conflicts


def test_pusat_decides_what_it_owns_and_the_losing_value_is_named() -> None:
    result = merged({"nisn": "1"}, {"nisn": (7, SK)}, {"nisn": "2"}, 5)
    assert result.overruled == {"nisn": "1"} and result.accepted == {}
    assert [(lost.lost, lost.kept, lost.author) for lost in result.conflicts] == [("2", "1", ME)]


def test_a_group_wins_or_loses_together() -> None:
    held = {"nomor_kip": "AB12CD", "penerima_kip": True, "no_kps": "", "penerima_kps": False}
    versions = dict.fromkeys(held, (7, SK))
    sent = {"no_kps": "KPS1", "penerima_kps": True, "nomor_kip": "", "penerima_kip": None, "nama_di_kip": ""}
    result = merged(held, versions, sent, 5)
    assert result.accepted == {}
    assert result.overruled["no_kps"] == "" and result.overruled["nomor_kip"] == "AB12CD"


values = st.sampled_from(["", "1", "2", "3"])
versions = st.tuples(st.integers(0, 9), st.sampled_from([ME, OTHER, SK]))
names = ["rt", "rw", "nisn", "email"]
records = st.fixed_dictionaries({}, optional=dict.fromkeys(names, values))


def with_versioned(held: dict[str, object], versions: dict[str, tuple[int, str]]) -> dict[str, object]:
    """Pusat has a value, if an empty one, of every field that somebody wrote."""
    return {**dict.fromkeys(versions, ""), **held}


@given(records, st.dictionaries(st.sampled_from(names), versions), records, st.integers(0, 9))
def test_nothing_is_lost_unseen(
    held: dict[str, object], versions: dict[str, tuple[int, str]], sent: dict[str, object], base: int
) -> None:
    """What is sent is taken, equal already, or named as lost; what it overwrites unseen is named too."""
    held = with_versioned(held, versions)
    result = merged(held, versions, sent, base)
    lost = {(entry.field, entry.lost) for entry in result.conflicts}
    for name, value in sent.items():
        after = result.accepted.get(name, held.get(name, ""))
        assert after == value or (name, value) in lost
        unseen = versions.get(name, (0, ""))[0] > base and versions[name][1] != ME
        if unseen and after != held.get(name, ""):
            assert (name, held.get(name, "")) in lost


@given(records, st.dictionaries(st.sampled_from(names), versions), records, st.integers(0, 9))
def test_sending_again_changes_nothing(
    held: dict[str, object], versions: dict[str, tuple[int, str]], sent: dict[str, object], base: int
) -> None:
    held = with_versioned(held, versions)
    first = merged(held, versions, sent, base)
    after = {**held, **first.accepted}
    written = {**versions, **dict.fromkeys(first.accepted, (10, ME))}
    assert merged(after, written, sent, base).accepted == {}
