"""The PTK pages, under /ptk/."""

from django.urls import path

from . import keaktifan, views

app_name = "ptk"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("kolom/", views.columns, name="kolom"),
    path("tambah/", views.add, name="tambah"),
    path("keaktifan/", keaktifan.sheet, name="keaktifan"),
    path("saya/", views.own, name="saya"),
    path("<uuid:pk>/", views.detail, name="rinci"),
    path("<uuid:pk>/ubah/", views.edit, name="ubah"),
    path("<uuid:pk>/hapus/", views.delete, name="hapus"),
    path("<uuid:pk>/pulihkan/", views.restore, name="pulihkan"),
]
