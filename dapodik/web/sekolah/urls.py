"""The Sekolah pages, under /sekolah/."""

from django.urls import path

from . import views, wilayah

app_name = "sekolah"
urlpatterns = [
    path("", views.detail, name="rinci"),
    path("ubah/", views.edit, name="ubah"),
    path("wilayah/", wilayah.page, name="wilayah"),
]
