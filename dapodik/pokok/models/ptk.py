"""Teachers and other staff, their schooling and ranks, and their monthly activity."""

from dapodik.referensi.bulan import in_words

from .fields import CodeField, DateField, FlagField, MonthField, NumberField, Reference, TextField
from .record import Part, Record
from .sekolah import Sekolah


class Ptk(Record):
    """A teacher or other member of staff (PTK), with the assignment to this school."""

    sekolah = Reference(Sekolah, "sekolah", related_name="+")
    nama = TextField("nama")
    jenis_kelamin = TextField("jenis kelamin", max_length=1, choices=[("L", "Laki-laki"), ("P", "Perempuan")])
    tempat_lahir = TextField("tempat lahir")
    tanggal_lahir = DateField("tanggal lahir")
    nama_ibu_kandung = TextField("nama ibu kandung")
    nik = TextField("NIK")
    no_kk = TextField("nomor KK")
    nuptk = TextField("NUPTK")
    nip = TextField("NIP")
    agama_id = CodeField("agama", "agama")
    status_kepegawaian_id = CodeField("status kepegawaian", "status_kepegawaian")
    jenis_ptk_id = CodeField("jenis PTK", "jenis_ptk")
    # By the name that the WebService gives it: the table of its codes is not public.
    jabatan_ptk_id_str = TextField("jabatan PTK")
    tugas_tambahan = TextField("tugas tambahan")
    pangkat_golongan_id = CodeField("pangkat/golongan", "pangkat_golongan")
    sumber_gaji_id = CodeField("sumber gaji", "sumber_gaji")
    lembaga_pengangkat_id = CodeField("lembaga pengangkat", "lembaga_pengangkat")
    sk_cpns = TextField("SK CPNS")
    tgl_cpns = DateField("tanggal CPNS")
    tmt_pns = DateField("TMT PNS")
    sk_pengangkatan = TextField("SK pengangkatan")
    tmt_pengangkatan = DateField("TMT pengangkatan")
    pendidikan_terakhir = CodeField("pendidikan terakhir", "jenjang_pendidikan")
    status_perkawinan = CodeField("status perkawinan", "status_perkawinan")
    nama_suami_istri = TextField("nama suami/istri")
    nip_suami_istri = TextField("NIP suami/istri")
    pekerjaan_suami_istri = CodeField("pekerjaan suami/istri", "pekerjaan")
    npwp = TextField("NPWP")
    nm_wp = TextField("nama wajib pajak")
    kewarganegaraan = TextField("kewarganegaraan", max_length=2)
    karpeg = TextField("nomor Karpeg")
    karpas = TextField("nomor Karis/Karsu")
    nuks = TextField("NUKS")
    sudah_lisensi_kepala_sekolah = FlagField("sudah lisensi kepala sekolah")
    pernah_diklat_kepengawasan = FlagField("pernah diklat kepengawasan")
    keahlian_braille = FlagField("keahlian braille")
    keahlian_bhs_isyarat = FlagField("keahlian bahasa isyarat")
    bank = TextField("bank")
    rekening_bank = TextField("nomor rekening")
    rekening_atas_nama = TextField("rekening atas nama")
    alamat_jalan = TextField("alamat")
    rt = NumberField("RT")
    rw = NumberField("RW")
    nama_dusun = TextField("dusun")
    desa_kelurahan = TextField("kelurahan")
    kecamatan = TextField("kecamatan")
    kode_pos = TextField("kode pos")
    lintang = NumberField("lintang")
    bujur = NumberField("bujur")
    nomor_telepon_rumah = TextField("telepon rumah")
    nomor_telepon_seluler = TextField("nomor HP")
    email = TextField("e-mail")
    ptk_induk = FlagField("sekolah induk")
    nomor_surat_tugas = TextField("nomor surat tugas")
    tanggal_surat_tugas = DateField("tanggal surat tugas")
    tmt_tugas = DateField("TMT tugas")
    jenis_keluar_id = CodeField("keluar karena", "jenis_keluar")
    tanggal_keluar = DateField("tanggal keluar")

    pusat_fields = frozenset({"nuptk"})
    field_groups = (
        ("alamat_jalan", "rt", "rw", "nama_dusun", "desa_kelurahan", "kecamatan", "kode_pos"),
        ("lintang", "bujur"),
        ("bank", "rekening_bank", "rekening_atas_nama"),
        ("jenis_keluar_id", "tanggal_keluar"),
    )

    class Meta:
        db_table = "ptk"
        verbose_name = "PTK"
        verbose_name_plural = "PTK"

    def __str__(self) -> str:
        return self.nama or "(tanpa nama)"


class KeaktifanPtk(Part):
    """One month of one PTK, in which the PTK was active or not."""

    ptk = Reference(Ptk, "PTK", related_name="keaktifan")
    bulan = MonthField("bulan", max_length=7, help_text="YYYY-MM")
    aktif = FlagField("aktif")

    class Meta:
        db_table = "keaktifan_ptk"
        verbose_name = "keaktifan PTK"
        verbose_name_plural = "keaktifan PTK"

    def __str__(self) -> str:
        return f"Keaktifan {in_words(self.bulan)}"


class RwyPendFormal(Part):
    """One formal education of a PTK (riwayat pendidikan formal), by the names that the WebService gives."""

    ptk = Reference(Ptk, "PTK", related_name="rwy_pend_formal")
    jenjang_pendidikan_id = CodeField("jenjang pendidikan", "jenjang_pendidikan")
    satuan_pendidikan_formal = TextField("satuan pendidikan")
    bidang_studi_id_str = TextField("bidang studi")
    prodi = TextField("program studi")
    fakultas = TextField("fakultas")
    gelar_akademik_id_str = TextField("gelar")
    kependidikan = FlagField("kependidikan")
    tahun_masuk = NumberField("tahun masuk")
    tahun_lulus = NumberField("tahun lulus")
    nim = TextField("NIM/NIS")
    status_kuliah = TextField("status kuliah")
    semester = NumberField("semester")
    ipk = NumberField("IPK/rata-rata")

    class Meta:
        db_table = "rwy_pend_formal"
        verbose_name = "riwayat pendidikan formal"
        verbose_name_plural = "riwayat pendidikan formal"

    def __str__(self) -> str:
        return f"Pendidikan {self.satuan_pendidikan_formal}".strip()


class RwyKepangkatan(Part):
    """One rank that a PTK was given (riwayat kepangkatan)."""

    ptk = Reference(Ptk, "PTK", related_name="rwy_kepangkatan")
    pangkat_golongan_id = CodeField("pangkat/golongan", "pangkat_golongan")
    nomor_sk = TextField("nomor SK")
    tanggal_sk = DateField("tanggal SK")
    tmt_pangkat = DateField("TMT pangkat")
    masa_kerja_gol_tahun = NumberField("masa kerja (tahun)")
    masa_kerja_gol_bulan = NumberField("masa kerja (bulan)")

    class Meta:
        db_table = "rwy_kepangkatan"
        verbose_name = "riwayat kepangkatan"
        verbose_name_plural = "riwayat kepangkatan"

    def __str__(self) -> str:
        return f"Kepangkatan {self.nomor_sk}".strip()
