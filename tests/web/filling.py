"""What `filled_site` does inside the site's data folder: something on every page."""

import json
import sys
import uuid
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dapodik.akun.models import Pengguna, Peran, Saringan
from dapodik.pokok import acts, demo, write
from dapodik.pokok.demo.people import school_region
from dapodik.pokok.models import (
    KINDS,
    AnggotaRombel,
    MatevRapor,
    Nilai,
    Origin,
    Pembelajaran,
    PesertaDidik,
    Ptk,
    RombonganBelajar,
    RwyKepangkatan,
    RwyPendFormal,
)
from dapodik.pokok.write import Author, Edit
from dapodik.program.cadangan import store
from dapodik.validasi import asides, engine
from dapodik.validasi.models import Finding
from dapodik.webservice import applications
from dapodik.webservice.endpoint import DATA
from sync.lokal.models import Computer, Conflict, Run
from tests.spreadsheet.ptk_file import ptk as ptk_row
from tests.spreadsheet.ptk_file import ptk_file
from tests.spreadsheet.sheet_file import pupil, sheet_file

from .form_data import form_data

AUTHOR = Author("Siti Operator", Origin.FORM)
LONG_NAME = "Muhammad Raden Panji Kusumadiningrat Wirasasmita Abdurrahman Al-Banjari"
LONG_PLACE = "Kecamatan Pangkalan Kerinci Selatan Raya"


def make_valid() -> None:
    """Delete every record that blocks sending."""
    while engine.invalid_count():
        invalid = engine.findings(level="invalid").values_list("kind", "record_id").distinct()
        write.save([Edit(KINDS[kind], {"soft_delete": True}, pk) for kind, pk in invalid], AUTHOR)


def fill() -> None:
    """Make all of it; print the sessions and what was made, as JSON."""
    operator = _client(Pengguna.objects.get(peran=Peran.OPERATOR))
    made = _people() | _applications() | _acts() | _in_files(operator) | _of_sync()
    accounts = _accounts(made["ptk"]["pk"])
    made |= {"pengaturan": {"pk": accounts[Peran.PTK].pk}} | _saved_filters(operator)
    sessions = {Peran.OPERATOR: operator} | {peran: _client(account) for peran, account in accounts.items()}
    report = {
        "sessions": {peran.value: _session(client) for peran, client in sessions.items()},
        "made": made,
    }
    sys.stdout.write(json.dumps(report, default=str))


def _client(user: Pengguna) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _session(client: Client) -> dict[str, str]:
    """Its cookie, as a browser takes it."""
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def _accounts(ptk: Any) -> dict[Peran, Pengguna]:
    Pengguna.objects.create_user("dulu", nama=LONG_NAME, peran=Peran.KEPALA_SEKOLAH, is_active=False)
    head = Pengguna.objects.create_user("kepala", nama="Drs. Asep Kepala", peran=Peran.KEPALA_SEKOLAH)
    teacher = Pengguna.objects.create_user("guru", nama="Guru Satu", peran=Peran.PTK, ptk_id=ptk)
    return {Peran.KEPALA_SEKOLAH: head, Peran.PTK: teacher}


