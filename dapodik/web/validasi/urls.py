"""The Validasi pages, under /validasi/."""

from django.urls import path

from . import views

app_name = "validasi"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("lanjut/", views.go_on, name="lanjut"),
]
