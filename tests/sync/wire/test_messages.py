"""Messages survive the line, and nothing else passes for one."""

from uuid import UUID

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import digest
from sync.wire.catalogue import FILE
from sync.wire.digest import Tally
from sync.wire.messages import BATCH_RECORDS, UNPACKED_MAX, Batch, Change, Exchange, Message, Offer
from sync.wire.packing import UnreadableMessage, apart, decode, encode, pack, unpack
from sync.wire.registration import Registration
from sync.wire.shapes import Plain

plain = st.one_of(st.none(), st.booleans(), st.text())
values = st.dictionaries(st.text(), plain)


@given(st.uuids(), values, st.integers(0, 2**40))
def test_what_is_packed_is_unpacked(record_id: UUID, values: dict[str, Plain], base: int) -> None:
    body = encode(Batch([Change("peserta_didik", record_id, values, base=base)]))
    sent = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0, offer=Offer(1, body))
    assert unpack(pack(sent), Exchange) == sent


@given(st.binary())
def test_other_bytes_are_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableMessage):
        unpack(data, Exchange)


def test_a_bomb_is_refused() -> None:
    with pytest.raises(UnreadableMessage):
        unpack(zstandard.compress(b"\0" * (UNPACKED_MAX + 1)), Exchange)


def test_a_truncated_message_is_refused() -> None:
    packed = pack(Exchange(catalogue="c" * 100, app="1", epoch="e", acked=0, since=0))
    for length in range(len(packed)):
        with pytest.raises(UnreadableMessage):
            unpack(packed[:length], Exchange)


@given(values, st.dictionaries(st.sampled_from(["a_id", "b_id"]), st.one_of(st.none(), st.uuids().map(str))))
def test_references_travel_apart_and_come_back(values: dict[str, Plain], ids: dict[str, Plain]) -> None:
    whole = {**values, **ids}
    record_id = UUID(int=1)
    assert Change("peserta_didik", record_id, *apart(whole, ["a_id", "b_id"])).plain() == whole


records = st.lists(st.tuples(st.uuids(), st.text(max_size=5)), unique_by=lambda pair: pair[0])


def tally(pairs: list[tuple[UUID, str]]) -> Tally:
    made = Tally()
    for pk, name in pairs:
        made.add("rombongan_belajar", digest.of_record("rombongan_belajar", pk, {"nama": name}))
    return made


def test_no_changed_bit_changes_the_message() -> None:
    sent = Exchange(catalogue="0123456789abcdef", app="1", epoch="e", acked=0, since=0)
    packed = pack(sent)
    refused = 0
    for place in range(len(packed) * 8):
        broken = bytearray(packed)
        broken[place // 8] ^= 1 << place % 8
        try:
            assert unpack(bytes(broken), Exchange) == sent
        except UnreadableMessage:
            refused += 1
    # One bit of the frame's header means nothing.
    assert refused == len(packed) * 8 - 1


@pytest.mark.parametrize(
    "plain",
    [
        b"\xa3\xed\xa0\x80",  # half a surrogate pair
        b"\x81\xa1q" + b"\x91" * 100_000 + b"\xc0",  # nested 100,000 deep
        encode(Exchange(catalogue="c", app="1", epoch="e" * 33, acked=0, since=0)),
        encode(Exchange(catalogue="c", app="1", epoch="e", acked=-1, since=0)),
        encode(Exchange(catalogue="c", app="1", epoch="e", acked=0, since=2**63)),
        encode(Registration("20299001", "KODE\0", "laptop")),
        encode(Batch([Change("ptk", UUID(int=n), {}) for n in range(BATCH_RECORDS + 1)])),
        msgspec.msgpack.encode({"changes": [{"kind": "ptk", "id": bytes(16), "values": {}}] * 2}),
    ],
)
@pytest.mark.parametrize("kind", [Batch, Exchange, Registration])
def test_what_no_database_could_keep_is_unreadable(plain: bytes, kind: type[Message]) -> None:
    with pytest.raises(UnreadableMessage):
        decode(plain, kind)


@given(records, st.randoms())
def test_digest_does_not_depend_on_order(pairs: list[tuple[UUID, str]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tally(pairs).summaries() == tally(shuffled).summaries()
    if pairs:
        assert tally(pairs).summaries() != tally(pairs[1:]).summaries()


@given(records, st.integers(0, 100))
def test_a_tally_kept_up_to_date_is_that_of_what_is_there(pairs: list[tuple[UUID, str]], gone: int) -> None:
    restored = Tally(tally(pairs).stored())
    for pk, name in pairs[gone:]:
        restored.remove("rombongan_belajar", digest.of_record("rombongan_belajar", pk, {"nama": name}))
    assert restored.summaries() == tally(pairs[:gone]).summaries()


def test_what_is_empty_says_as_little_as_what_is_not_known() -> None:
    pk = UUID(int=1)
    assert digest.of_record("ptk", pk, {"nama": "Ani", "nik": "", "tmt": None}) == digest.of_record(
        "ptk", pk, {"nama": "Ani", "soft_delete": False}
    )
    assert digest.of_record("ptk", pk, {"penerima": False}) != digest.of_record("ptk", pk, {})


def test_the_frozen_catalogue_is_that_of_the_models() -> None:
    from sync.lokal.engine.catalogue_generator import build

    assert FILE.read_text(encoding="utf-8") == build()
