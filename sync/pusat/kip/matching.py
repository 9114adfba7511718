"""Matching the lines of a KIP list to pupils: exactly, or not at all."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sync.pusat.models import Record

from .candidates import Candidates, candidates, folded, holders
from .sk_line import KEYS, SkLine

# Source: two third-party forms and the column's width: 6 letters or digits, as printed on the card.
_NUMBER = re.compile(r"[A-Za-z0-9]{6}")


@dataclass
class SkMatch:
    """A line with its pupil, or with the reason why there is none (Indonesian)."""

    line: SkLine
    pupil: Record | None = None
    reason: str = ""

    def refuse(self, reason: str) -> None:
        """Take the pupil away again. The first reason stays."""
        self.pupil, self.reason = None, self.reason or reason


def match(lines: Iterable[SkLine]) -> list[SkMatch]:
    """Match every line to the one live pupil with whom all its keys agree; the result is in their order."""
    matches = [_match(line, pupils) for line, pupils in candidates(list(lines))]
    _refuse_doubles(matches)
    _refuse_taken_cards(matches)
    return matches


def _match(line: SkLine, pupils: Candidates) -> SkMatch:
    if not _NUMBER.fullmatch(line.nomor_kip):
        return SkMatch(line, reason=f"Nomor KIP harus 6 huruf atau angka, tertulis “{line.nomor_kip}”.")
    if line.peserta_didik_id:
        near = exact = pupils.of_id(line.peserta_didik_id)
        unknown = "Id peserta didik tidak ditemukan."
    else:
        near = pupils.near(line)
        exact = [pupil for pupil in near if not _differing(line, pupil)]
        unknown = "NISN dan NIK tidak ditemukan."
    if len(exact) == 1:
        return SkMatch(line, exact[0])
    if exact:
        return SkMatch(line, reason="Cocok dengan lebih dari satu peserta didik.")
    if not near:
        return SkMatch(line, reason=unknown)
    return SkMatch(line, reason=f"Berbeda dari data sekolah: {', '.join(_differing(line, near[0]))}.")


def _differing(line: SkLine, pupil: Record) -> list[str]:
    """The columns in which the line differs from the data of the pupil's school, in words."""
    given = {key: folded(line.keys.get(key)) for key in KEYS}
    return [KEYS[key] for key, text in given.items() if text and text != folded(pupil.values.get(key))]


def _refuse_doubles(matches: list[SkMatch]) -> None:
    """Refuse both lines that name one pupil or one card: neither is guessed to be the right one."""
    pupils = Counter(match.pupil.pk for match in matches if match.pupil)
    cards = Counter(match.line.card for match in matches)
    for match in matches:
        if match.pupil and pupils[match.pupil.pk] > 1:
            match.refuse("Peserta didik ini tercantum lebih dari sekali dalam daftar.")
        elif cards[match.line.card] > 1:
            match.refuse("Nomor KIP ini tercantum lebih dari sekali dalam daftar.")


def _refuse_taken_cards(matches: list[SkMatch]) -> None:
    """Refuse a card that another child holds: it may not pass on (SE 17/D/KU/2016)."""
    holding = holders([match.line.card for match in matches if match.pupil])
    for match in matches:
        if match.pupil and holding.get(match.line.card, set()) - {match.pupil.pk}:
            match.refuse("Nomor KIP ini sudah dipegang peserta didik lain.")
