"""All addresses of pusat."""

from django.urls import path

from . import api
from .web import berkas, pages, tanda_terima

handler404 = "sync.pusat.web.pages.not_found"

urlpatterns = [
    path("sehat", api.healthy, name="sehat"),
    path("sync/v1/register", api.register),
    path("sync/v1/exchange", api.exchange),
    path("sync/v1/compare", api.compare),
    path("sync/v1/check", api.check),
    path("sync/v1/renew_key", api.renew_key),
    path("", pages.schools, name="beranda"),
    path("masuk/", pages.login, name="masuk"),
    path("keluar/", pages.logout, name="keluar"),
    path("offline/", berkas.upload, name="offline"),
    path("offline/<uuid:school>/<int:computer>/<str:token>/", berkas.result, name="offline_hasil"),
    path(
        "offline/<uuid:school>/<int:computer>/<str:token>/jawaban",
        berkas.download,
        name="offline_jawaban",
    ),
    path("tanda-terima/", tanda_terima.check, name="tanda_terima"),
    path("sk/", pages.decrees, name="sk"),
    path("sk/contoh/", pages.publish_sample, name="sk_contoh"),
    path("sk/<int:pk>/", pages.decree, name="sk_rinci"),
]
