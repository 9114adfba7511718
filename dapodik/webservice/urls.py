"""The pages of Pengaturan, Web Service, under /pengaturan/web-service/. The endpoints themselves: door.py."""

from django.urls import path

from . import pages

app_name = "webservice"
urlpatterns = [
    path("", pages.index, name="daftar"),
    path("jaringan/", pages.on_network, name="jaringan"),
    path("tambah/", pages.add, name="tambah"),
    path("<int:pk>/", pages.edit, name="ubah"),
    path("<int:pk>/token/", pages.renew, name="token"),
    path("<int:pk>/saklar/", pages.switch, name="saklar"),
    path("<int:pk>/coba/", pages.attempt, name="coba"),
]
