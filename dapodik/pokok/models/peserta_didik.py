"""Pupils, their enrolment and their measures of past semesters."""

from dapodik.referensi.tables import table

from .fields import CardField, CodeField, DateField, FlagField, FlagsField, NumberField, Reference, TextField
from .record import DELETION, Consequence, Part, Record
from .sekolah import Sekolah

# The code of jenis_pendaftaran of who left this school and came back: a registrasi of its own.
KEMBALI_BERSEKOLAH = "7"


class PesertaDidik(Record):
    """A pupil (PD), with parents, wali, the semester's measures and the cards for aid."""

    nama = TextField("nama")
    jenis_kelamin = TextField("jenis kelamin", max_length=1, choices=[("L", "Laki-laki"), ("P", "Perempuan")])
    nisn = TextField("NISN")
    nik = TextField("NIK")
    no_kk = TextField("nomor KK")
    tempat_lahir = TextField("tempat lahir")
    tanggal_lahir = DateField("tanggal lahir")
    reg_akta_lahir = TextField("no. registrasi akta lahir")
    agama_id = CodeField("agama", "agama")
    kebutuhan_khusus_id = FlagsField("kebutuhan khusus", "kebutuhan_khusus")

    alamat_jalan = TextField("alamat")
    rt = NumberField("RT")
    rw = NumberField("RW")
    nama_dusun = TextField("dusun")
    desa_kelurahan = TextField("kelurahan")
    kecamatan = TextField("kecamatan")
    kode_pos = TextField("kode pos")
    lintang = NumberField("lintang")
    bujur = NumberField("bujur")
    jenis_tinggal_id = CodeField("jenis tinggal", "jenis_tinggal")
    alat_transportasi_id = CodeField("alat transportasi", "alat_transportasi")
    nomor_telepon_rumah = TextField("telepon rumah")
    nomor_telepon_seluler = TextField("nomor HP")
    email = TextField("e-mail")

    nama_ayah = TextField("nama ayah")
    tahun_lahir_ayah = NumberField("tahun lahir ayah")
    jenjang_pendidikan_ayah_id = CodeField("pendidikan ayah", "jenjang_pendidikan")
    pekerjaan_ayah_id = CodeField("pekerjaan ayah", "pekerjaan")
    penghasilan_ayah_id = CodeField("penghasilan ayah", "penghasilan")
    nik_ayah = TextField("NIK ayah")
    nama_ibu_kandung = TextField("nama ibu kandung")
    tahun_lahir_ibu = NumberField("tahun lahir ibu")
    jenjang_pendidikan_ibu_id = CodeField("pendidikan ibu", "jenjang_pendidikan")
    pekerjaan_ibu_id = CodeField("pekerjaan ibu", "pekerjaan")
    penghasilan_ibu_id = CodeField("penghasilan ibu", "penghasilan")
    nik_ibu = TextField("NIK ibu")
    nama_wali = TextField("nama wali")
    tahun_lahir_wali = NumberField("tahun lahir wali")
    jenjang_pendidikan_wali_id = CodeField("pendidikan wali", "jenjang_pendidikan")
    pekerjaan_wali_id = CodeField("pekerjaan wali", "pekerjaan")
    penghasilan_wali_id = CodeField("penghasilan wali", "penghasilan")
    nik_wali = TextField("NIK wali")

    tinggi_badan = NumberField("tinggi badan (cm)")
    berat_badan = NumberField("berat badan (kg)")
    lingkar_kepala = NumberField("lingkar kepala (cm)")
    anak_keberapa = NumberField("anak ke berapa")
    jumlah_saudara_kandung = NumberField("jumlah saudara kandung")
    jarak_rumah_ke_sekolah_km = NumberField("jarak rumah ke sekolah (km)")

    penerima_kip = FlagField("penerima KIP")
    nomor_kip = CardField("nomor KIP")
    nama_di_kip = TextField("nama di KIP")
    penerima_kps = FlagField("penerima KPS")
    no_kps = TextField("nomor KPS")
    nomor_kks = TextField("nomor KKS")
    nomor_pkh = TextField("nomor PKH")
    layak_pip = FlagField("layak PIP (usulan sekolah)")
    alasan_layak_pip_id = CodeField("alasan layak PIP", "alasan_layak_pip")
    bank = TextField("bank")
    rekening_bank = TextField("nomor rekening")
    rekening_atas_nama = TextField("rekening atas nama")

    pusat_fields = frozenset({"nisn", "penerima_kip", "nomor_kip", "nama_di_kip", "penerima_kps", "no_kps"})
    field_groups = (
        ("penerima_kip", "nomor_kip", "nama_di_kip", "penerima_kps", "no_kps"),
        ("layak_pip", "alasan_layak_pip_id"),
        ("alamat_jalan", "rt", "rw", "nama_dusun", "desa_kelurahan", "kecamatan", "kode_pos"),
        ("lintang", "bujur"),
        ("bank", "rekening_bank", "rekening_atas_nama"),
    )
    consequences = (
        Consequence("nomor_kip", {"penerima_kip": True}),
        # Source: guides to version 4.1.1: who had a KPS and got a KIP has the KIP in its place. A KPS that
        # is told beside a KIP is meant, and another number of the KIP leaves it.
        Consequence("nomor_kip", {"penerima_kps": False, "no_kps": ""}, first_only=True),
    )

    class Meta:
        db_table = "peserta_didik"
        verbose_name = "peserta didik"
        verbose_name_plural = "peserta didik"

    def __str__(self) -> str:
        return self.nama or "(tanpa nama)"


