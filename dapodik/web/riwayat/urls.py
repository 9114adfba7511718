"""The Riwayat pages, under /riwayat/."""

from django.urls import path

from . import page, put_back

app_name = "riwayat"
urlpatterns = [
    path("kembalikan/", put_back.put_back, name="kembalikan"),
    path("<str:kind>/<uuid:pk>/", page.index, name="rinci"),
]
