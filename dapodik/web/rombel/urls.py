"""The Rombel pages, under /rombel/."""

from django.urls import path

from . import anggota, nilai, pembelajaran, views

app_name = "rombel"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("tambah/", views.add, name="tambah"),
    path("<uuid:pk>/", views.detail, name="rinci"),
    path("<uuid:pk>/ubah/", views.edit, name="ubah"),
    path("<uuid:pk>/anggota/", anggota.page, name="anggota"),
    path("<uuid:pk>/pembelajaran/", pembelajaran.page, name="pembelajaran"),
    path("<uuid:pk>/nilai/", nilai.page, name="nilai"),
    path("<uuid:pk>/hapus/", views.delete, name="hapus"),
    path("<uuid:pk>/pulihkan/", views.restore, name="pulihkan"),
]
