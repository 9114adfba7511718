"""Recognising a pupil: by NISN, then NIK, then name and birth date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

_NISN = re.compile(r"\d{10}")
_NIK = re.compile(r"\d{16}")

Key = tuple[str, ...]


@dataclass(frozen=True)
class PupilKeys:
    """The values by which a pupil is recognised. Empty and malformed numbers recognise nobody."""

    nisn: str
    nik: str
    nama: str
    tanggal_lahir: date | str | None

    def usable(self) -> list[Key]:
        """The keys that are filled and well formed, the strongest first."""
        keys: list[Key] = []
        if _NISN.fullmatch(self.nisn):
            keys.append(("nisn", self.nisn))
        if _NIK.fullmatch(self.nik):
            keys.append(("nik", self.nik))
        if self.nama.strip() and self.tanggal_lahir:
            keys.append(("nama", folded(self.nama), str(self.tanggal_lahir)))
        return keys


@dataclass(frozen=True)
class PupilMatch:
    """The pupil that some keys mean.

    `id`: the pupil; None where there is none or where it is unclear. `unclear`: the reason in words for the
    operator, else "". `candidates`: the pupils who could be meant where it is unclear.
    """

    id: UUID | None = None
    unclear: str = ""
    candidates: frozenset[UUID] = frozenset()


class PupilIndex:
    """An index of the known pupils by each of their keys."""

    def __init__(self, known: Iterable[tuple[UUID, PupilKeys]]) -> None:
        self._holders: dict[Key, set[UUID]] = {}
        for pupil, keys in known:
            for key in keys.usable():
                self._holders.setdefault(key, set()).add(pupil)

    def match(self, keys: PupilKeys) -> PupilMatch:
        """Find the one pupil on whom all keys agree; a key that nobody has is ignored.

        Where several pupils share a key, the other keys decide. Keys of different pupils make it unclear.
        """
        named = [self._holders[key] for key in keys.usable() if key in self._holders]
        if not named:
            return PupilMatch()
        agreed = set.intersection(*named)
        if len(agreed) == 1:
            return PupilMatch(agreed.pop())
        reason = (
            "Cocok dengan lebih dari satu peserta didik."
            if agreed
            else "NISN, NIK, atau nama dan tanggal lahirnya menunjuk peserta didik yang berbeda."
        )
        return PupilMatch(unclear=reason, candidates=frozenset().union(*named))


def folded(text: str) -> str:
    """A name without the differences that do not matter: capitals and blanks."""
    return " ".join(text.split()).casefold()
