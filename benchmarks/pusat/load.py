"""Many schools at once: a thread and a connection for each, that waits when it is told to."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from statistics import median, quantiles

from sync.wire import messages, packing
from sync.wire.messages import Answer, Refusal
from sync.wire.problems import PROBLEMS

from .servers import Servers, Spent

TRIES = PROBLEMS[301].tries  # as the school's computer
SECONDS = 120


@dataclass(frozen=True)
class Visit:
    """A school's run: its key and the requests, one after the other; how many items it is to get."""

    key: str
    requests: list[bytes]
    items: int


@dataclass
class Outcome:
    """`seconds` from the school's arrival to its tanda terima; `served` of each request that was let in."""

    seconds: float = 0
    refused: int = 0
    error: str = ""
    served: list[float] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)


@dataclass(frozen=True)
class Load:
    """What it took to serve some schools."""

    seconds: float
    spent: Spent
    outcomes: list[Outcome]

    @property
    def rate(self) -> float:
        """Schools a second."""
        return len(self.outcomes) / self.seconds

    @property
    def errors(self) -> list[str]:
        """What went wrong, other than being told to wait."""
        return [outcome.error for outcome in self.outcomes if outcome.error]

    @property
    def refused(self) -> int:
        """How often one was told to wait."""
        return sum(outcome.refused for outcome in self.outcomes)

    def each(self) -> Spent:
        """Processor seconds a school."""
        return Spent(self.spent.pusat / len(self.outcomes), self.spent.database / len(self.outcomes))

    def whole(self) -> tuple[float, float]:
        """Median and 95th percentile of a school's run, in seconds, waiting included."""
        return _percentiles([outcome.seconds for outcome in self.outcomes])

    def request(self) -> tuple[float, float]:
        """The same of a single request that was let in."""
        return _percentiles([seconds for outcome in self.outcomes for seconds in outcome.served])


def closed(servers: Servers, visits: Sequence[Visit], clients: int) -> Load:
    """So many clients, each with one school after the other, as fast as they are served."""
    with ThreadPoolExecutor(clients) as pool:
        return _measured(servers, lambda: list(pool.map(lambda visit: _run(servers, visit), visits)))


def opened(servers: Servers, visits: Sequence[Visit], rate: float) -> Load:
    """Schools that come so many a second, however fast they are served."""
    with ThreadPoolExecutor(len(visits)) as pool:
        begin = time.monotonic() + 0.5

        def arrive(number: int) -> Outcome:
            time.sleep(max(0, begin + number / rate - time.monotonic()))
            return _run(servers, visits[number])

        return _measured(servers, lambda: list(pool.map(arrive, range(len(visits)))), begin)


def _measured(servers: Servers, work: Callable[[], list[Outcome]], begin: float | None = None) -> Load:
    before = servers.spent()
    begin = begin or time.monotonic()
    outcomes = work()
    seconds = time.monotonic() - begin
    return Load(seconds, servers.spent() - before, outcomes)


def _run(servers: Servers, visit: Visit) -> Outcome:
    outcome = Outcome()
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", servers.pusat.port, timeout=SECONDS)
    headers = {"Authorization": f"Bearer {visit.key}", "Content-Type": packing.CONTENT_TYPE}
    try:
        for request in visit.requests:
            _ask(connection, headers, request, outcome)
    except (OSError, HTTPException, AssertionError, packing.UnreadableMessage) as error:
        outcome.error = repr(error)
    finally:
        connection.close()
    outcome.seconds = time.monotonic() - began
    return outcome


def _ask(connection: HTTPConnection, headers: dict[str, str], request: bytes, outcome: Outcome) -> None:
    """A ticket stays with the school for the rest of its run, as the school's computer keeps it."""
    for _ in range(TRIES):
        began = time.monotonic()
        connection.request("POST", "/sync/v1/exchange", request, headers)
        response = connection.getresponse()
        body = response.read()
        if response.status == 200:
            outcome.served.append(time.monotonic() - began)
            outcome.answers.append(body)
            return
        refusal = packing.unpack(body, Refusal)
        assert response.status == 503 and refusal.problem == 301, (response.status, refusal)
        outcome.refused += 1
        headers[messages.TICKET_HEADER] = refusal.details["ticket"]
        # Pusat does not keep an idle line as long as that.
        connection.close()
        time.sleep(int(response.headers["Retry-After"]))
    raise AssertionError("it never was this school's turn")


def check(visits: Sequence[Visit], load: Load) -> None:
    """Every school has got what it should, and its tanda terima. What has not is an error of the load."""
    for visit, outcome in zip(visits, load.outcomes, strict=True):
        if outcome.error:
            continue
        answers = [packing.unpack(body, Answer) for body in outcome.answers]
        items = sum(len(answer.page.items) for answer in answers if answer.page)
        problems = [result for answer in answers if answer.ack for result in answer.ack.results]
        verdict = answers[-1].verdict
        if items != visit.items or problems or not (verdict and verdict.receipt):
            outcome.error = f"{items} items, {problems[:1]}, {verdict}"


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    if len(seconds) < 2:
        return (seconds[0], seconds[0]) if seconds else (0.0, 0.0)
    return median(seconds), quantiles(seconds, n=20)[-1]