def _people() -> dict[str, Any]:
    """Long names and places; schooling and ranks, kept and deleted; lessons; who was deleted."""
    rombel = RombonganBelajar.live.order_by("nama")[0]
    child = (
        AnggotaRombel.live.filter(rombongan_belajar=rombel).order_by("peserta_didik__nama")[0].peserta_didik
    )
    ptk = rombel.ptk
    gone = Ptk.live.exclude(pk=ptk.pk).order_by("-nama")[0]
    schooling, rank = uuid.uuid4(), uuid.uuid4()
    place = {
        "kecamatan": LONG_PLACE,
        "desa_kelurahan": "Sungai Raya Dalam Selatan",
        "alamat_jalan": "Jalan" * 40,
    }
    card = {"penerima_kip": True, "nomor_kip": "AB12CD", "nama_di_kip": LONG_NAME + "H"}
    studied = {
        "ptk_id": ptk.pk,
        "jenjang_pendidikan_id": "40",
        "satuan_pendidikan_formal": "Universitas " * 5,
    }
    edits = [
        Edit(PesertaDidik, {"nama": LONG_NAME, "rt": "112", **place, **card}, child.pk),
        Edit(Ptk, {"nama": f"Prof. Dr. {LONG_NAME}, S.Pd., M.Pd.", "email": "satu@contoh.example"}, ptk.pk),
        Edit(RwyPendFormal, studied, schooling),
        Edit(RwyPendFormal, studied | {"jenjang_pendidikan_id": "30", "soft_delete": True}, uuid.uuid4()),
        Edit(RwyKepangkatan, {"ptk_id": ptk.pk, "pangkat_golongan_id": "9", "nomor_sk": "1/SK"}, rank),
        Edit(RwyKepangkatan, {"ptk_id": ptk.pk, "nomor_sk": "0/SK", "soft_delete": True}, uuid.uuid4()),
        Edit(Ptk, {"soft_delete": True}, gone.pk),
        Edit(
            RombonganBelajar,
            {"nama": f"Kelas {'PeminatanKeterampilan' * 8}"},
            rombel.pk,
        ),
        Edit(RombonganBelajar, {"soft_delete": True}, RombonganBelajar.live.order_by("-nama")[0].pk),
    ]
    edits += [
        Edit(
            Pembelajaran, {"rombongan_belajar_id": rombel.pk, "nama_mata_pelajaran": lesson, "ptk_id": ptk.pk}
        )
        for lesson in ("Matematika", "Pendidikan Jasmani, Olahraga, dan Kesehatan")
    ]
    write.save(edits, AUTHOR)
    other = PesertaDidik.live.exclude(pk=child.pk).order_by("nama")[1]
    write.save([Edit(PesertaDidik, {"nama": other.nama.replace(" ", "   ")}, other.pk)], AUTHOR)
    write.save([Edit(Ptk, {"email": "dua@contoh.example"}, ptk.pk)], AUTHOR)
    return {
        "peserta_didik": {"pk": child.pk},
        "ptk": {"pk": ptk.pk},
        "ptk:pendidikan": {"pk": schooling},
        "ptk:kepangkatan": {"pk": rank},
        "ptk:pendidikan_tambah": {"pk": ptk.pk},
        "ptk:kepangkatan_tambah": {"pk": ptk.pk},
        "rombel": {"pk": rombel.pk},
        "unduhan:biodata": {"pk": child.pk},
        "unduhan:rombel": {"pk": rombel.pk},
        "riwayat:rinci": {"kind": "peserta_didik", "pk": child.pk},
    }


def _applications() -> dict[str, Any]:
    """Applications that call, one of them switched off; marks that one has sent."""
    values = {"alamat": "localhost", "profil": "2026", "izin": list(DATA)}
    user = Pengguna.objects.get(peran=Peran.OPERATOR)
    made, token = applications.add({**values, "nama": "e-Rapor"}, user)
    off, _ = applications.add({**values, "nama": LONG_NAME[:60], "alamat": "fe80::1234:5678:9abc:def0"}, user)
    applications.switch(off, user, None, on=False)
    for name, header in (("getGtk", token), ("getPesertaDidik", token), ("getGtk", "salah")):
        Client(headers={"host": "localhost", "authorization": f"Bearer {header}"}).get(
            f"/WebService/{name}", {"npsn": demo.NPSN}
        )
    place = AnggotaRombel.live.get(peserta_didik__nama=LONG_NAME)
    evaluations = [uuid.uuid4() for _ in range(12)]
    edits = [
        Edit(
            MatevRapor,
            {
                "rombongan_belajar_id": place.rombongan_belajar_id,
                "nm_mata_evaluasi": "Pendidikan Jasmani, Olahraga, dan Kesehatan",
            },
            pk,
        )
        for pk in evaluations
    ]
    edits += [
        Edit(
            Nilai,
            {
                "matev_rapor_id": pk,
                "anggota_rombel_id": place.pk,
                "nilai_kognitif_angka": "105",
                "ket_kognitif": LONG_NAME,
            },
        )
        for pk in evaluations
    ]
    write.save(edits, Author("e-Rapor (Web Service)", Origin.WEBSERVICE))
    return {"webservice": {"pk": made.pk}}


