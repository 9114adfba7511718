"""The public page on which anybody checks a tanda terima: genuine, altered, guessed."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import msgspec
import pytest
import requests
from django.utils import timezone
from playwright.sync_api import Page

from dapodik.pokok.models import KINDS
from sync.lokal.engine.client import Client
from sync.lokal.models import Run
from sync.lokal.web.tanda_terima.receipts import TandaTerima
from sync.wire.messages import Batch, Change, Exchange, Offer, Proof, Receipt, Summary
from sync.wire.packing import decode, encode
from sync.wire.registration import Registration
from tests.sync.conftest import NAME, NPSN, SECONDS, Pusat, pupil

HELLO = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0)
ROWS = re.compile(r"<tr>\s*(<th scope=.row.*?)</tr>", re.DOTALL)
GENUINE, ALTERED = "Asli: pusat menandatangani", "Tidak asli"


@dataclass
class School:
    """A school with one pupil at pusat (itself a record too), and its tanda terima."""

    pusat: Pusat
    client: Client
    receipt: Receipt

    def address(self, **other: Any) -> str:
        """Of the page that checks the tanda terima, or one that says something else."""
        form = {"nomor": self.receipt.number, "jumlah": "2", "tanda": self.receipt.signature}
        return f"{self.pusat.url}/tanda-terima/?{urlencode({**form, **other})}"

    def asked(self, **other: Any) -> requests.Response:
        """What the page says to it."""
        return requests.get(self.address(**other), timeout=SECONDS)


def proved(pusat: Pusat, npsn: str = NPSN, name: str = NAME) -> School:
    client = Client(pusat.url)
    code = pusat.add_school(npsn, name)
    client = Client(pusat.url, client.register(Registration(npsn, code, "laptop")).key)
    offer = Offer(1, encode(Batch([Change("peserta_didik", uuid4(), pupil(1), is_new=True)])))
    seen = client.exchange(HELLO).head
    head = client.exchange(msgspec.structs.replace(HELLO, since=seen, offer=offer)).head
    settled = msgspec.structs.replace(HELLO, acked=1, since=head)
    asked = client.exchange(msgspec.structs.replace(settled, proof=Proof(head, {}))).verdict
    assert asked
    proof = Proof(head, asked.kinds, sent=dict.fromkeys(KINDS, 3), received={"ptk": 7})
    verdict = client.exchange(msgspec.structs.replace(settled, proof=proof)).verdict
    receipt = verdict and verdict.receipt_for(proof)
    assert receipt and receipt.records == 2
    return School(pusat, client, receipt)


@pytest.fixture
def school(pusat: Pusat) -> School:
    return proved(pusat)


def test_a_genuine_one_is_known_again_and_tells_of_nobody(school: School, pusat: Pusat) -> None:
    page = school.asked()
    assert GENUINE in page.text and school.receipt.number in page.text and NAME in page.text
    assert school.receipt.kinds["peserta_didik"].digest in page.text and ">7<" in page.text
    assert "Budi" not in page.text and "no-store" in page.headers["Cache-Control"]
    # Typed by hand, from paper; nothing but number and signature need be.
    typed = " ".join(re.findall("........", school.receipt.signature.upper()))
    assert GENUINE in school.asked(tanda=typed, jumlah="").text
    # The school's key is another, and pusat has been started anew.
    school.client.renew_key()
    pusat.kill()
    pusat.start()
    assert GENUINE in school.asked().text


def test_a_page_for_everybody_needs_no_last_slash(alone: School) -> None:
    """Whoever types it leaves it out."""
    for name in ("offline", "tanda-terima"):
        typed = requests.get(f"{alone.pusat.url}/{name}", timeout=SECONDS)
        assert typed.ok and typed.url == f"{alone.pusat.url}/{name}/", name
    assert GENUINE in requests.get(alone.address().replace("/?", "?"), timeout=SECONDS).text
    for name in ("offlinex", "tanda-terimax", "sk"):
        assert requests.get(f"{alone.pusat.url}/{name}", timeout=SECONDS).url.endswith("/masuk/"), name


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_it_is_word_for_word_the_sheet_of_the_school(alone: School, zone: str) -> None:
    """Whoever compares them takes any difference for a forgery."""
    page = " ".join(alone.asked().text.split())
    with timezone.override(zone):
        sheet = TandaTerima(Run(), alone.receipt, alone.pusat.url)
        assert sheet.time.endswith("WIB") and f"{sheet.time}," in page
        lines = [[text for text in map(str, astuple(line)) if text] for line in sheet.lines]
        *signed, _by = (f"{label}: {text}" for label, text in sheet.facts)
        for words in (*signed, sheet.remarks, sheet.total.label, *astuple(sheet.heads)):
            assert words in page, words
    *rows, _ = (re.sub("<[^>]*>", " ", row).split() for row in ROWS.findall(page))
    assert rows == [" ".join(line).split() for line in lines] and len(rows) == len(KINDS)


def test_the_page_names_the_versions_of_both_sides(alone: School) -> None:
    assert alone.receipt.versions.startswith("1 di sekolah, ")
    assert f"Versi aplikasi: {alone.receipt.versions}" in alone.asked().text


def test_any_other_is_told_nothing(school: School, pusat: Pusat) -> None:
    """The answer does not show if there is such a school, or such a number."""
    wrong = "0" * 64
    answers = [
        school.asked(nomor=f"{NPSN}-000002"),
        school.asked(tanda=wrong),
        school.asked(jumlah="3"),
        school.asked(nomor="20299099-000001"),
    ]
    pages = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}
    assert len(pages) == 1 and {answer.status_code for answer in answers} == {200}
    page = pages.pop()
    assert ALTERED in page and NAME not in page and school.receipt.kinds["peserta_didik"].digest not in page


def test_one_school_vouches_for_no_other(school: School, pusat: Pusat) -> None:
    other = proved(pusat, "20299002", "SD LAIN")
    swapped = school.asked(tanda=other.receipt.signature)
    assert ALTERED in swapped.text and "SD LAIN" not in swapped.text and NAME not in swapped.text


def test_guessing_is_slowed_down(school: School) -> None:
    statuses = [school.asked(tanda=f"{number:064d}").status_code for number in range(6)]
    assert statuses == [200] * 5 + [429]
    assert school.asked().status_code == 429 and GENUINE not in school.asked().text


NONSENSE = [
    "\0",
    "x" * 5000,
    "20299001-٠٠٠٠٠١",
    "20299001-99999999999999999999",
    "-",
    "💥-000001",
    "'-000001",
]


def test_nonsense_is_answered(alone: School) -> None:
    for text in NONSENSE:
        for field in ("nomor", "tanda", "jumlah"):
            answer = alone.asked(**{field: text})
            assert answer.status_code == 200 and ALTERED in answer.text, (field, text)
            forget_attempts(alone.pusat)


@pytest.fixture
def alone(tmp_path: Path) -> Any:
    """On SQLite, whose file the tests can open."""
    pusat = Pusat(tmp_path / "pusat")
    pusat.start()
    yield proved(pusat)
    pusat.kill()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (800, 1200), (1366, 768)])
def test_every_digit_is_seen_on_a_phone_too(
    alone: School, page: Page, screenshot: Callable[[str], None], width: int, height: int
) -> None:
    """The QR code on the sheet opens the page there."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(alone.address())
    assert GENUINE in page.content()
    screenshot(f"{width}")
    wide = "seen => [...seen].filter(one => one.scrollWidth > one.clientWidth).map(one => one.className)"
    assert page.eval_on_selector_all("html, .scroll", wide) == []


