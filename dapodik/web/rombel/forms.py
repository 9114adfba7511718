"""The form of a class."""

from dapodik.pokok.models import RombonganBelajar

from ..record_form import RecordForm


class RombelForm(RecordForm[RombonganBelajar]):
    """What is known of the class; who is in it stands at the pupils."""

    model = RombonganBelajar
    sections = [
        ("Rombel", ["nama", "tingkat_pendidikan_id", "ptk_id"]),
        ("Kurikulum dan ruang", ["kurikulum_id_str", "jurusan_id_str", "id_ruang_str"]),
    ]
