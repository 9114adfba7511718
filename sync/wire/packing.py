"""Messages as bytes: MessagePack inside zstandard."""

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
    """The `values` and the `ids` of a Valued message."""
    rest = dict(values)
    named = [(name, value) for name in references if isinstance(value := rest.get(name), str)]
    for name, _ in named:
        del rest[name]
    return rest, {name: id_bytes(value) for name, value in named}


def encode(message: Message) -> bytes:
    """The message as plain bytes."""
    return _encoder.encode(message)


def joined(changes: Iterable[bytes]) -> bytes:
    """The batch of these changes, each encoded already, as plain bytes."""
    return _encoder.encode({"changes": [msgspec.Raw(change) for change in changes]})


def decode(data: bytes, kind: type[M]) -> M:
    """The message in plain bytes. Raises UnreadableMessage."""
    try:
        message: M = _decoders[kind].decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableMessage(str(error)) from error
    return message


def pack(message: Message) -> bytes:
    """The message as it goes over the line, with a checksum: no byte changes unnoticed on the way."""
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(encode(message))


def unpack(data: bytes, kind: type[M]) -> M:
    """The message from the line. Raises UnreadableMessage, also where it would unpack to more than its kind
    may have, was cut short, goes on after its end or has no checksum."""
    try:
        frame = zstandard.get_frame_parameters(data)
        if not frame.has_checksum or frame.content_size > kind.unpacked_max:
            raise UnreadableMessage("no checksum, or too large when unpacked")
        plain = zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise UnreadableMessage(str(error)) from error
    return decode(plain, kind)
