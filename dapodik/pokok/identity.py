"""Recognising a person: by the numbers that a pupil or a PTK has, then by name and birth date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol
from uuid import UUID

_NISN = re.compile(r"\d{10}")
_NIK = _NUPTK = re.compile(r"\d{16}")
_NIP = re.compile(r"\d{18}")

Key = tuple[str, ...]


class Keys(Protocol):
    """The values by which a person is recognised.

    In words for the operator: their `names`, what the `persons` are, and what who is `still_here` does.
    """

    names: ClassVar[str]
    persons: ClassVar[str]
    still_here: ClassVar[str]

    def usable(self) -> list[Key]:
        """The keys that are filled and well formed, the strongest first."""


@dataclass(frozen=True)
class PupilKeys:
    """The values by which a pupil is recognised. Empty and malformed numbers recognise nobody."""

    names: ClassVar[str] = "NISN, NIK, atau nama dan tanggal lahirnya"
    persons: ClassVar[str] = "peserta didik"
    still_here: ClassVar[str] = "bersekolah"

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
class PtkKeys:
    """The values by which a PTK is recognised. Empty and malformed numbers recognise nobody."""

    names: ClassVar[str] = "NUPTK, NIK, NIP, atau nama dan tanggal lahirnya"
    persons: ClassVar[str] = "PTK"
    still_here: ClassVar[str] = "bekerja di sini"

    nuptk: str
    nik: str
    nip: str
    nama: str
    tanggal_lahir: date | str | None

    def usable(self) -> list[Key]:
        """The keys that are filled and well formed, the strongest first."""
        numbers = (("nuptk", self.nuptk, _NUPTK), ("nik", self.nik, _NIK), ("nip", self.nip, _NIP))
        keys: list[Key] = [(name, number) for name, number, form in numbers if form.fullmatch(number)]
        if self.nama.strip() and self.tanggal_lahir:
            keys.append(("nama", folded(self.nama), str(self.tanggal_lahir)))
        return keys


@dataclass(frozen=True)
class PersonMatch:
    """The person that some keys mean.

    `id`: the person; None where there is none or where it is unclear. `unclear`: the reason in words for the
    operator, else "". `candidates`: the persons who could be meant where it is unclear.
    """

    id: UUID | None = None
    unclear: str = ""
    candidates: frozenset[UUID] = frozenset()


class PersonIndex:
    """An index of the known persons by each of their keys."""

    def __init__(self, known: Iterable[tuple[UUID, Keys]]) -> None:
        self._holders: dict[Key, set[UUID]] = {}
        for person, keys in known:
            for key in keys.usable():
                self._holders.setdefault(key, set()).add(person)

    def match(self, keys: Keys) -> PersonMatch:
        """Find the one person on whom all keys agree; a key that nobody has is ignored.

        Where several persons share a key, the other keys decide. Keys of different persons make it unclear.
        """
        named = [self._holders[key] for key in keys.usable() if key in self._holders]
        if not named:
            return PersonMatch()
        agreed = set.intersection(*named)
        if len(agreed) == 1:
            return PersonMatch(agreed.pop())
        reason = (
            f"Cocok dengan lebih dari satu {keys.persons}."
            if agreed
            else f"{keys.names} menunjuk {keys.persons} yang berbeda."
        )
        return PersonMatch(unclear=reason, candidates=frozenset().union(*named))


def folded(text: str) -> str:
    """A name without the differences that do not matter: capitals and blanks."""
    return " ".join(text.split()).casefold()
