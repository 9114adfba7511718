"""What an endpoint is, and what it is asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from dapodik.pokok.models import Pending, Record, Sekolah

from .fields import Field, Source


@dataclass(frozen=True)
class Asked:
    """A call that was let in.

    `semester`: the one it names, else the active one; "" where it names none that can be. `parameters`: those
    of the address.
    """

    sekolah: Sekolah
    semester: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def tahun_ajaran(self) -> str:
        """The year in which the semester's school year begins."""
        return self.semester[:4]

    def derived_id(self, kind: str, text: object) -> str:
        """The id of something that has no record here: it follows from the school and the text, so it is the
        same at every call. "" for no text."""
        return str(uuid5(self.sekolah.pk, f"{kind}:{text}")) if text else ""

    def ptk_terdaftar_id(self, ptk: UUID | None) -> str:
        """The id of a PTK's assignment to this school in the school year; "" for nobody."""
        return self.derived_id("ptk_terdaftar", f"{ptk}/{self.tahun_ajaran}" if ptk else "")


@dataclass(frozen=True)
class Endpoint:
    """An address that is read: `/WebService/NAME`.

    `data`: what an application must be allowed (a key of DATA); `id`: the name of the key field, as the
    envelope says it; `read`: what there is, in a stable order; `is_object`: `rows` is one object, no list.
    """

    name: str
    data: str
    id: str
    fields: tuple[Field, ...]
    read: Callable[[Asked], Iterable[Source]]
    is_object: bool = False


# What an application may be allowed, and how the operator reads it.
SENDING = "kirim_nilai"
DATA = {
    "sekolah": "Sekolah",
    "pengguna": "Pengguna",
    "gtk": "GTK (PTK)",
    "rombongan_belajar": "Rombel dan pembelajaran",
    "peserta_didik": "Peserta didik",
    "mata_pelajaran": "Mata pelajaran",
    "nilai": "Baca nilai rapor",
    SENDING: "Kirim nilai rapor",
}


def data_in_words(names: Iterable[str]) -> str:
    """What an application is allowed, as the operator reads it."""
    allowed = [label for name, label in DATA.items() if name in set(names)]
    return "semua data" if len(allowed) == len(DATA) else ", ".join(allowed) or "tidak ada"


def unsent_ids(model: type[Record]) -> set[UUID]:
    """The records of a kind of which pusat does not know the present state."""
    return set(Pending.objects.filter(kind=model.kind()).values_list("record_id", flat=True))
