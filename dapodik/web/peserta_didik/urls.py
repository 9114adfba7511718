"""The Peserta didik pages, under /peserta-didik/."""

from django.urls import path

from . import data_periodik, impor, keluar, kembali, views
from .massal import views as massal

app_name = "peserta_didik"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("kolom/", views.columns, name="kolom"),
    path("tambah/", views.add, name="tambah"),
    path("data-periodik/", data_periodik.page, name="data_periodik"),
    path("ubah-banyak/", massal.page, name="massal"),
    path("impor/", impor.choose, name="impor"),
    path("impor/<uuid:pk>/", impor.preview, name="pratinjau"),
    path("impor/<uuid:pk>/batal/", impor.cancel, name="batal"),
    path("<uuid:pk>/", views.detail, name="rinci"),
    path("<uuid:pk>/ubah/", views.edit, name="ubah"),
    path("<uuid:pk>/keluar/", keluar.page, name="registrasi_keluar"),
    path("<uuid:pk>/batal-keluar/", keluar.undo, name="batal_keluar"),
    path("<uuid:pk>/kembali/", kembali.page, name="kembali"),
    path("<uuid:pk>/hapus/", views.delete, name="hapus"),
    path("<uuid:pk>/pulihkan/", views.restore, name="pulihkan"),
]
