"""How wide a column of a sheet is, in letters, by the kind of what stands in it."""

import re

from .columns import Column

# The first pattern that the field begins with.
_WIDTHS = (
    ("nomor$", 6),
    ("nama$", 32),
    ("nama|nm_|rekening_atas_nama|tempat_lahir_", 28),
    ("jenis_kelamin|r[tw]$|anak_|kewarganegaraan", 5),
    ("nik|no_kk|nip$|nip_|nuptk|npwp|sk_|no_peserta|no_seri|no_skhun|reg_akta|rekening_", 22),
    ("tanggal|tgl|tmt|tahun|kode_pos|lintang|bujur|nisn|nipd|nomor_k|rombel", 13),
    ("alamat|kebutuhan", 36),
    ("penghasilan|pekerjaan|email|alasan|sekolah_asal|jenis_ptk|status_kepegawaian|lembaga|sumber", 27),
    ("jarak|jumlah|berat|tinggi|lingkar|penerima|layak|keahlian|sudah|pernah", 11),
)
_OTHER, _MARGIN = 18, 2


def width_of(column: Column) -> float:
    """Wide enough for the usual content, and for the longest word of the header."""
    words = (column.sub or column.header).split()
    usual = next((width for pattern, width in _WIDTHS if re.match(pattern, column.field)), _OTHER)
    return max(usual, max(map(len, words)) + _MARGIN)
