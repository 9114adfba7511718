"""Over real HTTP: published clients, unchanged (`dapodik-webservice` of 2021 and `dapodik-sdk` of 2026), and
other computers of the school."""

import hashlib
import json
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import requests
from openpyxl import load_workbook

from dapodik.program.start.network import addresses
from tests.site_process import ROOT, SECONDS, Site, environment

from .difficult_school import NAMES
from .published_clients import answer, run

FILL = "from tests.webservice import difficult_school\ndifficult_school.fill()"
STRICT = """
import json, sys
from dapodik_webservice import DapodikWebservice
from dapodik_webservice.exception import BaseDapoWsException
token, npsn, url = sys.argv[1:]
api = DapodikWebservice(token, npsn, url)
made = {
    "sekolah": api.sekolah.npsn,
    "pengguna": [each.peran_id_str for each in api.pengguna],
    "peserta_didik": [each.nama for each in api.peserta_didik],
    "ptk": [(each.nama, len(each.rwy_pend_formal), each.rwy_kepangkatan) for each in api.ptk],
    "rombel": [(each.jenis_rombel_str, len(each.anggota_rombel), len(each.pembelajaran))
               for each in api.rombongan_belajar],
}
refused = []
for other in (DapodikWebservice("salah", npsn, url), DapodikWebservice("", npsn, url),
              DapodikWebservice(token, "", url), DapodikWebservice(token, "10000000", url)):
    try:
        other.sekolah
    except BaseDapoWsException as error:
        refused.append(type(error).__name__)
print(json.dumps({**made, "refused": refused}))
"""
SDK = """
import json, sys, uuid
from dapodik import Dapodik, DapodikClient, DapodikAuthError, DapodikHttpError
token, npsn, url = sys.argv[1:]
port = url.rsplit(":", 1)[1]
api = Dapodik(host="127.0.0.1", port=port).api(token, npsn)
rombel = api.rombel()
first = next(row for row in rombel if row["pembelajaran"])
evaluasi, lesson = str(uuid.uuid4()), first["pembelajaran"][0]
matev = {"id_evaluasi": evaluasi, "rombongan_belajar_id": first["rombongan_belajar_id"], "no_urut": 1,
         "mata_pelajaran_id": lesson["mata_pelajaran_id"], "pembelajaran_id": lesson["pembelajaran_id"],
         "nm_mata_evaluasi": lesson["nama_mata_pelajaran"], "a_dari_template": 1, "kkm_kognitif": None}
mark = {"nilai_id": str(uuid.uuid4()), "id_evaluasi": evaluasi, "nilai_kognitif_angka": 88,
        "anggota_rombel_id": first["anggota_rombel"][0]["anggota_rombel_id"]}
posted = [api.post_matev_rapor(matev).first, api.post_nilai(mark).first]
refused = []
for call in (lambda: DapodikClient(npsn, "salah", base_url=url + "/WebService/").sekolah(),
             lambda: DapodikClient("10000000", token, base_url=url + "/WebService").sekolah(),
             lambda: api.request("GET", "getPTK")):
    try:
        call()
    except (DapodikAuthError, DapodikHttpError) as error:
        refused.append(type(error).__name__)
print(json.dumps({
    "sekolah": api.sekolah(semester_id="20261").first["npsn"],
    "pupils": sorted(api.fetch_all_peserta_didik(limit=3).pluck("peserta_didik_id")),
    "batches": [len(rows) for rows in api.iterate_peserta_didik(limit=5)],
    "names": api.pd().pluck("nama"),
    "gtk": len(api.fetch_all_gtk(limit=2)) == len(api.gtk()),
    "heads": len(api.pengguna().filter(peran_id_str="Kepala Sekolah")),
    "mapel": api.mata_pelajaran().count > 5,
    "posted": [row["success"] for row in posted],
    "matev": api.matev_nilai(a_dari_template=1).pluck("id_evaluasi") == [evaluasi],
    "nilai": api.request("GET", "getNilai", {"table": "rapor", "id_evaluasi": evaluasi}).pluck("nilai_id"),
    "mark": mark["nilai_id"],
    "refused": refused,
}))
"""


