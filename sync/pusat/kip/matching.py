"""Matching the lines of a KIP list to pupils: exactly, or not at all."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.pusat.models import Record
from sync.wire.shapes import Plain

from .candidates import (
    Candidates,
    candidates,
    folded,
    holders,
    is_same_child,
    without_those_who_left,
)
from .sk_line import KEYS, SkLine

# Source: two third-party forms and the column's width: 6 letters or digits, as printed on the card.
_NUMBER = re.compile(r"[A-Za-z0-9]{6}")


@dataclass
class SkMatch:
    """A line with its pupil, or with the reason why there is none (Indonesian).

    `refused`: it fits a pupil, who may not have the card. `before`: once it was published, the values of the
    pupil's fields that it has changed, as they were.
    """

    line: SkLine
    pupil: Record | None = None
    reason: str = ""
    refused: bool = False
    before: Mapping[str, Plain] = field(default_factory=dict)

    def refuse(self, reason: str) -> None:
        """Take the pupil away again. The first reason stays."""
        self.pupil, self.reason, self.refused = None, self.reason or reason, True


def match(lines: Iterable[SkLine]) -> list[SkMatch]:
    """Match every line to the live pupil with whom all its keys agree, in the order of the lines.

    A child who is a pupil of two schools is matched at both. A school that he has left does not count.
    """
    matches = [matched for line, pupils in candidates(list(lines)) for matched in _match(line, pupils)]
    _refuse_doubles(matches)
    _refuse_taken_cards(matches)
    return matches


def _match(line: SkLine, pupils: Candidates) -> list[SkMatch]:
    if line.problem:
        return [SkMatch(line, reason=line.problem)]
    if not _NUMBER.fullmatch(line.nomor_kip):
        return [SkMatch(line, reason=f"Nomor KIP harus 6 huruf atau angka, tertulis “{line.nomor_kip}”.")]
    if line.peserta_didik_id:
        near = exact = pupils.of_id(line.peserta_didik_id)
        unknown = "Id peserta didik tidak ditemukan."
    else:
        near = pupils.near(line)
        exact = [pupil for pupil in near if not _differing(line, pupil)]
        unknown = "NISN dan NIK tidak ditemukan."
    if len(exact) > 1:
        return _at_schools(line, without_those_who_left(exact))
    if exact:
        return [SkMatch(line, exact[0])]
    if not near:
        return [SkMatch(line, reason=unknown)]
    return [SkMatch(line, reason=f"Berbeda dari data sekolah: {', '.join(_differing(line, near[0]))}.")]


def _at_schools(line: SkLine, pupils: Sequence[Record]) -> list[SkMatch]:
    """The matches of a line that fits several records: one child at several schools, or nobody."""
    schools = {pupil.sekolah_id for pupil in pupils}
    if pupils and len(schools) == len(pupils) and all(is_same_child(pupils[0], other) for other in pupils):
        return [SkMatch(line, pupil) for pupil in pupils]
    return [SkMatch(line, reason="Cocok dengan lebih dari satu peserta didik.")]


def _differing(line: SkLine, pupil: Record) -> list[str]:
    """The columns in which the line differs from the data of the pupil's school, in words."""
    given = {key: folded(line.keys.get(key)) for key in KEYS}
    return [KEYS[key] for key, text in given.items() if text and text != folded(pupil.values.get(key))]


def _refuse_doubles(matches: list[SkMatch]) -> None:
    """Refuse both lines that name one pupil or one card: neither is guessed to be the right one."""
    pupils = Counter(match.pupil.pk for match in matches if match.pupil)
    cards = Counter(line.card for line in {match.line.number: match.line for match in matches}.values())
    for match in matches:
        if match.pupil and pupils[match.pupil.pk] > 1:
            match.refuse("Peserta didik ini tercantum lebih dari sekali dalam daftar.")
        elif cards[match.line.card] > 1:
            match.refuse("Nomor KIP ini tercantum lebih dari sekali dalam daftar.")


def _refuse_taken_cards(matches: list[SkMatch]) -> None:
    """Refuse a card that another child holds: it may not pass on (SE 17/D/KU/2016)."""
    holding = holders([match.line.card for match in matches if match.pupil])
    for match in matches:
        pupil, others = match.pupil, holding.get(match.line.card, [])
        if pupil and not all(is_same_child(pupil, other) for other in others):
            match.refuse("Nomor KIP ini sudah dipegang peserta didik lain.")
