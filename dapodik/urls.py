"""The whole map of the site's pages."""

from django.apps import apps
from django.urls import include, path

from dapodik.web import errors
from dapodik.web.bantuan import views as bantuan
from dapodik.web.beranda import views as beranda
from dapodik.web.cari import views as cari
from dapodik.web.masuk import views as masuk
from dapodik.web.mulai import views as mulai
from dapodik.web.saringan import views as saringan
from dapodik.web.semester import baru as semester_baru
from dapodik.web.semester import views as semester

urlpatterns = [
    path("", beranda.index, name="beranda"),
    path("masuk/", masuk.Masuk.as_view(), name="masuk"),
    path("keluar/", masuk.leave, name="keluar"),
    path("masuk/belum-terkirim/", masuk.still_unsent, name="belum_terkirim"),
    path("semester/", semester.select, name="semester"),
    path("cari/", cari.index, name="cari"),
    path("saringan/", saringan.keep, name="saringan"),
    path("saringan/<int:pk>/hapus/", saringan.remove, name="hapus_saringan"),
    path("tampilan/", bantuan.brightness, name="tampilan"),
    path("bantuan/pembaruan/", bantuan.updating, name="pembaruan"),
    path("bantuan/pintasan/", bantuan.shortcuts, name="pintasan"),
    path("semester/baru/", semester_baru.page, name="semester_baru"),
    path("mulai/", mulai.first_account, name="mulai"),
    path("mulai/pintu/", mulai.doors, name="pintu"),
    path("mulai/contoh/", mulai.demonstration, name="contoh"),
    path("sekolah/", include("dapodik.web.sekolah.urls")),
    path("peserta-didik/", include("dapodik.web.peserta_didik.urls")),
    path("ptk/", include("dapodik.web.ptk.urls")),
    path("rombel/", include("dapodik.web.rombel.urls")),
    path("validasi/", include("dapodik.web.validasi.urls")),
    path("unduhan/", include("dapodik.web.unduhan.urls")),
    path("riwayat/", include("dapodik.web.riwayat.urls")),
    path("tindakan/", include("dapodik.web.tindakan.urls")),
    path("pengaturan/web-service/", include("dapodik.webservice.urls")),
    path("pengaturan/", include("dapodik.web.pengaturan.urls")),
]
if apps.is_installed("sync.lokal"):
    urlpatterns.append(path("sinkronisasi/", include("sync.lokal.urls")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failure
