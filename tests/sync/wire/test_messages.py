"""Messages survive the line, and nothing else passes for one."""

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import digest
from sync.wire.catalogue import FILE, catalogue
from sync.wire.messages import (
    UNPACKED_MAX,
    Batch,
    Change,
    Exchange,
    Message,
    Offer,
    Registration,
    Unreadable,
    decode,
    encode,
    pack,
    unpack,
)

plain = st.one_of(st.none(), st.booleans(), st.text())
names = st.from_regex(r"[a-z][a-z0-9_]{0,59}", fullmatch=True)


@given(st.dictionaries(names, plain), st.integers(0, 2**40))
def test_what_is_packed_is_unpacked(values: dict[str, object], base: int) -> None:
    body = encode(Batch([Change("peserta_didik", "x", values, base)]))  # type: ignore[arg-type]
    sent = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0, offer=Offer(1, body))
    assert unpack(pack(sent), Exchange) == sent


@given(st.binary())
def test_other_bytes_are_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        unpack(data, Exchange)


def test_a_bomb_is_refused() -> None:
    with pytest.raises(Unreadable):
        unpack(zstandard.compress(b"\0" * (UNPACKED_MAX + 1)), Exchange)


def test_a_truncated_message_is_refused() -> None:
    packed = pack(Exchange(catalogue="c" * 100, app="1", epoch="e", acked=0, since=0))
    for length in range(len(packed)):
        with pytest.raises(Unreadable):
            unpack(packed[:length], Exchange)


def test_no_changed_bit_changes_the_message() -> None:
    sent = Exchange(catalogue="0123456789abcdef", app="1", epoch="e", acked=0, since=0)
    packed = pack(sent)
    refused = 0
    for place in range(len(packed) * 8):
        broken = bytearray(packed)
        broken[place // 8] ^= 1 << place % 8
        try:
            assert unpack(bytes(broken), Exchange) == sent
        except Unreadable:
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
        msgspec.msgpack.encode({"changes": [{"kind": "ptk", "id": "x", "values": {}}] * 2}),
        encode(Batch([Change("peserta_didik", "x", {"nama\0": "a"})])),
        encode(Batch([Change("peserta_didik", f"{n}", {}) for n in range(501)])),
    ],
)
@pytest.mark.parametrize("kind", [Batch, Exchange, Registration])
def test_what_no_database_could_keep_is_unreadable(plain: bytes, kind: type[Message]) -> None:
    with pytest.raises(Unreadable):
        decode(plain, kind)


records = st.lists(st.tuples(st.uuids().map(str), st.text(max_size=5)), unique_by=lambda pair: pair[0])


@given(records, st.randoms())
def test_digest_does_not_depend_on_order(pairs: list[tuple[str, str]], random: object) -> None:
    kind = catalogue().kinds["rombongan_belajar"]
    hashes = [digest.of_record(kind, pk, {"nama": name}) for pk, name in pairs]
    shuffled = list(hashes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert digest.summary(hashes) == digest.summary(shuffled)
    if hashes:
        assert digest.summary(hashes) != digest.summary(hashes[1:])


def test_the_frozen_catalogue_is_that_of_the_models() -> None:
    from sync.lokal.catalogue import build

    assert FILE.read_text(encoding="utf-8") == build()
