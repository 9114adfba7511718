"""The Pengaturan pages, under /pengaturan/."""

from django.urls import path

from . import akun, cadangan, pengguna, riwayat_keamanan, views

app_name = "pengaturan"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("akun/", akun.own_account, name="akun"),
    path("akun/riwayat/", riwayat_keamanan.own, name="riwayat_saya"),
    path("akun/keluar-semua/", akun.leave_everywhere, name="keluar_semua"),
    path("kata-sandi/", akun.own_password, name="sandi"),
    path("pengguna/", pengguna.index, name="pengguna"),
    path("pengguna/tambah/", pengguna.add, name="tambah"),
    path("pengguna/<int:pk>/", pengguna.edit, name="ubah"),
    path("pengguna/<int:pk>/nonaktifkan/", pengguna.deactivate, name="nonaktifkan"),
    path("pengguna/<int:pk>/aktifkan/", pengguna.activate, name="aktifkan"),
    path("pengguna/<int:pk>/kata-sandi/", pengguna.reset, name="atur_ulang"),
    path("cadangan/", cadangan.index, name="cadangan"),
    path("cadangan/buat/", cadangan.make, name="cadangan_buat"),
    path("cadangan/ambil/", cadangan.carry_in, name="cadangan_ambil"),
    path("cadangan/<int:pk>/bawa/", cadangan.carry_out, name="cadangan_bawa"),
    path("cadangan/<int:pk>/unduh/", cadangan.download, name="cadangan_unduh"),
    path("cadangan/<int:pk>/pulihkan/", cadangan.restore, name="pulihkan"),
    path("cadangan/<int:pk>/hapus/", cadangan.delete, name="cadangan_hapus"),
    path("riwayat-keamanan/", riwayat_keamanan.index, name="riwayat_keamanan"),
]
