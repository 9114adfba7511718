"""One line of a KIP list: a card, and what the list says of the pupil whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sync.wire.kip import card_key

# What a list may say of a pupil, by column, with the words for it (Indonesian).
KEYS = {"nisn": "NISN", "nik": "NIK", "nama": "nama", "tanggal_lahir": "tanggal lahir"}


@dataclass(frozen=True)
class SkLine:
    """`number` is the line of the file. `keys` are the values of KEYS; an empty one says nothing.

    `peserta_didik_id` names the pupil in place of them. `notes`: how cells were read that were spoiled;
    `problem`: why the line cannot be used, else "" (both Indonesian).
    """

    number: int
    nomor_kip: str
    nama_di_kip: str
    keys: Mapping[str, str]
    peserta_didik_id: UUID | None = None
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def card(self) -> str:
        """The card, for comparing it with another."""
        return card_key(self.nomor_kip)
