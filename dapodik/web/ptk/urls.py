"""The PTK pages, under /ptk/."""

from django.urls import path

from . import impor, keaktifan, penugasan, rwy, tahun, views

app_name = "ptk"
urlpatterns = [
    path("", views.index, name="daftar"),
    path("kolom/", views.columns, name="kolom"),
    path("tambah/", views.add, name="tambah"),
    path("impor/", impor.choose, name="impor"),
    path("impor/<uuid:pk>/", impor.preview, name="pratinjau"),
    path("impor/<uuid:pk>/batal/", impor.cancel, name="batal"),
    path("keaktifan/", keaktifan.sheet, name="keaktifan"),
    path("keaktifan/tahun/", tahun.year, name="tahun"),
    path("saya/", views.own, name="saya"),
    path("<uuid:pk>/", views.detail, name="rinci"),
    path("<uuid:pk>/ubah/", views.edit, name="ubah"),
    path("<uuid:pk>/hapus/", views.delete, name="hapus"),
    path("<uuid:pk>/pulihkan/", views.restore, name="pulihkan"),
    path("<uuid:pk>/keluar/", penugasan.leave, name="keluar"),
    path("<uuid:pk>/kembali/", penugasan.come_back, name="kembali"),
]
for slug, rwy_list in rwy.LISTS.items():
    urlpatterns += [
        path(f"<uuid:pk>/{slug}/tambah/", rwy.add, {"rwy_list": rwy_list}, name=f"{slug}_tambah"),
        path(f"<uuid:pk>/{slug}/pakai/", rwy.adopt, {"rwy_list": rwy_list}, name=f"{slug}_pakai"),
        path(f"{slug}/<uuid:pk>/ubah/", rwy.edit, {"rwy_list": rwy_list}, name=f"{slug}_ubah"),
        path(f"{slug}/<uuid:pk>/hapus/", rwy.delete, {"rwy_list": rwy_list}, name=f"{slug}_hapus"),
        path(f"{slug}/<uuid:pk>/pulihkan/", rwy.restore, {"rwy_list": rwy_list}, name=f"{slug}_pulihkan"),
    ]
