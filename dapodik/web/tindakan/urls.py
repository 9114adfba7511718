"""The Tindakan massal pages, under /tindakan/."""

from django.urls import path

from . import views

app_name = "tindakan"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("<uuid:pk>/", views.detail, name="rinci"),
    path("<uuid:pk>/urungkan/", views.take_back, name="urungkan"),
]