def _acts() -> dict[str, Any]:
    """Acts on many; pupils who left, one of whom may come back."""
    some = PesertaDidik.live.order_by("-nama")[:5]
    moved = [Edit(PesertaDidik, {"alat_transportasi_id": "1", "agama_id": "2"}, pupil.pk) for pupil in some]
    act = acts.perform("Ubah alat transportasi: 5 peserta didik", moved, Author("Siti Operator", Origin.MASS))
    assert act
    acts.take_back(
        acts.perform("Ubah agama", [Edit(PesertaDidik, {"agama_id": "3"}, some[0].pk)], AUTHOR), AUTHOR
    )
    return {
        "tindakan": {"pk": act.pk},
        "validasi:hasil_betulkan": {"pk": act.operation},
    }


def _in_files(operator: Client) -> dict[str, Any]:
    """Who left, by the page; a sheet that waits for agreement; backups."""
    leaver = PesertaDidik.live.order_by("-nama")[7]
    values = {"jenis_keluar_id": "2", "tanggal_keluar": f"{timezone.localdate()}", "apa_adanya": "1"}
    operator.post(reverse("peserta_didik:registrasi_keluar", args=[leaver.pk]), values)
    away = Ptk.live.order_by("nama")[5]
    values |= {"jenis_keluar_id": "9"}
    address = reverse("ptk:keluar", args=[away.pk])
    operator.post(address, form_data(operator, address, "tanggal_keluar") | values)
    rows = [pupil(1, Nama=LONG_NAME), pupil(2, Agama="Jedi"), pupil(3, Rombel_Saat_Ini="Melati")]
    sheet = sheet_file(rows, demo.NAMA, f"Kecamatan {school_region().kecamatan}")
    sheet.name = "daftar.xlsx"
    sheet.seek(0)
    preview = operator.post(reverse("peserta_didik:impor"), {"berkas": sheet})["Location"]
    staff = ptk_file(
        [ptk_row(1), ptk_row(2, Agama="Jedi")],
        school=demo.NAMA,
        place=f"Kecamatan {school_region().kecamatan}",
    )
    staff.name = "daftar-guru.xlsx"
    ptk_preview = operator.post(reverse("ptk:impor"), {"berkas": staff})["Location"]
    backup = store.make(store.OWN)
    return {
        "peserta_didik:kembali": {"pk": leaver.pk},
        "ptk:kembali": {"pk": away.pk},
        "peserta_didik:pratinjau": {"pk": preview.strip("/").split("/")[-1]},
        "ptk:pratinjau": {"pk": ptk_preview.strip("/").split("/")[-1]},
        "pengaturan:cadangan_": {"pk": backup.number},
        "pengaturan:pulihkan": {"pk": backup.number},
    }


def _of_sync() -> dict[str, Any]:
    """A value that lost, in the run that brought the cards."""
    run = Run.objects.exclude(received={}).first()
    assert run
    child = PesertaDidik.live.get(nama=LONG_NAME)
    Conflict.objects.create(
        run=run,
        kind="peserta_didik",
        record_id=child.pk,
        field="nama_ayah",
        kept=child.nama_ayah,
        lost=LONG_NAME,
        kept_by="Pusat",
        lost_by="Siti Operator",
        lost_is_own=True,
    )
    stranger = Computer.objects.create(number=9, label=LONG_NAME, since=timezone.now())
    return {
        "sinkronisasi": {"pk": run.pk},
        "sinkronisasi:komputer_jawab": {"pk": stranger.pk},
        "sinkronisasi:masuk": {"pk": run.pk, "kind": "peserta_didik"},
        "sinkronisasi:perubahan": {"kind": "peserta_didik"},
        "sinkronisasi:urungkan": {"kind": "peserta_didik", "pk": child.pk},
    }


def _saved_filters(operator: Client) -> dict[str, Any]:
    """A warning that was set aside, a filter with a name."""
    engine.refresh()
    warning = Finding.objects.filter(code="PD_RT")[:1]
    asides.set_aside(warning, "RT memang 112", AUTHOR)
    filters = {"daftar": "peserta_didik:daftar", "nama": "Perempuan kelas 3", "query": "jk=P"}
    operator.post(reverse("saringan"), filters)
    return {
        "validasi:tampilkan": {"pk": Finding.objects.get(aside=True).pk},
        "hapus_saringan": {"pk": Saringan.objects.get().pk},
    }
