"""The Sinkronisasi pages, under /sinkronisasi/."""

from django.urls import path

from . import (
    approval_pages,
    check_pages,
    conflict_pages,
    offline_pages,
    pages,
    put_aside_pages,
    receipt_pages,
    result_pages,
    waiting_pages,
)

app_name = "sinkronisasi"
urlpatterns = [
    path("", pages.index, name="beranda"),
    path("mulai/", pages.start, name="mulai"),
    path("kemajuan/", pages.progress, name="kemajuan"),
    path("periksa/", check_pages.check, name="periksa"),
    path("daftar/", pages.registration, name="daftar"),
    path("kunci/", pages.change_key, name="kunci"),
    path("riwayat/", result_pages.history, name="riwayat"),
    path("perubahan/<str:kind>/", waiting_pages.of_kind, name="perubahan"),
    path("perubahan/<str:kind>/<uuid:pk>/urungkan/", waiting_pages.take_back, name="urungkan"),
    path("persetujuan/", approval_pages.sheet, name="persetujuan"),
    path("persetujuan/saklar/", approval_pages.switch, name="saklar"),
    path("berkas/", offline_pages.index, name="berkas"),
    path("berkas/buat/", offline_pages.make, name="berkas_buat"),
    path("berkas/baca/", offline_pages.read, name="berkas_baca"),
    path("konflik/", conflict_pages.index, name="konflik"),
    path("konflik/jawab/", conflict_pages.answer, name="jawab"),
    path("disisihkan/", put_aside_pages.index, name="disisihkan"),
    path("<uuid:pk>/hentikan/", pages.stop, name="hentikan"),
    path("<uuid:pk>/", result_pages.result, name="hasil"),
    path("<uuid:pk>/masuk/<str:kind>/", result_pages.incoming, name="masuk"),
    path("<uuid:pk>/tanda-terima/", receipt_pages.page, name="tanda_terima"),
    path("<uuid:pk>/tanda-terima.pdf", receipt_pages.pdf, name="tanda_terima_pdf"),
]
