"""What a value in a message may look like: nothing that a database or a header could not keep."""

from typing import Annotated

import msgspec

# What a record may hold, known fields and unknown ones; about seven times what the longest has.
FIELDS_MAX = 500

Plain = str | bool | None

# What every database can keep: PostgreSQL takes neither NUL nor a number beyond 63 bits; below that, so that
# two of them can be added.
Number = Annotated[int, msgspec.Meta(ge=0, le=2**62)]
Line = Annotated[str, msgspec.Meta(max_length=255, pattern=r"^[^\x00]*\Z")]
Epoch = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z]{1,32}\Z")]
Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
# What can stand in a header.
Key = Annotated[str, msgspec.Meta(pattern=r"^[!-~]{1,255}\Z")]
# The same on the line: half of what it takes as text.
IdBytes = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Few = msgspec.Meta(max_length=FIELDS_MAX)
# Random: names a moment in the order of a school's changes, which a pusat that was set back does not know.
Mark = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{0,16}\Z")]
# How many earlier values of a field are told.
OVER_MAX = 20


def id_bytes(text: str) -> bytes:
    """An id as it goes over the line; an object of it in between costs more than all the rest."""
    return bytes.fromhex(text.replace("-", ""))


def id_text(id: bytes) -> str:
    """An id from the line as it is kept."""
    digits = id.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
