"""Messages gone wrong: in their bytes, before or after they are packed, and in what they say."""

from copy import deepcopy
from datetime import UTC, datetime
from random import Random
from typing import Any

import msgspec
import zstandard
from msgspec import Raw
from msgspec.msgpack import Ext

from sync.wire.messages import Message
from sync.wire.packing import encode

_UUID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
NASTY: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**53, 2**62 + 1, 2**63 - 1, 2**63, 2**64 - 1, -(2**63)),
    *(1.5, float("nan"), float("inf"), datetime(2026, 1, 1, tzinfo=UTC), Ext(5, b"x"), Ext(-1, b"x")),
    *("", "\0", "nama\0", "x" * 256, "x" * 70_000, "\U0001f642" * 100, "*", "__class__", "sekolah_id", "{0}"),
    *("2026-02-30", "9999999999999999999999", "true", "null", "sekolah", "peserta_didik", _UUID, "\n\r: x"),
    *(b"", b"\xff" * 16, b"\0" * 17, b"\x28\xb5\x2f\xfd", [], {}, [[]], {"": ""}, [None] * 5000),
    {str(n): None for n in range(2000)},
    {f"bidang_{n}": "x" for n in range(501)},
    Raw(b"\xa3\xed\xa0\x80"),  # half a surrogate pair
    Raw(b"\xa2\xff\xfe"),
    Raw(b"\xc1"),  # means nothing
    Raw(b"\x91" * 20_000 + b"\xc0"),  # nested 20,000 deep
    Raw(b"\x81\xa1a" * 20_000 + b"\xc0"),
    Raw(b"\xdf\xff\xff\xff\xff"),  # a map of four billion
    Raw(b"\xdd\xff\xff\xff\xff"),
    Raw(b"\xdb\xff\xff\xff\xff"),
    Raw(b"\xc6\xff\xff\xff\xff"),
)


def mutated(random: Random, message: Message) -> bytes:
    """A message as it goes over the line, with something wrong somewhere."""
    where = random.choice(("line", "plain", "tree", "tree", "tree"))
    if where == "line":
        return of_bytes(random, packed(encode(message)))
    if where == "plain":
        return packed(of_bytes(random, encode(message)))
    return packed(of_tree(random, msgspec.msgpack.decode(encode(message))))


def packed(plain: bytes) -> bytes:
    """Compressed, with the checksum."""
    return zstandard.ZstdCompressor(level=1, write_checksum=True).compress(plain)


def of_bytes(random: Random, data: bytes) -> bytes:
    """Some bytes changed, lost, doubled or made up."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 8))):
        at, length = random.randrange(len(changed) + 1), random.choice((1, 1, 2, 4, 16))
        piece = bytes(changed[at : at + length])
        new = random.choice(
            (b"", random.randbytes(len(piece)), piece * 2, piece[::-1], random.randbytes(length))
        )
        changed[at : at + length] = new
    return bytes(changed[: random.randrange(len(changed) + 1)] if random.random() < 0.1 else changed)


def of_tree(random: Random, tree: Any) -> bytes:
    """What a message says, changed in one to three places, and encoded again.

    The batch inside an offer is taken apart too, every other time.
    """
    offer = tree.get("offer")
    if offer and random.random() < 0.6:
        inner = random.choice((_tree_of_batch, lambda random, body: of_bytes(random, body)))
        offer["body"] = inner(random, offer["body"])
        return msgspec.msgpack.encode(tree)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        tree = _changed(random, tree)
    return msgspec.msgpack.encode(tree)


def _tree_of_batch(random: Random, body: bytes) -> bytes:
    return of_tree(random, msgspec.msgpack.decode(body))


def _changed(random: Random, tree: Any) -> Any:
    places = list(_places(tree))
    if not places or random.random() < 0.02:
        return {"offer": None, random.choice(("npsn", "kinds", "x")): _nasty(random)}
    parent, key = random.choice(places)
    return random.choice((_replace, _replace, _replace, _lose, _rename, _double, _add, _swap))(
        random, tree, parent, key
    )


def _nasty(random: Random) -> Any:
    return deepcopy(random.choice(NASTY))


def _places(tree: Any) -> Any:
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])


def _replace(random: Random, tree: Any, parent: Any, key: Any) -> Any:
    parent[key] = _nasty(random)
    return tree


def _lose(random: Random, tree: Any, parent: Any, key: Any) -> Any:
    del parent[key]
    return tree


def _rename(random: Random, tree: Any, parent: Any, key: Any) -> Any:
    if isinstance(parent, dict):
        parent[random.choice(("", "\0", "x" * 300, "nama", "ids", "soft_delete", 7, b"nama", None))] = (
            parent.pop(key)
        )
    return tree


def _double(random: Random, tree: Any, parent: Any, key: Any) -> Any:
    """The same element twice; in a map the same key, with another value."""
    if isinstance(parent, list):
        parent.insert(key, parent[key])
    elif isinstance(parent[key], dict) and 0 < len(parent[key]) < 15:
        pairs = [(name, value) for name, value in parent[key].items()]
        pairs.append((pairs[0][0], random.choice(NASTY)))
        encoded = b"".join(msgspec.msgpack.encode(part) for pair in pairs for part in pair)
        parent[key] = Raw(bytes([0x80 + len(pairs)]) + encoded)
    return tree


def _add(random: Random, tree: Any, parent: Any, key: Any) -> Any:
    if isinstance(parent, dict):
        parent[
            random.choice(("hobi", "sekolah_id", "soft_delete", "proof", "protocol", "position", "ids", "*"))
        ] = _nasty(random)
    return tree


def _swap(random: Random, tree: Any, parent: Any, key: Any) -> Any:
    other, at = random.choice(list(_places(tree)))
    if not isinstance(parent[key], dict | list) and not isinstance(other[at], dict | list):
        parent[key], other[at] = other[at], parent[key]
    return tree
