"""Messages of a computer outside of a run: it registers, gets another key, or asks if a run would be let
in."""

from typing import Annotated

import msgspec

from .messages import PROTOCOL, Message
from .shapes import Id, Key, Number, ShortText


class Registration(Message):
    """The request of a computer to be registered. `label`: its name, for the officers."""

    unpacked_max = 4096
    npsn: ShortText
    code: ShortText
    label: ShortText


class Registered(Message):
    """The answer: the school's identity, and the number and key of this installation. The key is shown this
    once."""

    sekolah_id: Id
    npsn: ShortText
    nama: ShortText
    installation: Number
    key: Key


class Renewal(Message):
    """The request of a registered computer for another key."""

    unpacked_max = 4096


class Renewed(Message):
    """The new key, shown this once. The old key is valid until the new one is first used."""

    key: Key


class Revocation(Message):
    """The request of a registered computer to shut out another one of its school, which was registered
    later."""

    unpacked_max = 4096
    number: Number


class Revoked(Message):
    """The answer: the key of that computer no longer counts, nor does the school's registration code."""


class Check(Message):
    """The question if a run would be let in."""

    unpacked_max = 4096
    protocol: int = PROTOCOL


class Checked(Message):
    """The answer that it would. `clock`: pusat's time, seconds since 1970; `closing`: the announced closing,
    if there is one, as the details of problem 309."""

    catalogue: ShortText
    clock: Annotated[int, msgspec.Meta(ge=0, le=2**36)]
    closing: dict[str, ShortText] = {}
