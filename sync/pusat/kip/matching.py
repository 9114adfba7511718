"""Matching the lines of a KIP list to pupils: exactly, or not at all."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from ..json_text import entry
from ..models import Record

# Source: two third-party forms and the column's width: 6 letters or digits, as printed on the card.
_NUMBER = re.compile(r"[A-Za-z0-9]{6}")
_KEYS = {"nisn": "NISN", "nik": "NIK", "nama": "nama", "tanggal_lahir": "tanggal lahir"}
_CHUNK = 200


@dataclass(frozen=True)
class Line:
    """One line of the list; `number` counts from 2, as in the file. Empty keys say nothing."""

    number: int
    nomor_kip: str
    nama_di_kip: str
    keys: Mapping[str, str]
    peserta_didik_id: UUID | None = None


@dataclass
class Match:
    """A line with its pupil, or with the reason why there is none."""

    line: Line
    pupil: Record | None = None
    reason: str = ""


def match(lines: Iterable[Line]) -> list[Match]:
    """Every line with its pupil where all its keys agree with exactly one live pupil."""
    lines = list(lines)
    matches = []
    for start in range(0, len(lines), _CHUNK):
        chunk = lines[start : start + _CHUNK]
        candidates = _candidates(chunk)
        matches += [_match(line, candidates) for line in chunk]
    _refuse_doubles(matches)
    _refuse_taken_numbers(matches)
    return matches


def _candidates(lines: list[Line]) -> list[Record]:
    wanted = Q(record_id__in=[line.peserta_didik_id for line in lines if line.peserta_didik_id])
    for key in ("nisn", "nik"):
        values = [line.keys[key] for line in lines if line.keys.get(key)]
        if values:
            wanted |= Q(**{f"{key}__in": values})
    return list(_pupils("nisn", "nik").filter(wanted))


def _pupils(*keys: str) -> QuerySet[Record]:
    """Live pupils, to be asked for by these of their values."""
    entries = {key: entry("values", key) for key in keys}
    return Record.objects.alias(**entries).filter(kind="peserta_didik", deleted=False)


def _match(line: Line, candidates: list[Record]) -> Match:
    if not _NUMBER.fullmatch(line.nomor_kip):
        return Match(line, reason=f"Nomor KIP harus 6 huruf atau angka, tertulis “{line.nomor_kip}”.")
    if line.peserta_didik_id:
        found = [pupil for pupil in candidates if pupil.record_id == line.peserta_didik_id]
        return Match(line, found[0]) if found else Match(line, reason="Id peserta didik tidak ditemukan.")
    near = [pupil for pupil in candidates if any(_agrees(line, pupil, key) for key in ("nisn", "nik"))]
    exact = [pupil for pupil in near if all(_agrees(line, pupil, key) for key in line.keys if line.keys[key])]
    if len(exact) == 1:
        return Match(line, exact[0])
    if exact:
        return Match(line, reason="Cocok dengan lebih dari satu peserta didik.")
    if not near:
        return Match(line, reason="NISN dan NIK tidak ditemukan.")
    return Match(line, reason=_difference(line, near[0]))


def _agrees(line: Line, pupil: Record, key: str) -> bool:
    written = line.keys.get(key, "")
    return bool(written) and _folded(written) == _folded(str(pupil.values.get(key) or ""))


def _difference(line: Line, pupil: Record) -> str:
    differing = [
        label for key, label in _KEYS.items() if line.keys.get(key) and not _agrees(line, pupil, key)
    ]
    return f"Berbeda dari data sekolah: {', '.join(differing)}."


def _refuse_doubles(matches: list[Match]) -> None:
    """A pupil or a card that stands twice in one list: neither line is guessed to be the right one."""
    pupils = Counter((m.pupil.sekolah_id, m.pupil.record_id) for m in matches if m.pupil)
    cards = Counter(m.line.nomor_kip.upper() for m in matches)
    for found in matches:
        if found.pupil and pupils[found.pupil.sekolah_id, found.pupil.record_id] > 1:
            found.reason = "Peserta didik ini tercantum lebih dari sekali dalam daftar."
        elif cards[found.line.nomor_kip.upper()] > 1:
            found.reason = found.reason or "Nomor KIP ini tercantum lebih dari sekali dalam daftar."
    _drop_refused(matches)


def _refuse_taken_numbers(matches: list[Match]) -> None:
    """A card belongs to one child (SE 17/D/KU/2016): it may not pass to another."""
    numbers = [m.line.nomor_kip for m in matches if m.pupil]
    for start in range(0, len(numbers), _CHUNK):
        holders = _pupils("nomor_kip").filter(Q(nomor_kip__in=numbers[start : start + _CHUNK]))
        held = {(str(pupil.values["nomor_kip"]), pupil.pk) for pupil in holders}
        for found in matches:
            if found.pupil and any(
                number == found.line.nomor_kip and pk != found.pupil.pk for number, pk in held
            ):
                found.reason = "Nomor KIP ini sudah dipegang peserta didik lain."
    _drop_refused(matches)


def _drop_refused(matches: list[Match]) -> None:
    for found in matches:
        if found.reason:
            found.pupil = None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
