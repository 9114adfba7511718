"""The 66 columns of the Daftar Peserta Didik by their fields: what a pupil is in this benchmark.

`laptop.rows` asks that they are those of the program's own list of columns.
"""

_NAMES = """
nomor nama nipd jenis_kelamin nisn tempat_lahir tanggal_lahir nik agama_id alamat_jalan rt rw
nama_dusun desa_kelurahan kecamatan kode_pos jenis_tinggal_id alat_transportasi_id nomor_telepon_rumah
nomor_telepon_seluler email no_skhun penerima_kps no_kps
nama_ayah tahun_lahir_ayah jenjang_pendidikan_ayah_id pekerjaan_ayah_id penghasilan_ayah_id nik_ayah
nama_ibu_kandung tahun_lahir_ibu jenjang_pendidikan_ibu_id pekerjaan_ibu_id penghasilan_ibu_id nik_ibu
nama_wali tahun_lahir_wali jenjang_pendidikan_wali_id pekerjaan_wali_id penghasilan_wali_id nik_wali
rombel no_peserta_ujian no_seri_ijazah penerima_kip nomor_kip nama_di_kip nomor_kks reg_akta_lahir
bank rekening_bank rekening_atas_nama layak_pip alasan_layak_pip_id kebutuhan_khusus_id sekolah_asal
anak_keberapa lintang bujur no_kk berat_badan tinggi_badan lingkar_kepala jumlah_saudara_kandung
jarak_rumah_ke_sekolah_km
"""
FIELDS = _NAMES.split()
