"""Carrying a school's file to pusat's page, as somebody with a browser does."""

import base64
import re

import requests

from .conftest import SECONDS, Pusat


class Refused(Exception):
    """Pusat's page refused a file; the problem's number."""


def upload(pusat: Pusat, file: str, name: str = "x.kirim") -> bytes:
    """Carry a file to pusat's page, as a browser does; the reply that it offers."""
    browser = requests.Session()
    page = browser.get(f"{pusat.url}/offline/", timeout=SECONDS).text
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    answer = browser.post(
        f"{pusat.url}/offline/",
        data={"csrfmiddlewaretoken": token[1]},
        files={"berkas": (name, base64.b64decode(file))},
        timeout=SECONDS,
    )
    if answer.status_code != 200:
        number = re.search(r"masalah nomor (\d+)", answer.text)
        assert answer.status_code == 400 and number, answer.text
        raise Refused(int(number[1]))
    link = re.search(r'href="(/offline/[^"]+/jawaban)"', answer.text)
    assert link
    return browser.get(pusat.url + link[1], timeout=SECONDS).content


def carry(pusat: Pusat, file: str) -> str:
    return base64.b64encode(upload(pusat, file)).decode()
