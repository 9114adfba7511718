"""The Validasi pages, under /validasi/."""

from django.urls import path

from . import actions, views, walk

app_name = "validasi"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("lanjut/", walk.go_on, name="lanjut"),
    path("temuan.xlsx", views.spreadsheet, name="xlsx"),
    path("cetak/", views.printout, name="cetak"),
    path("betulkan/", actions.mend, name="betulkan"),
    path("betulkan/<uuid:pk>/", actions.mended, name="hasil_betulkan"),
    path("kesampingkan/", actions.set_aside, name="kesampingkan"),
    path("kesampingkan/<int:pk>/tampilkan/", actions.take_back, name="tampilkan"),
]
