"""The records of the school and the journal of their changes."""

from .journal import Act, Cursor, Journal, Origin, Pending
from .nilai import MatevRapor, Nilai
from .peserta_didik import (
    KEMBALI_BERSEKOLAH,
    PesertaDidik,
    PesertaDidikLongitudinal,
    RegistrasiPesertaDidik,
)
from .ptk import KeaktifanPtk, Ptk, RwyKepangkatan, RwyPendFormal
from .record import DELETION, Part, Plain, Record, Values
from .rombel import EKSKUL, KELAS, AnggotaRombel, Pembelajaran, RombonganBelajar
from .sekolah import Sekolah

# Parents before what names them: the order in which records are sent.
KINDS: dict[str, type[Record]] = {
    model.kind(): model
    for model in (
        Sekolah,
        Ptk,
        KeaktifanPtk,
        RwyPendFormal,
        RwyKepangkatan,
        PesertaDidik,
        RegistrasiPesertaDidik,
        PesertaDidikLongitudinal,
        RombonganBelajar,
        AnggotaRombel,
        Pembelajaran,
        MatevRapor,
        Nilai,
    )
}

__all__ = [
    "DELETION",
    "EKSKUL",
    "KELAS",
    "KEMBALI_BERSEKOLAH",
    "KINDS",
    "Act",
    "AnggotaRombel",
    "Cursor",
    "Journal",
    "KeaktifanPtk",
    "MatevRapor",
    "Nilai",
    "Origin",
    "Part",
    "Pembelajaran",
    "Pending",
    "PesertaDidik",
    "PesertaDidikLongitudinal",
    "Plain",
    "Ptk",
    "Record",
    "RegistrasiPesertaDidik",
    "RombonganBelajar",
    "RwyKepangkatan",
    "RwyPendFormal",
    "Sekolah",
    "Values",
]
