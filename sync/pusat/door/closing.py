"""Closing pusat for a while: schools are told until when, instead of meeting whatever is going on.

Kept in a file of the data folder and not in the database, which may be what is worked on; looking costs a
round next to nothing. Where pusat runs on several machines, each is closed.
"""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils import formats, timezone

from sync.wire.problems import SyncProblem


class Closing(msgspec.Struct, frozen=True):
    """From when to when, and why ("" where nobody says)."""

    start: datetime
    until: datetime
    reason: str = ""

    @property
    def details(self) -> dict[str, str]:
        """For schools, in words: `start`, `until` and `reason`."""
        why = f": {self.reason}" if self.reason else ""
        return {"start": _told(self.start), "until": _told(self.until), "reason": why}


# Made once: where several threads decode a type for the first time at once, msgspec (0.22) crashes.
_decoder = msgspec.json.Decoder(Closing)


def close(closing: Closing) -> None:
    """Close pusat, now or from then on; one closing takes the place of another."""
    new = _file().with_suffix(".baru")
    new.write_bytes(msgspec.json.encode(closing))
    new.replace(_file())


def open_again() -> bool:
    """Take the closing back; whether there was one that is not over."""
    was_closed = announced() is not None
    _file().unlink(missing_ok=True)
    return was_closed


def announced() -> Closing | None:
    """The closing that goes on or is still to come."""
    try:
        kept = _decoder.decode(_file().read_bytes())
    except FileNotFoundError:
        return None
    return kept if kept.until > timezone.now() else None


def refuse_while_closed() -> None:
    """Raises SyncProblem 302, with the seconds until pusat opens, while it is closed."""
    closing = announced()
    left = closing.until - timezone.now() if closing and closing.start <= timezone.now() else timedelta()
    if closing and left > timedelta():
        raise SyncProblem(302, max(1, int(left.total_seconds())), **closing.details)


def _told(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'l, j F Y')} pukul {local:%H.%M} {local.tzname()}"


def _file() -> Path:
    return Path(settings.DATA_DIR) / "tutup.json"
