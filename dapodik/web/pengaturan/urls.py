"""The Pengaturan pages, under /pengaturan/."""

from django.urls import path

from . import views

app_name = "pengaturan"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("akun/", views.own_account, name="akun"),
    path("kata-sandi/", views.own_password, name="sandi"),
    path("akun/tambah/", views.add_account, name="tambah"),
]
