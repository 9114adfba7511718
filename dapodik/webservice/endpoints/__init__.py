"""The addresses that are read, each with its list of fields."""

from ..endpoint import Endpoint
from .gtk import GTK
from .mata_pelajaran import MATA_PELAJARAN
from .nilai import MATEV_NILAI, NILAI
from .pengguna import PENGGUNA
from .peserta_didik import PESERTA_DIDIK
from .rombongan_belajar import ROMBONGAN_BELAJAR
from .sekolah import SEKOLAH

ENDPOINTS: dict[str, Endpoint] = {
    endpoint.name: endpoint
    for endpoint in (
        SEKOLAH,
        PENGGUNA,
        GTK,
        ROMBONGAN_BELAJAR,
        PESERTA_DIDIK,
        MATA_PELAJARAN,
        MATEV_NILAI,
        NILAI,
    )
}
