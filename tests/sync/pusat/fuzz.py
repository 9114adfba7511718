"""Mutated messages against pusat's request handling, in this process; prints what came of them as JSON.

`python -m tests.sync.pusat.fuzz MESSAGES SEED`, with pusat's settings and an empty database. Every message
meets the same database: what one does is taken back before the next.
"""

import json
import logging
import sys
import traceback
from collections import Counter
from random import Random
from typing import Any

import django
from django.conf import settings
from django.db import connection, transaction

django.setup()

from django.test import Client  # noqa: E402

from sync.pusat.door import keys, register  # noqa: E402
from sync.pusat.models import Sekolah  # noqa: E402
from sync.wire import messages, packing, registration  # noqa: E402
from sync.wire.messages import Exchange, Message, Offer  # noqa: E402
from sync.wire.problems import PROBLEMS  # noqa: E402

from .. import valid  # noqa: E402
from ..mutations import mutated  # noqa: E402
from ..whole_database import Contents, contents  # noqa: E402

# Thousands of codes are tried, and what is slow on purpose is not what is tested.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.ALLOWED_HOSTS = ["testserver"]
logging.disable(logging.WARNING)
ANSWERS: dict[str, type[Message]] = {
    "register": registration.Registered,
    "exchange": messages.Answer,
    "compare": messages.Difference,
    "renew_key": registration.Renewed,
    "revoke": registration.Revoked,
    "check": registration.Checked,
}


class Fuzz:
    """Two schools with a record of every kind each; what the first one's key sends goes wrong."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.school, self.key, self.code = self._school("20299001")
        self.other, other_key, _ = self._school("20299002")
        for school, key in ((self.school, self.key), (self.other, other_key)):
            offer = Offer(1, packing.encode(valid.everything(school.pk)))
            seen = Sekolah.objects.get(pk=school.pk).head
            hello = Exchange(catalogue="c", app="1", epoch=valid.EPOCH, acked=0, since=seen, offer=offer)
            answer = self._post("exchange", packing.pack(hello), key)
            assert answer.status_code == 200, answer.content
            ack = packing.unpack(answer.content, messages.Answer).ack
            assert ack and not ack.results, ack
        self.before = self._contents()
        self.outcomes: dict[str, Counter[int]] = {endpoint: Counter() for endpoint in ANSWERS}
        self.failures: list[dict[str, str]] = []

    def run(self, count: int, seed: int) -> None:
        """Send so many mutated messages, the endpoints in turn but most of them exchanges."""
        random = Random(seed)
        sent = valid.of_endpoint(self.school.pk, self.other.pk, "20299001", self.code)
        assert sent.keys() == ANSWERS.keys()
        for _ in range(count):
            endpoint = random.choice(("exchange", "exchange", "exchange", *ANSWERS))
            self._try(endpoint, mutated(random, random.choice(sent[endpoint])))

    def _try(self, endpoint: str, body: bytes) -> None:
        with transaction.atomic():
            answer = self._post(endpoint, body, self.key)
            wrong = self._wrong(endpoint, answer)
            transaction.set_rollback(True)
        if wrong:
            self.failures.append({"endpoint": endpoint, "body": body[:2000].hex(), "why": wrong})

    def _wrong(self, endpoint: str, answer: Any) -> str:
        """What is wrong with an answer and what it left behind; "" where nothing is."""
        if answer.status_code >= 500:
            return "".join(traceback.format_exception(*answer.exc_info)) if answer.exc_info else "5xx"
        after = self._contents()
        if answer.status_code == 200:
            # The mutation made another valid message.
            self.outcomes[endpoint][0] += 1
            packing.unpack(answer.content, ANSWERS[endpoint])
            return (
                ""
                if self._of_other(after) == self._of_other(self.before)
                else "another school's rows changed"
            )
        number = packing.unpack(answer.content, messages.Refusal).problem
        self.outcomes[endpoint][number] += 1
        if number not in PROBLEMS or answer["Content-Type"] != packing.CONTENT_TYPE:
            return f"no problem of the catalogue: {number}"
        return "" if after == self.before else f"refused with {number}, and something was written"

    def _of_other(self, contents: Contents) -> list[str]:
        texts = [repr(row) for rows in contents.values() for row in rows]
        return [row for row in texts if self.other.pk.hex in row or str(self.other.pk) in row]

    def _contents(self) -> Contents:
        with connection.cursor() as cursor:
            return contents(cursor, connection.vendor)

    def _school(self, npsn: str) -> tuple[Sekolah, str, str]:
        code = register.add_school(npsn, f"SD {npsn}")
        school = register.of_npsn(npsn)
        assert school is not None
        return school, keys.give(school, "laptop")[1], code

    def _post(self, endpoint: str, body: bytes, key: str) -> Any:
        return self.client.post(
            f"/sync/v1/{endpoint}",
            data=body,
            content_type=packing.CONTENT_TYPE,
            HTTP_AUTHORIZATION=f"Bearer {key}",
        )


if __name__ == "__main__":
    fuzz = Fuzz()
    fuzz.run(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps({"outcomes": fuzz.outcomes, "failures": fuzz.failures[:20]}))
