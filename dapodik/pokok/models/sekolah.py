"""The school."""

from dapodik.referensi.bentuk_pendidikan import BENTUK, Bentuk

from .fields import CodeField, NumberField, TextField
from .record import Record


class Sekolah(Record):
    """The one school of this installation."""

    npsn = TextField("NPSN")
    nama = TextField("nama sekolah")
    bentuk_pendidikan_id = CodeField("bentuk pendidikan", "bentuk_pendidikan")
    status_sekolah = CodeField("status sekolah", "status_sekolah")
    nss = TextField("NSS")
    alamat_jalan = TextField("alamat jalan")
    rt = NumberField("RT")
    rw = NumberField("RW")
    nama_dusun = TextField("dusun")
    desa_kelurahan = TextField("desa/kelurahan")
    kecamatan = TextField("kecamatan")
    kabupaten_kota = TextField("kabupaten/kota")
    provinsi = TextField("provinsi")
    kode_wilayah = CodeField("kode wilayah", "wilayah_kecamatan")
    kode_pos = TextField("kode pos")
    nomor_telepon = TextField("telepon")
    email = TextField("e-mail")
    website = TextField("situs web")
    lintang = NumberField("lintang")
    bujur = NumberField("bujur")
    semester_id = CodeField("semester aktif", "semester")

    pusat_fields = frozenset({"npsn"})
    field_groups = (
        ("alamat_jalan", "rt", "rw", "nama_dusun", "desa_kelurahan", "kode_pos"),
        ("kecamatan", "kabupaten_kota", "provinsi", "kode_wilayah"),
        ("lintang", "bujur"),
    )

    class Meta:
        db_table = "sekolah"
        verbose_name = "sekolah"
        verbose_name_plural = "sekolah"

    @property
    def bentuk(self) -> Bentuk | None:
        """What its form decides (grades, kind of Dapodik); None where the form is not known."""
        return BENTUK.get(self.bentuk_pendidikan_id)

    def __str__(self) -> str:
        return self.nama
