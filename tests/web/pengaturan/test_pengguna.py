"""Pengaturan → Pengguna: making, changing, closing accounts, and one-time passwords."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from dapodik.akun.models import Pengguna, Peran, Peristiwa, RiwayatKeamanan
from dapodik.pokok import write
from dapodik.pokok.models import Origin, Ptk
from dapodik.pokok.write import Author, Edit
from tests.web.conftest import account

USERS = "/pengaturan/pengguna/"
NEW = {"nama": "Pak Kepala", "username": "kepala", "peran": "kepala_sekolah", "ptk_id": ""}


def shown_password(page: str) -> str:
    match = re.search(r'class="secret">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})<', page)
    assert match, page
    return match[1]


def test_a_new_account_begins_with_a_password_of_one_use(operator: Client) -> None:
    answer = operator.post(f"{USERS}tambah/", NEW)
    assert "no-store" in answer["Cache-Control"]
    password = shown_password(answer.content.decode())
    assert password not in operator.get(USERS).content.decode()

    head = Client()
    head.post("/masuk/", {"username": "kepala", "password": password})
    for closed in ("/", "/sekolah/", "/pengaturan/akun/"):
        assert head.get(closed)["Location"] == "/pengaturan/kata-sandi/"
    same = {"old_password": password, "new_password1": password, "new_password2": password}
    assert "sama dengan yang lama" in head.post("/pengaturan/kata-sandi/", same).content.decode()
    own = same | {"new_password1": "ombak-biru-7", "new_password2": "ombak-biru-7"}
    assert head.post("/pengaturan/kata-sandi/", own)["Location"] == "/"
    assert head.get("/sekolah/").status_code == 200
    assert not Client().login(username="kepala", password=password)
    assert Client().login(username="kepala", password="ombak-biru-7")


def test_a_password_of_one_use_ends_after_a_day(operator: Client, wait: Callable[..., None]) -> None:
    password = shown_password(operator.post(f"{USERS}tambah/", NEW).content.decode())
    sent = {"username": "kepala", "password": password}
    wait(hours=23, minutes=59)
    head = Client()
    assert head.post("/masuk/", sent).status_code == 302
    wait(minutes=2)
    assert "hanya berlaku 24 jam" in Client().post("/masuk/", sent).content.decode()
    # Whoever is inside with it stays no longer either.
    own = {"old_password": password, "new_password1": "ombak-biru-7", "new_password2": "ombak-biru-7"}
    assert "hanya berlaku 24 jam" in str(head.post("/pengaturan/kata-sandi/", own).context["form"].errors)
    operator = Client()
    operator.force_login(Pengguna.objects.get(username="operator"))
    assert "kata sandi sementara, sudah berakhir" in operator.get(USERS).content.decode()
    user = Pengguna.objects.get(username="kepala")
    again = shown_password(operator.post(f"{USERS}{user.pk}/kata-sandi/").content.decode())
    assert Client().post("/masuk/", sent | {"password": again}).status_code == 302
    assert "sudah berakhir" not in operator.get(USERS).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"username": "operator"}, "username", "sudah dipakai"),
        ({"username": "a b"}, "username", ""),
        ({"nama": ""}, "nama", ""),
        ({"nama": "\0"}, "nama", ""),
        ({"nama": "Pak\x07Kepala"}, "nama", "tidak terlihat"),
        ({"nama": "Pak\nKepala"}, "nama", "tidak terlihat"),
        ({"peran": "raja"}, "peran", ""),
        ({"peran": ""}, "peran", ""),
        ({"peran": "ptk"}, "ptk_id", "Pilih data PTK"),
        ({"peran": "ptk", "ptk_id": "x"}, "ptk_id", "Pilih dari daftar"),
        ({"peran": "ptk", "ptk_id": "6b1f2a34-0000-4000-8000-000000000000"}, "ptk_id", "Pilih dari daftar"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    operator: Client, wrong: dict[str, str], field: str, said: str
) -> None:
    page = operator.post(f"{USERS}tambah/", NEW | wrong)
    assert said in str(page.context["form"].errors[field])
    assert Pengguna.objects.count() == 1


def test_one_ptk_has_one_account(operator: Client, ptk: Client, own_ptk: Ptk) -> None:
    page = operator.post(f"{USERS}tambah/", NEW | {"peran": "ptk", "ptk_id": str(own_ptk.pk)})
    assert "sudah punya akun" in str(page.context["form"].errors["ptk_id"])
    other = Ptk.live.exclude(pk=own_ptk.pk).first()
    assert other
    operator.post(f"{USERS}tambah/", NEW | {"peran": "ptk", "ptk_id": str(other.pk)})
    assert Pengguna.objects.get(username="kepala").ptk_id == other.pk


def test_who_has_left_is_not_forgotten_with_an_account(operator: Client, ptk: Client, own_ptk: Ptk) -> None:
    user, page = Pengguna.objects.get(peran=Peran.PTK), f"/ptk/{own_ptk.pk}/"
    closing = f"{USERS}{user.pk}/nonaktifkan/"
    assert closing not in operator.get(page).content.decode()
    assert "sudah keluar" not in operator.get(USERS).content.decode()
    for name in ("keluar", "hapus"):
        assert closing in operator.get(f"{page}{name}/").content.decode()
    left = {"jenis_keluar_id": "9", "tanggal_keluar": f"{timezone.localdate()}"}
    write.save([Edit(Ptk, left, own_ptk.pk)], Author("Penguji", Origin.FORM))
    assert closing in operator.get(page).content.decode()
    assert closing not in ptk.get("/ptk/saya/").content.decode()
    assert "PTK sudah keluar" in operator.get(USERS).content.decode()
    operator.post(closing)
    assert closing not in operator.get(page).content.decode()
    assert "PTK sudah keluar" not in operator.get(USERS).content.decode()


def test_a_role_is_changed_and_the_ptk_forgotten_with_it(operator: Client, ptk: Client) -> None:
    user = Pengguna.objects.get(username="ptk")
    changed = {"nama": "Bu Baru", "peran": "operator", "ptk_id": str(user.ptk_id)}
    assert operator.post(f"{USERS}{user.pk}/", changed)["Location"] == USERS
    user.refresh_from_db()
    assert (user.nama, user.peran, user.ptk_id) == ("Bu Baru", Peran.OPERATOR, None)
    note = RiwayatKeamanan.objects.get(pengguna=user, peristiwa=Peristiwa.AKUN).catatan
    assert note == "diubah, Operator sekolah, oleh Ibu Operator sekolah"
    assert ptk.get("/peserta-didik/").status_code == 200


def test_an_account_is_closed_at_once_and_opened_again(operator: Client, kepala_sekolah: Client) -> None:
    user = Pengguna.objects.get(username="kepala_sekolah")
    assert (
        "Nonaktifkan Ibu Kepala sekolah?" in operator.get(f"{USERS}{user.pk}/nonaktifkan/").content.decode()
    )
    assert kepala_sekolah.get("/sekolah/").status_code == 200
    operator.post(f"{USERS}{user.pk}/nonaktifkan/")
    assert kepala_sekolah.get("/sekolah/")["Location"] == "/masuk/?next=/sekolah/"
    assert operator.post(f"{USERS}{user.pk}/kata-sandi/").status_code == 404
    operator.post(f"{USERS}{user.pk}/aktifkan/")
    assert kepala_sekolah.get("/sekolah/").status_code == 200


def test_the_last_operator_stays(operator: Client, kepala_sekolah: Client) -> None:
    own = Pengguna.objects.get(username="operator")
    closing = f"{USERS}{own.pk}/nonaktifkan/"
    assert "tidak dapat dinonaktifkan" in operator.get(closing).content.decode()
    said = operator.post(closing, follow=True).content.decode()
    assert "satu-satunya operator yang aktif" in said
    page = operator.post(f"{USERS}{own.pk}/", {"nama": own.nama, "peran": "kepala_sekolah"})
    assert "satu-satunya operator" in str(page.context["form"].errors["peran"])
    own.refresh_from_db()
    assert (own.is_active, own.peran) == (True, Peran.OPERATOR)

    Pengguna.objects.filter(username="kepala_sekolah").update(peran=Peran.OPERATOR, is_active=False)
    operator.post(closing)
    assert Pengguna.objects.get(pk=own.pk).is_active
    Pengguna.objects.filter(username="kepala_sekolah").update(is_active=True)
    operator.post(closing)
    assert not Pengguna.objects.get(pk=own.pk).is_active
    assert operator.get("/").status_code == 302


def test_a_reset_password_ends_sessions_and_the_wait(operator: Client, kepala_sekolah: Client) -> None:
    user = Pengguna.objects.get(username="kepala_sekolah")
    for _ in range(5):
        Client().post("/masuk/", {"username": "kepala_sekolah", "password": "salah"})
    page = operator.post(f"{USERS}{user.pk}/kata-sandi/").content.decode()
    assert kepala_sekolah.get("/").status_code == 302
    entered = Client().post("/masuk/", {"username": "kepala_sekolah", "password": shown_password(page)})
    assert entered.status_code == 302


def test_ones_own_password_is_changed_not_reset(operator: Client) -> None:
    own = Pengguna.objects.get(username="operator")
    assert operator.post(f"{USERS}{own.pk}/kata-sandi/")["Location"] == "/pengaturan/kata-sandi/"
    assert Client().login(username="operator", password="rahasia-sekali")


def test_the_head_looks_and_touches_nothing(operator: Client, kepala_sekolah: Client) -> None:
    page = kepala_sekolah.get(USERS).content.decode()
    assert "Ibu Operator sekolah" in page and "Tambah pengguna" not in page and "Nonaktifkan" not in page
    assert kepala_sekolah.get(f"{USERS}tambah/").status_code == 403


@pytest.mark.parametrize("page", ["", "nonaktifkan/", "aktifkan/", "kata-sandi/"])
def test_an_account_that_does_not_exist_is_not_found(operator: Client, page: str) -> None:
    assert operator.post(f"{USERS}999/{page}").status_code == 404


def test_the_longest_and_oddest_names_fit_the_list(operator: Client) -> None:
    odd = account(Peran.KEPALA_SEKOLAH)
    Pengguna.objects.filter(pk=odd.pk).update(nama="<b>" + "x" * 97, username="y" * 150)
    page = operator.get(USERS).content.decode()
    assert "&lt;b&gt;xxx" in page and "<b>xxx" not in page
