"""Matching the lines of a KIP list to pupils: exactly, or not at all."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.wire.shapes import Plain

from .candidates import Candidates, Pupil, folded, is_same_child
from .pupils import at_their_school, candidates, holders
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
    pupil: Pupil | None = None
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
    lines = list(lines)
    pupils = candidates(lines)
    fitting = [_fitting(line, pupils) for line in lines]
    # Lines that say the same share one list, which is looked at once.
    several = {id(fit): fit for fit in fitting if len(fit) > 1}
    here = at_their_school(pupil for fit in several.values() for pupil in fit)
    children = {key: _one_child([pupil for pupil in fit if pupil.pk in here]) for key, fit in several.items()}
    matches = [
        matched
        for line, fit in zip(lines, fitting, strict=True)
        for matched in _match(line, children.get(id(fit), fit), len(fit) > 1, pupils)
    ]
    _refuse_doubles(matches)
    _refuse_taken_cards(matches)
    return matches


def _fitting(line: SkLine, pupils: Candidates) -> list[Pupil]:
    """The pupils with whom all keys of a line agree."""
    if line.problem or not _NUMBER.fullmatch(line.nomor_kip):
        return []
    return pupils.of_id(line.peserta_didik_id) if line.peserta_didik_id else pupils.exact(line)


def _match(line: SkLine, fit: Sequence[Pupil], fits_several: bool, pupils: Candidates) -> list[SkMatch]:
    """The matches of a line with these pupils: a child who is a pupil of several schools has several."""
    return [SkMatch(line, pupil) for pupil in fit] or [
        SkMatch(line, reason=_reason(line, fits_several, pupils))
    ]


def _reason(line: SkLine, fits_several: bool, pupils: Candidates) -> str:
    """The reason why a line has no pupil."""
    if line.problem:
        return line.problem
    if not _NUMBER.fullmatch(line.nomor_kip):
        return f"Nomor KIP harus 6 huruf atau angka, tertulis “{line.nomor_kip}”."
    if fits_several:
        return "Cocok dengan lebih dari satu peserta didik."
    if line.peserta_didik_id:
        return "Id peserta didik tidak ditemukan."
    near = pupils.nearest(line)
    if near is None:
        return "NISN dan NIK tidak ditemukan."
    return f"Berbeda dari data sekolah: {', '.join(_differing(line, near))}."


def _one_child(pupils: list[Pupil]) -> list[Pupil]:
    """These pupils, where they are one child at several schools; else nobody."""
    schools = {pupil.sekolah_id for pupil in pupils}
    is_one = len(schools) == len(pupils) and all(is_same_child(pupils[0], other) for other in pupils)
    return pupils if is_one else []


def _differing(line: SkLine, pupil: Pupil) -> list[str]:
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