@dataclass(frozen=True)
class School:
    """The running site with the difficult school; `made` is what `fill` printed."""

    site: Site
    made: dict[str, Any]
    folder: Path

    def call(self, path: str, token: str = "") -> tuple[int, Any, dict[str, str]]:
        """Status, body and headers of a call over HTTP."""
        request = Request(f"{self.site.url}{path}")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urlopen(request) as reply:
                return reply.status, json.loads(reply.read()), dict(reply.headers)
        except HTTPError as error:
            return error.code, json.loads(error.read()), dict(error.headers)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("clients")
    site = Site(folder / "data", "--no-demo").started()
    try:
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "shell", "-v0", "-c", FILL],
            env=environment(DAPODIK_DATA=str(site.data)),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        yield School(site, json.loads(done.stdout), folder)
    finally:
        site.stop()


def test_over_http(school: School) -> None:
    query = f"?npsn={school.made['npsn']}"
    for path in ("/WebService/getSekolah", "//WebService/getSekolah"):
        status, body, headers = school.call(path + query, school.made["2026"])
        assert (status, body["rows"]["npsn"]) == (200, school.made["npsn"])
        assert "Set-Cookie" not in headers and headers["Content-Type"].startswith("application/json")
    for token, expected in (("", 401), ("salah", 403), (school.made["elsewhere"], 403)):
        status, body, _ = school.call("/WebService/getSekolah" + query, token)
        assert (status, body["success"], body["http_code"]) == (expected, False, expected)
    assert school.call("/WebService/getPTK" + query, school.made["2026"])[0] == 404


def test_the_first_page_answers_200_and_says_the_semester(school: School) -> None:
    with urlopen(school.site.url) as reply:
        assert reply.status == 200 and reply.url.rstrip("/") == school.site.url
        page = " ".join(reply.read().decode().split())
    assert '<select name="semester_id"' in page
    assert f'<option value="{school.made["semester"]}" selected>' in page


def test_the_strict_client_of_2021(school: School) -> None:
    made = answer(STRICT, school.made["2021"], school.made["npsn"], school.site.url, folder=school.folder)
    assert made["sekolah"] == school.made["npsn"]
    assert set(NAMES) <= set(made["peserta_didik"]) and len(made["peserta_didik"]) == 10
    assert {"Operator Sekolah", "Kepala Sekolah", "Wali Kelas", "PTK"} == set(made["pengguna"])
    assert [1, []] in [entry[1:] for entry in made["ptk"]]
    assert ["Ekstrakurikuler", 1, 0] in made["rombel"] and len(made["rombel"]) == 7
    token = "TokenSalahException"
    assert made["refused"] == [token, token, "NPSNKosongException", "SekolahTidakDitemukan"]


def test_its_command_writes_its_workbook(school: School) -> None:
    words = ["semua", "--url", school.site.url, "--token", school.made["2021"], "--npsn", school.made["npsn"]]
    done = run("-m", "dapodik_webservice", *words, "hasil", folder=school.folder)
    assert done.returncode == 0, done.stderr
    book = load_workbook(school.folder / "hasil.xlsx")
    names = [cell.value for cell in book["Peserta Didik"]["I"]][1:]
    assert set(NAMES) <= set(names)


def test_the_sdk_of_2026(school: School) -> None:
    made = answer(SDK, school.made["2026"], school.made["npsn"], school.site.url, folder=school.folder)
    assert made["sekolah"] == school.made["npsn"]
    assert made["pupils"] == sorted({*made["pupils"]}) and len(made["pupils"]) == 10
    assert made["batches"] == [5, 5] and set(NAMES) <= set(made["names"])
    assert made["gtk"] and made["mapel"] and made["matev"] and made["heads"] == 1
    assert made["posted"] == [True, True] and made["nilai"] == [made["mark"]]
    assert made["refused"] == ["DapodikAuthError", "DapodikAuthError", "DapodikHttpError"]