class RegistrasiPesertaDidik(Part):
    """A pupil's enrolment at this school: from entry to leaving."""

    peserta_didik = Reference(PesertaDidik, "peserta didik", related_name="registrasi")
    sekolah = Reference(Sekolah, "sekolah", related_name="+")
    nipd = TextField("NIPD")
    jenis_pendaftaran_id = CodeField("jenis pendaftaran", "jenis_pendaftaran")
    tanggal_masuk_sekolah = DateField("tanggal masuk sekolah")
    sekolah_asal = TextField("sekolah asal")
    no_skhun = TextField("nomor SKHUN")
    no_peserta_ujian = TextField("no. peserta ujian nasional")
    no_seri_ijazah = TextField("no. seri ijazah")
    jenis_keluar_id = CodeField("keluar karena", "jenis_keluar")
    tanggal_keluar = DateField("tanggal keluar")
    keterangan = TextField("keterangan")

    field_groups = (DELETION, ("jenis_keluar_id", "tanggal_keluar"))

    class Meta:
        db_table = "registrasi_peserta_didik"
        verbose_name = "registrasi"
        verbose_name_plural = "registrasi"

    def __str__(self) -> str:
        return f"Registrasi {self.nipd}".strip()


class PesertaDidikLongitudinal(Part):
    """A pupil's measures as they were in one semester (data periodik).

    Those of the active semester stand on the pupil, where sheets and forms have them; when a semester is
    closed they are kept here, and nobody changes them any more.
    """

    peserta_didik = Reference(PesertaDidik, "peserta didik", related_name="longitudinal")
    semester_id = CodeField("semester", "semester")
    tinggi_badan = NumberField("tinggi badan (cm)")
    berat_badan = NumberField("berat badan (kg)")
    lingkar_kepala = NumberField("lingkar kepala (cm)")
    jumlah_saudara_kandung = NumberField("jumlah saudara kandung")
    jarak_rumah_ke_sekolah_km = NumberField("jarak rumah ke sekolah (km)")

    class Meta:
        db_table = "peserta_didik_longitudinal"
        verbose_name = "data periodik"
        verbose_name_plural = "data periodik"

    def __str__(self) -> str:
        return f"Data periodik {table('semester').label(self.semester_id)}"
