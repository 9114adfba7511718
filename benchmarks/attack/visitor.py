"""A site of its own with the demonstration school, and a browser without pictures that is logged in to it."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from tests.site_process import Site, manage

PASSWORD = "rahasia-sekali-1"
SECONDS = 120


@dataclass
class Form:
    """A form that is sent by POST, as it stands on the page."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    takes_file: bool = False


class Page(HTMLParser):
    """What a visitor can do on a page: `links` of this site, and the `forms` that change something; but for
    logging out."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__()
        self._base = answer.url
        self.links: set[str] = set()
        self.forms: list[Form] = []
        self._select, self._area = "", ""
        if "html" in answer.headers.get("Content-Type", ""):
            self.feed(answer.text)
        self.forms = [form for form in self.forms if "/keluar" not in form.action]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links and fields."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag in ("a", "link", "script"):
            self._note_link(given.get("href") or given.get("src") or "")
        elif tag == "form" and given.get("method", "").lower() == "post":
            self.forms.append(Form(urljoin(self._base, given.get("action") or self._base)))
        elif not self.forms:
            return
        elif tag == "input" and name:
            self._note_input(name, given)
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given and self._select:
            self.forms[-1].fields[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = name

    def handle_data(self, data: str) -> None:
        """The text of a textarea."""
        if self._area:
            self.forms[-1].fields[self._area] = data

    def handle_endtag(self, tag: str) -> None:
        """The end of a field."""
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def _note_input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file":
            self.forms[-1].takes_file = True
        elif kind not in ("checkbox", "radio", "submit", "button") or "checked" in given:
            self.forms[-1].fields[name] = given.get("value", "")

    def _note_link(self, address: str) -> None:
        target = urlsplit(urljoin(self._base, address))
        if address and target.netloc == urlsplit(self._base).netloc:
            self.links.add(target._replace(fragment="").geturl())


class Visitor:
    """An operator's browser."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"

    def get(self, address: str) -> requests.Response:
        """Open a page of this site."""
        return self._session.get(urljoin(self.site.url, address), timeout=SECONDS)

    def send(self, form: Form, changed: dict[str, str], file: bytes | None = None) -> requests.Response:
        """Send a form with other values in some fields, and perhaps a file; not followed where it leads."""
        return self._session.post(
            form.action,
            {**form.fields, **changed},
            files={"berkas": ("daftar.xlsx", file)} if file is not None else None,
            headers={"Referer": form.action},
            timeout=SECONDS,
            allow_redirects=False,
        )

    def make_account(self) -> None:
        """Make the first account, which logs in."""
        page = Page(self.get("/"))
        names = {"nama": "Siti", "username": "operator", "password1": PASSWORD, "password2": PASSWORD}
        assert self.send(page.forms[-1], names).status_code == 302


@contextmanager
def visited() -> Iterator[Visitor]:
    """A visitor of a site that runs."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        done = manage("demo", data=data)
        assert done.returncode == 0, done.stderr
        site = Site(data, "--no-demo").started()
        try:
            visitor = Visitor(site)
            visitor.make_account()
            yield visitor
        finally:
            site.stop()


def pattern(address: str) -> str:
    """The address without ids and query: pages of one pattern are one view."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "*", urlsplit(address).path)
