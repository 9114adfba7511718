"""The client of pusat: one kept-alive session, packed messages, and every failure as a numbered problem."""

import time
from collections.abc import Iterator
from pathlib import Path

import requests
import urllib3
from django.conf import settings

from sync.wire import messages, packing
from sync.wire.messages import Answer, Comparison, Difference, Exchange, Message, Refusal
from sync.wire.problems import PROBLEMS, SyncProblem
from sync.wire.registration import (
    Check,
    Checked,
    Registered,
    Registration,
    Renewal,
    Renewed,
    Revocation,
    Revoked,
)

CONNECT_SECONDS = 10
ANSWER_SECONDS = 120
# For the whole of an answer: 32 MiB at the slowest mobile line that is of any use.
WHOLE_SECONDS = 900
# More than any page or answer; a captive portal's video must not fill the memory.
ANSWER_MAX = messages.UNPACKED_MAX
# In the data folder, for a pusat whose certificate an authority of the district's own has signed: where the
# file is, only what it holds is trusted.
CA_FILE = "pusat-ca.pem"
# What the server in front of pusat says by itself.
_BEFORE_PUSAT = {413: 304, 503: 307}
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
# As OpenSSL numbers them: a certificate that is not valid yet, or no longer.
_BY_THE_CLOCK = (9, 10)


class _Session(requests.Session):
    """A session that does not even look where a redirect leads: pusat never sends one."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class Client:
    """Calls pusat; counts requests and bytes of the bodies both ways."""

    def __init__(self, url: str, key: str = "", at_most: float = WHOLE_SECONDS) -> None:
        """`at_most`: the longest wait for pusat in seconds, where that is less than usual.

        Raises SyncProblem 204 for an address that is neither https nor on this computer.
        """
        self._url = url.rstrip("/")
        self._at_most = at_most
        self._session = _Session()
        # What is not encrypted stays on this computer: it goes to no proxy.
        self._session.trust_env = _scheme(url) == "https"
        ca_file = Path(settings.DATA_DIR) / CA_FILE
        self._trusted = str(ca_file) if ca_file.exists() else None
        self._session.headers.update({"Content-Type": packing.CONTENT_TYPE, "Accept-Encoding": "identity"})
        if key:
            self._session.headers["Authorization"] = f"Bearer {key}"
        self.requests = self.bytes_up = self.bytes_down = 0

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    def register(self, request: Registration) -> Registered:
        """Register this computer."""
        return self._call("register", request, Registered)

    def exchange(self, request: Exchange) -> Answer:
        """The answer to one request of a run."""
        return self._call("exchange", request, Answer)

    def compare(self, request: Comparison) -> Difference:
        """Where the two sides differ, after an unequal proof."""
        return self._call("compare", request, Difference)

    def check(self) -> Checked:
        """Ask if a run would be let in."""
        return self._call("check", Check(), Checked)

    def renew_key(self) -> Renewed:
        """Ask for another key in exchange for this one."""
        return self._call("renew_key", Renewal(), Renewed)

    def revoke(self, number: int) -> Revoked:
        """Shut out another computer of the school."""
        return self._call("revoke", Revocation(number), Revoked)

    def _call(self, name: str, message: Message, kind: type[packing.M]) -> packing.M:
        body = packing.pack(message)
        self.requests += 1
        self.bytes_up += len(body)
        try:
            with self._session.post(
                f"{self._url}/sync/v1/{name}",
                data=body,
                timeout=(min(CONNECT_SECONDS, self._at_most), min(ANSWER_SECONDS, self._at_most)),
                stream=True,
                allow_redirects=False,
                verify=self._trusted,
            ) as response:
                answer = _bounded(response, min(WHOLE_SECONDS, self._at_most))
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _line_problem(error, self._url) from error
        self.bytes_down += len(answer)
        try:
            return _understood(response, answer, kind)
        except SyncProblem as problem:
            ticket = problem.details.get("ticket", "")
            if ticket and ticket.isascii() and ticket.isprintable():
                self._session.headers[messages.TICKET_HEADER] = ticket
            raise


def is_here(url: str) -> bool:
    """True for an address on this computer."""
    return urllib3.util.parse_url(url).host in _LOOPBACK


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and all that caused it: the HTTP library wraps the system's own errors several times."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _scheme(url: str) -> str:
    """The scheme of an address, as the HTTP library reads it. Raises SyncProblem 204, see Client."""
    try:
        parts = urllib3.util.parse_url(url)
    except urllib3.exceptions.LocationParseError as error:
        raise SyncProblem(204) from error
    if parts.scheme == "https" or (parts.scheme == "http" and parts.host in _LOOPBACK):
        return parts.scheme
    raise SyncProblem(204)


def _bounded(response: requests.Response, seconds: float) -> bytes:
    content = bytearray()
    end = time.monotonic() + seconds
    # What is there, not what was hoped for: of a dripping answer each drop looks at the clock.
    while part := response.raw.read1(65536, decode_content=True):
        content += part
        if len(content) > ANSWER_MAX:
            raise SyncProblem(105)
        if time.monotonic() > end:
            raise SyncProblem(103)
    return bytes(content)


def _understood(response: requests.Response, content: bytes, kind: type[packing.M]) -> packing.M:
    ours = response.headers.get("Content-Type") == packing.CONTENT_TYPE
    if not ours:
        otherwise = 303 if response.status_code >= 500 else 105
        raise SyncProblem(_BEFORE_PUSAT.get(response.status_code, otherwise), _retry_after(response))
    try:
        if response.status_code == 200:
            return packing.unpack(content, kind)
        refusal = packing.unpack(content, Refusal)
    except packing.UnreadableMessage as error:
        raise SyncProblem(106) from error
    number = refusal.problem if refusal.problem in PROBLEMS else 303
    problem = SyncProblem(number, _retry_after(response))
    problem.details.update(refusal.details)
    raise problem


def _retry_after(response: requests.Response) -> int | None:
    """The seconds after which to try again, at most an hour; None where pusat names none."""
    text = response.headers.get("Retry-After", "")[:9]
    return min(int(text), 3600) if text.isascii() and text.isdigit() else None


def _line_problem(error: requests.RequestException | urllib3.exceptions.HTTPError, url: str) -> SyncProblem:
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        by_the_clock = any(getattr(cause, "verify_code", 0) in _BY_THE_CLOCK for cause in causes(error))
        return SyncProblem(107 if by_the_clock else 104)
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return SyncProblem(103)
    if isinstance(error, urllib3.exceptions.HTTPError):
        # An answer had begun: requests has its own errors for all before that.
        return SyncProblem(106)
    if "NameResolutionError" in repr(error):
        return SyncProblem(102, host=urllib3.util.parse_url(url).host or url)
    return SyncProblem(101)
