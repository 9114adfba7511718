"""Limits that rules check, as data: how long numbers are and between what values measures lie.

Source: column widths of the data dictionary; structure of NIK, NISN, NUPTK and NIP as in the reference
of rules. Degrees: the bounding box of Indonesia.
"""

# Number of digits.
DIGITS = {
    "nik": 16,
    "no_kk": 16,
    "nisn": 10,
    "nik_ayah": 16,
    "nik_ibu": 16,
    "nik_wali": 16,
    "nuptk": 16,
    "nip": 18,
    "kode_pos": 5,
}
# Letters or digits on the card.
CARD_LENGTH = {"nomor_kip": 6, "nomor_kks": 6}
MAX_LENGTH = {"nipd": 18}
# Least and greatest value that is plausible.
RANGE = {
    "rt": (0, 99),
    "rw": (0, 99),
    "tinggi_badan": (50, 220),
    "berat_badan": (5, 150),
    "lingkar_kepala": (30, 70),
    "jumlah_saudara_kandung": (0, 20),
    "anak_keberapa": (1, 25),
    "jarak_rumah_ke_sekolah_km": (0, 100),
    "lintang": (-11.1, 6.2),
    "bujur": (94.9, 141.1),
}
# Years a parent is older than the child, at least.
PARENT_OLDER = 12
FIRST_YEAR = 1900
# A pupil's age on 1 July is the grade plus this many years, at least and at most. Permendikbud 51/2018
# Art. 6-7 gives 7 (from 6) for grade 1, at most 15 for grade 7 and 21 for grade 10.
AGE_OVER_GRADE = (4, 11)
