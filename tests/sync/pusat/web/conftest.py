"""A pusat for the tests of a module, and an officer's browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.sync.conftest import SECONDS, Pusat


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pusat]:
    pusat = Pusat(tmp_path_factory.mktemp("pusat"))
    pusat.start()
    yield pusat
    pusat.kill()


class Officer(requests.Session):
    """A browser in which the officer of a pusat is logged in."""

    def __init__(self, pusat: Pusat) -> None:
        super().__init__()
        self.pusat = pusat
        key = Path(pusat.folder, "kunci_petugas").read_text(encoding="ascii")
        self.page("masuk/", params={"kunci": key})

    def page(self, path: str, **more: dict[str, str]) -> str:
        return self.get(f"{self.pusat.url}/{path}", timeout=SECONDS, **more).text

    def press(self, path: str, **values: str) -> requests.Response:
        """Send a form with the token of the page that shows it."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.page(""))
        assert token
        values["csrfmiddlewaretoken"] = token[1]
        return self.post(f"{self.pusat.url}/{path}", values, timeout=SECONDS)
