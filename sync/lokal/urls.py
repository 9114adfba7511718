"""The Sinkronisasi pages, under /sinkronisasi/."""

from django.urls import path

from .web import berkas, daftar, komputer, periksa, persetujuan, sinkronisasi
from .web.disisihkan import views as disisihkan
from .web.hasil import views as hasil
from .web.konflik import views as konflik
from .web.perubahan import views as perubahan
from .web.tanda_terima import views as tanda_terima

app_name = "sinkronisasi"
urlpatterns = [
    path("", sinkronisasi.index, name="beranda"),
    path("mulai/", sinkronisasi.start, name="mulai"),
    path("kemajuan/", sinkronisasi.progress, name="kemajuan"),
    path("periksa/", periksa.check, name="periksa"),
    path("daftar/", daftar.registration, name="daftar"),
    path("kunci/", daftar.change_key, name="kunci"),
    path("komputer/", komputer.index, name="komputer"),
    path("komputer/<int:pk>/", komputer.answer, name="komputer_jawab"),
    path("riwayat/", hasil.history, name="riwayat"),
    path("perubahan/<str:kind>/", perubahan.of_kind, name="perubahan"),
    path("perubahan/<str:kind>/<uuid:pk>/urungkan/", perubahan.take_back, name="urungkan"),
    path("persetujuan/", persetujuan.sheet, name="persetujuan"),
    path("persetujuan/saklar/", persetujuan.switch, name="saklar"),
    path("berkas/", berkas.index, name="berkas"),
    path("berkas/buat/", berkas.make, name="berkas_buat"),
    path("berkas/baca/", berkas.read, name="berkas_baca"),
    path("konflik/", konflik.index, name="konflik"),
    path("konflik/jawab/", konflik.answer, name="jawab"),
    path("disisihkan/", disisihkan.index, name="disisihkan"),
    path("<uuid:pk>/hentikan/", sinkronisasi.stop, name="hentikan"),
    path("<uuid:pk>/", hasil.result, name="hasil"),
    path("<uuid:pk>/masuk/<str:kind>/", hasil.incoming, name="masuk"),
    path("<uuid:pk>/tanda-terima/", tanda_terima.page, name="tanda_terima"),
    path("<uuid:pk>/tanda-terima.pdf", tanda_terima.pdf, name="tanda_terima_pdf"),
]
