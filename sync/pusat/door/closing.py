"""Closing pusat for a while: schools get a message that says until when.

The closing is stored in a file of the data folder and not in the database, because the work may be on the
database; reading the file costs a round next to nothing. Where pusat runs on several machines, each is
closed.
"""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils import formats, timezone

from sync.wire.problems import SyncProblem


class Closing(msgspec.Struct, frozen=True):
    """From when to when pusat is closed, and why ("" where no reason was given)."""

    start: datetime
    until: datetime
    reason: str = ""

    @property
    def details(self) -> dict[str, str]:
        """The details of problems 302 and 309, in words (Indonesian): `start`, `until` and `reason`."""
        why = f": {self.reason}" if self.reason else ""
        return {"start": _in_words(self.start), "until": _in_words(self.until), "reason": why}


# Made once: where several threads decode a type for the first time at once, msgspec (0.22) crashes.
_decoder = msgspec.json.Decoder(Closing)


def close(closing: Closing) -> None:
    """Close pusat from the start of this closing on. It takes the place of an earlier one."""
    new = _file().with_suffix(".baru")
    new.write_bytes(msgspec.json.encode(closing))
    new.replace(_file())


def open_again() -> bool:
    """Take the closing back; True where there was one that is not over."""
    was_closed = announced() is not None
    _file().unlink(missing_ok=True)
    return was_closed


def announced() -> Closing | None:
    """The closing that is under way or still to come."""
    try:
        stored = _decoder.decode(_file().read_bytes())
    except FileNotFoundError:
        return None
    return stored if stored.until > timezone.now() else None


def refuse_while_closed() -> None:
    """Raise SyncProblem 302, with the seconds until pusat opens, while it is closed."""
    closing = announced()
    left = closing.until - timezone.now() if closing and closing.start <= timezone.now() else timedelta()
    if closing and left > timedelta():
        raise SyncProblem(302, max(1, int(left.total_seconds())), **closing.details)


def _in_words(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'l, j F Y')} pukul {local:%H.%M} {local.tzname()}"


def _file() -> Path:
    return Path(settings.DATA_DIR) / "tutup.json"
