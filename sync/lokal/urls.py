"""The Sinkronisasi pages, under /sinkronisasi/."""

from django.urls import path

from . import approval_pages, check_pages, offline_pages, pages, waiting_pages

app_name = "sinkronisasi"
urlpatterns = [
    path("", pages.index, name="beranda"),
    path("mulai/", pages.start, name="mulai"),
    path("kemajuan/", pages.progress, name="kemajuan"),
    path("periksa/", check_pages.check, name="periksa"),
    path("daftar/", pages.registration, name="daftar"),
    path("kunci/", pages.change_key, name="kunci"),
    path("riwayat/", pages.history, name="riwayat"),
    path("perubahan/<str:kind>/", waiting_pages.of_kind, name="perubahan"),
    path("perubahan/<str:kind>/<uuid:pk>/urungkan/", waiting_pages.take_back, name="urungkan"),
    path("persetujuan/", approval_pages.sheet, name="persetujuan"),
    path("persetujuan/saklar/", approval_pages.switch, name="saklar"),
    path("berkas/", offline_pages.index, name="berkas"),
    path("berkas/buat/", offline_pages.make, name="berkas_buat"),
    path("berkas/baca/", offline_pages.read, name="berkas_baca"),
    path("konflik/<int:pk>/pakai/", pages.use_lost_value, name="pakai"),
    path("<uuid:pk>/hentikan/", pages.stop, name="hentikan"),
    path("<uuid:pk>/", pages.result, name="hasil"),
    path("<uuid:pk>/masuk/<str:kind>/", pages.incoming, name="masuk"),
]
