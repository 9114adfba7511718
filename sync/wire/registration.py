"""Messages of a computer outside of a run: it registers, gets another key, or asks if a run would be let
in."""

from typing import Annotated

import msgspec

from .messages import PROTOCOL, Message
from .shapes import Id, Key, Line, Number


class Registration(Message):
    """A school's computer asks to be let in."""

    unpacked_max = 4096
    npsn: Line
    code: Line
    label: Line


class Registered(Message):
    """The answer: the school's identity and this installation's key, shown this once."""

    sekolah_id: Id
    npsn: Line
    nama: Line
    installation: Number
    key: Key


class Renewal(Message):
    """A computer that is in asks for another key."""

    unpacked_max = 4096


class Renewed(Message):
    """The new key, shown this once. The old one counts until the new one is first used."""

    key: Key


class Check(Message):
    """A computer asks whether a run would be let in."""

    unpacked_max = 4096
    protocol: int = PROTOCOL


class Checked(Message):
    """It would. `clock`: pusat's, seconds since 1970; `closing`: one that was announced, as the details of
    problem 309."""

    catalogue: Line
    clock: Annotated[int, msgspec.Meta(ge=0, le=2**36)]
    closing: dict[str, Line] = {}