def database(pusat: Pusat) -> sqlite3.Connection:
    return sqlite3.connect(pusat.folder / "pusat.sqlite3", timeout=SECONDS, isolation_level=None)


def forget_attempts(pusat: Pusat) -> None:
    with closing(database(pusat)) as opened:
        opened.execute("DELETE FROM wrong_attempt")


def changed(receipt: Receipt, name: str) -> Receipt:
    """The same with one field that says something else."""
    value = getattr(receipt, name)
    other: dict[type, Callable[[Any], Any]] = {
        str: lambda text: f"{text}0",
        int: lambda number: number + 1,
        dict: lambda counts: {**counts, "ptk": Summary(9, "0" * 64) if name == "kinds" else 9},
    }
    return msgspec.structs.replace(receipt, **{name: other[type(value)](value)})


def test_no_field_can_be_altered(alone: School) -> None:
    """Not even at pusat: what it keeps is vouched for by the signature alone."""
    with closing(database(alone.pusat)) as opened:
        (content,) = opened.execute("SELECT content FROM receipt").fetchone()
        for name in Receipt.__struct_fields__:
            forged = changed(decode(content, Receipt), name)
            opened.execute("UPDATE receipt SET content = ?", [encode(forged)])
            answer = alone.asked(jumlah="")
            # The signature that is kept is never looked at.
            expected = GENUINE if name == "signature" else ALTERED
            assert expected in answer.text, name
            forget_attempts(alone.pusat)
        opened.execute("UPDATE receipt SET content = ?", [content])
    assert GENUINE in alone.asked().text
