"""Messages as bytes: MessagePack, compressed with zstandard."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec
import zstandard

from . import messages, offline, registration
from .messages import Message
from .shapes import Plain, id_bytes

CONTENT_TYPE = "application/x-dapodik-sync"
_LEVEL = 7

M = TypeVar("M", bound=Message)

_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
# Made by the one thread that imports this module: where several threads decode a type for the first time
# at once, msgspec (0.22) crashes the interpreter.
_decoders: dict[type, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind)
    for module in (messages, offline, registration)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Message)
}


class UnreadableMessage(Exception):
    """The bytes are not a message of the expected kind."""


def apart(
    values: Mapping[str, Plain], references: Iterable[str]
) -> tuple[dict[str, Plain], dict[str, bytes]]:
    """Split plain values into the `values` and the `ids` of a Valued message. `references`: names of the
    fields that hold ids."""
    rest = dict(values)
    named = [(name, value) for name in references if isinstance(value := rest.get(name), str)]
    for name, _ in named:
        del rest[name]
    return rest, {name: id_bytes(value) for name, value in named}


def encode(message: Message) -> bytes:
    """The message as MessagePack."""
    return _encoder.encode(message)


def joined(changes: Iterable[bytes]) -> bytes:
    """The batch of these changes, each of them encoded already, as MessagePack."""
    return _encoder.encode({"changes": [msgspec.Raw(change) for change in changes]})


def decode(data: bytes, kind: type[M]) -> M:
    """The message of this kind in MessagePack bytes. Raises UnreadableMessage."""
    try:
        message: M = _decoders[kind].decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableMessage(str(error)) from error
    return message


def pack(message: Message) -> bytes:
    """The message as it travels: compressed, with a checksum, so that no byte changes unnoticed."""
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(encode(message))


def unpack(data: bytes, kind: type[M]) -> M:
    """The message of this kind in bytes that have travelled.

    Raises UnreadableMessage also where it is cut short, goes on after its end, has no checksum, or would be
    larger than its kind may be when it is unpacked.
    """
    try:
        frame = zstandard.get_frame_parameters(data)
        if not frame.has_checksum or frame.content_size > kind.unpacked_max:
            raise UnreadableMessage("no checksum, or too large when unpacked")
        plain = zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise UnreadableMessage(str(error)) from error
    return decode(plain, kind)
