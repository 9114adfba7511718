"""What is wrong at the demonstration school, so that there is something to find and to mend."""

from .people import years_before
from .pupils import DemoPupil


def plant(pupils: list[DemoPupil]) -> None:
    """Spoil a few pupils, each in one way; everything else at the school is right."""
    # Invalid: these block sending.
    pupils[8].values["nik"] = pupils[8].values["nik"][:15]
    pupils[41].values["nisn"] = pupils[40].values["nisn"]
    pupils[77].values["nama_ibu_kandung"] = ""
    pupils[103].values["agama_id"] = ""
    next(pupil for pupil in pupils[120:] if pupil.values["penerima_kps"]).values["no_kps"] = ""
    pupils[166].kelas = None
    # Warnings: worth a look, no more.
    born = pupils[201].values["tanggal_lahir"]
    pupils[201].values["tanggal_lahir"] = years_before(born, 1)
    pupils[222].values["rt"] = "112"
    pupils[254].values["tahun_lahir_ibu"] = str(pupils[254].values["tanggal_lahir"].year - 9)
    pupils[287].values["lintang"] = "7.1769"
