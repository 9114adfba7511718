"""The Riwayat pages, under /riwayat/."""

from django.urls import path

from . import page, restore

app_name = "riwayat"
urlpatterns = [
    path("kembalikan/", restore.put_back, name="kembalikan"),
    path("<str:kind>/<uuid:pk>/", page.index, name="rinci"),
]
