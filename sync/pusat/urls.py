"""All addresses of pusat."""

from django.urls import path

from . import api
from .web import berkas, officers, schools, security, tanda_terima

handler404 = "sync.pusat.web.officers.not_found"

urlpatterns = [
    path("sehat", api.healthy, name="sehat"),
    path("sync/v1/register", api.register),
    path("sync/v1/exchange", api.exchange),
    path("sync/v1/compare", api.compare),
    path("sync/v1/check", api.check),
    path("sync/v1/renew_key", api.renew_key),
    path("sync/v1/revoke", api.revoke),
    path("", schools.index, name="beranda"),
    path("sekolah/<uuid:pk>/", schools.school, name="sekolah"),
    path("sekolah/<uuid:pk>/kode/", schools.new_code, name="sekolah_kode"),
    path("sekolah/<uuid:pk>/cabut/", schools.revoke, name="sekolah_cabut"),
    path("masuk/", officers.login, name="masuk"),
    path("keluar/", officers.logout, name="keluar"),
    path("keamanan/", security.history, name="keamanan"),
    path("offline/", berkas.upload, name="offline"),
    path("offline/<uuid:school>/<int:computer>/<str:token>/", berkas.result, name="offline_hasil"),
    path(
        "offline/<uuid:school>/<int:computer>/<str:token>/jawaban",
        berkas.download,
        name="offline_jawaban",
    ),
    path("tanda-terima/", tanda_terima.check, name="tanda_terima"),
    path("sk/", officers.decrees, name="sk"),
    path("sk/contoh/", officers.publish_sample, name="sk_contoh"),
    path("sk/<int:pk>/", officers.decree, name="sk_rinci"),
]
