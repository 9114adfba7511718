"""The Unduhan pages, under /unduhan/."""

from django.urls import path

from . import views

app_name = "unduhan"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("peserta-didik.xlsx", views.peserta_didik, name="peserta_didik"),
]
