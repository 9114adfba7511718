"""The Rombel pages, under /rombel/."""

from django.urls import path

from . import views

app_name = "rombel"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("<uuid:pk>/", views.detail, name="rinci"),
    path("<uuid:pk>/ubah/", views.edit, name="ubah"),
]
