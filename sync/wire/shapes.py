"""Types of the values in messages. Each allows only what every database, or a header, can store."""

from typing import Annotated

import msgspec

# The most fields of one record, known and unknown ones: about seven times as many as the longest has.
FIELDS_MAX = 500

Plain = str | bool | None

# PostgreSQL stores neither NUL nor a number beyond 63 bits. Below that, so that two can be added.
Number = Annotated[int, msgspec.Meta(ge=0, le=2**62)]
ShortText = Annotated[str, msgspec.Meta(max_length=255, pattern=r"^[^\x00]*\Z")]
Epoch = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z]{1,32}\Z")]
Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
# May stand in an HTTP header.
Key = Annotated[str, msgspec.Meta(pattern=r"^[!-~]{1,255}\Z")]
# An id in a message: half the bytes that it takes as text.
IdBytes = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Few = msgspec.Meta(max_length=FIELDS_MAX)
# The random text of a checkpoint, by which a pusat that was set back is recognised.
Mark = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{0,16}\Z")]
# The most earlier values of a field that travel with it.
OVER_MAX = 20


def id_bytes(text: str) -> bytes:
    """The 16 bytes of an id in its text form. A UUID object in between would cost more than all the rest."""
    return bytes.fromhex(text.replace("-", ""))


def id_text(id: bytes) -> str:
    """The text form of an id of 16 bytes, as it is stored."""
    digits = id.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
