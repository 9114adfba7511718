"""The Unduhan pages, under /unduhan/: the list, and an address for each sheet."""

from django.urls import path

from dapodik.spreadsheet.sheets import SHEETS

from . import views

app_name = "unduhan"
urlpatterns = [
    path("", views.index, name="daftar"),
    *(path(f"{name.replace('_', '-')}.xlsx", views.download, {"name": name}, name=name) for name in SHEETS),
]
