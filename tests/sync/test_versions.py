"""Schools and pusat of different versions: what each says of its version, and who may speak with whom."""

import requests

from tests.site_process import ROOT

from .conftest import SECONDS, Laptop, Pusat

VERSION = (ROOT / "VERSION").read_text(encoding="ascii").strip()


def test_pusat_says_its_version_where_its_health_is_asked(pusat: Pusat) -> None:
    assert requests.get(f"{pusat.url}/sehat", timeout=SECONDS).text == f"sehat\nversi {VERSION}\n"
    assert f"versi {VERSION}." in requests.get(f"{pusat.url}/masuk/", timeout=SECONDS).text


def test_the_receipt_names_the_versions_of_both_sides(school: Laptop) -> None:
    receipt = school("sync")["receipt"]
    assert (receipt["app"], receipt["pusat_app"]) == (VERSION, VERSION)
