"""The Unduhan pages, under /unduhan/: the list, and an address for each file."""

from django.urls import path

from dapodik.spreadsheet.reports import REPORTS
from dapodik.spreadsheet.sheets import SHEETS

from . import views

app_name = "unduhan"
urlpatterns = [
    path("", views.index, name="daftar"),
    *(path(f"{name.replace('_', '-')}.xlsx", views.sheet, {"name": name}, name=name) for name in SHEETS),
    *(path(f"{name.replace('_', '-')}.xlsx", views.report, {"name": name}, name=name) for name in REPORTS),
    path("rombel/<uuid:pk>.xlsx", views.rombel, name="rombel"),
    path("peserta-didik/<uuid:pk>.pdf", views.biodata, name="biodata"),
]
