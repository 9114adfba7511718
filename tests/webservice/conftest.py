"""The difficult school, an application of it, and calls in its name."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from dapodik.pokok.models import Sekolah
from dapodik.webservice.wrong_tokens import wrong_tokens
from tests.school import School

from . import difficult_school

Call = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_wrong_tokens() -> Iterator[None]:
    """Nobody has tried a token yet."""
    wrong_tokens.forget()
    yield
    wrong_tokens.forget()


@pytest.fixture
def difficult(db: None) -> School:
    return difficult_school.make()


@pytest.fixture
def token(difficult: School) -> str:
    return difficult_school.application()


@pytest.fixture
def old_token(difficult: School) -> str:
    return difficult_school.application(nama="Lama", profil="2021")


@pytest.fixture
def call(token: str) -> Call:
    """`call(name, **parameters)`: the answer, with this school and the application's token unless told."""

    def called(name: str, bearer: str = token, **parameters: str) -> Any:
        asked = {"npsn": Sekolah.live.get().npsn, **parameters}
        return Client().get(f"/WebService/{name}", asked, headers={"authorization": f"Bearer {bearer}"})

    return called
