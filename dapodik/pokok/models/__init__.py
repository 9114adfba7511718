"""The records of the school and the journal of their changes."""

from .journal import Cursor, Journal, Origin, Pending
from .peserta_didik import PesertaDidik, RegistrasiPesertaDidik
from .ptk import KeaktifanPtk, Ptk
from .record import Plain, Record, Values
from .rombel import EKSKUL, KELAS, AnggotaRombel, RombonganBelajar
from .sekolah import Sekolah

# Parents before what names them: the order in which records are sent.
KINDS: dict[str, type[Record]] = {
    model.kind(): model
    for model in (
        Sekolah,
        Ptk,
        KeaktifanPtk,
        PesertaDidik,
        RegistrasiPesertaDidik,
        RombonganBelajar,
        AnggotaRombel,
    )
}

__all__ = [
    "EKSKUL",
    "KELAS",
    "KINDS",
    "AnggotaRombel",
    "Cursor",
    "Journal",
    "KeaktifanPtk",
    "Origin",
    "Pending",
    "PesertaDidik",
    "Plain",
    "Ptk",
    "Record",
    "RegistrasiPesertaDidik",
    "RombonganBelajar",
    "Sekolah",
    "Values",
]
