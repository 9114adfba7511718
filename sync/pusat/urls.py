"""The whole map of pusat."""

from django.urls import path

from . import api, pages

handler404 = "sync.pusat.pages.not_found"

urlpatterns = [
    path("sehat", api.healthy, name="sehat"),
    path("sync/v1/register", api.register),
    path("sync/v1/exchange", api.exchange),
    path("sync/v1/compare", api.compare),
    path("sync/v1/renew_key", api.renew_key),
    path("", pages.schools, name="beranda"),
    path("masuk/", pages.login, name="masuk"),
    path("keluar/", pages.logout, name="keluar"),
    path("sk/", pages.decrees, name="sk"),
    path("sk/contoh/", pages.publish_sample, name="sk_contoh"),
    path("sk/<int:pk>/", pages.decree, name="sk_rinci"),
]
