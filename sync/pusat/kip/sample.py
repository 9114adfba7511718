"""The demonstration's SK: ten cards for pupils of the demonstration school."""

import secrets
from datetime import date

from sync.pusat.models import Record, Sk

from .publishing import Publication, publish
from .sk_line import SkLine

CARDS = 10
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def publish_sample(today: date) -> Publication | None:
    """Publish an SK of ten new cards, KPS holders first; None while fewer than ten pupils wait."""
    pupils = [
        pupil
        for pupil in Record.objects.filter(kind="peserta_didik", deleted=False)
        if not pupil.values.get("nomor_kip")
    ]
    pupils.sort(key=lambda pupil: (not pupil.values.get("no_kps"), str(pupil.record_id)))
    if len(pupils) < CARDS:
        return None
    lines = [_card(number, pupil) for number, pupil in enumerate(pupils[:CARDS], start=2)]
    serial = Sk.objects.count() + 1
    return publish(f"KIP/{serial}/{today.year}", today, lines)


def _card(number: int, pupil: Record) -> SkLine:
    card = "".join(secrets.choice(_ALPHABET) for _ in range(6))
    name = str(pupil.values.get("nama", "")).upper()
    # One card in three is misspelt, as cards are: the number must still reach the pupil.
    printed = name.replace("A", "O", 1) if number % 3 == 0 else name
    return SkLine(number, card, printed, {}, pupil.record_id)