ADDRESS = next(iter(addresses()), "")
get = partial(requests.get, timeout=SECONDS)


class Operator:
    """A browser, as far as HTTP goes, in which the school's operator is logged in."""

    def __init__(self, site: Site) -> None:
        self.url, self.session = site.url, requests.Session()
        self.post("/masuk/", username="siti", password="rahasia-sekali")

    def post(self, path: str, **fields: str) -> str:
        """The page that answers a form, after the redirects."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.session.get(self.url + path).text)
        assert token
        answer = self.session.post(self.url + path, {**fields, "csrfmiddlewaretoken": token[1]})
        assert answer.status_code == 200
        return " ".join(answer.text.split())


@pytest.fixture
def operator(school: School) -> Iterator[Operator]:
    logged_in = Operator(school.site)
    yield logged_in
    logged_in.post(NETWORK, tutup="1")


NETWORK = "/pengaturan/web-service/jaringan/"
on_a_network = pytest.mark.skipif(not ADDRESS, reason="this computer is on no network")


def is_open(port: int) -> bool:
    try:
        socket.create_connection((ADDRESS, port), timeout=5).close()
    except OSError:
        return False
    return True


@on_a_network
def test_other_computers_reach_the_webservice_alone_and_only_while_it_is_open(
    school: School, operator: Operator
) -> None:
    port = school.site.port
    assert not is_open(port)
    assert f"http://{ADDRESS}:{port}" in operator.post(NETWORK, alamat=ADDRESS, cara="http")
    there, query = f"http://{ADDRESS}:{port}", f"?npsn={school.made['npsn']}"
    token = {"Authorization": f"Bearer {school.made['network']}"}
    for path in ("/WebService/getSekolah", "//WebService/getSekolah"):
        given = get(f"{there}{path}{query}", headers=token)
        assert (given.status_code, given.json()["rows"]["npsn"]) == (200, school.made["npsn"]), path
        assert "Set-Cookie" not in given.headers
    home = {"Authorization": f"Bearer {school.made['2026']}"}
    refused = get(f"{there}/WebService/getSekolah{query}", headers=home)
    assert (refused.status_code, "IP Address" in refused.json()["message"]) == (403, True)
    for path in (
        "/",
        "/masuk/",
        "/pengaturan/",
        "/static/dapodik/dapodik.css",
        "/WebService",
        "/x/WebService/x",
    ):
        assert get(there + path, allow_redirects=False).status_code == 404, path
    for host in ("localhost", f"localhost:{port}", "example.com", f"{ADDRESS}:1", ADDRESS):
        answer = get(f"{there}/WebService/getSekolah{query}", headers={**token, "Host": host})
        assert (answer.status_code, answer.json()["success"]) == (400, False), host
    assert school.call(f"/WebService/getSekolah{query}", school.made["2026"])[0] == 200
    assert "ditutup" in operator.post(NETWORK, tutup="1")
    assert not is_open(port)


@on_a_network
def test_by_https_with_the_certificate_of_this_computer(school: School, operator: Operator) -> None:
    page = operator.post(NETWORK, alamat=ADDRESS, cara="https")
    pem = ssl.get_server_certificate((ADDRESS, school.site.port))
    fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    assert fingerprint in page.replace(":", "")
    folder = school.site.data / "jaringan"
    assert (folder / "kunci.pem").stat().st_mode & 0o077 == 0
    path = f"https://{ADDRESS}:{school.site.port}/WebService/getSekolah?npsn={school.made['npsn']}"
    token = {"Authorization": f"Bearer {school.made['network']}"}
    assert get(path, headers=token, verify=str(folder / "sertifikat.pem")).status_code == 200
    with pytest.raises(requests.exceptions.SSLError):
        get(path, headers=token)


def test_an_address_of_another_computer_is_refused(school: School, operator: Operator) -> None:
    assert "tidak ada di komputer ini" in operator.post(NETWORK, alamat="192.0.2.77", cara="http")
    assert "Buka untuk jaringan sekolah" in operator.session.get(school.site.url + NETWORK).text
