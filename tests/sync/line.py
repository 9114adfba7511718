"""A misbehaving line: a proxy on a real socket between a school's computer and pusat.

`Line.fault` is a function of a Call (one HTTP request as it stands on the line) that decides what the
school gets to see; `FAULTS` names those that the tests know.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

END = b"\r\n\r\n"
# A school that waits longer than this for a byte has hung.
PATIENCE = 30
ALWAYS = 1_000_000


class HungUp(Exception):
    """The other end closed the connection."""


@dataclass
class Call:
    """One request: its bytes, the way on to pusat, and the way back."""

    request: bytes
    school: socket.socket
    line: "Line"

    def forward(self, request: bytes | None = None) -> bytes:
        """Send it on, on a connection of its own, and return pusat's whole answer."""
        content = (request or self.request).replace(b"Connection: keep-alive\r\n", b"", 1)
        head, _, body = content.partition(END)
        with socket.create_connection(("127.0.0.1", self.line.pusat), timeout=PATIENCE) as pusat:
            pusat.sendall(head + b"\r\nConnection: close" + END + body)
            answer = b"".join(iter(lambda: pusat.recv(65536), b""))
        if not answer:
            raise HungUp
        return answer.replace(b"Connection: close\r\n", b"", 1)

    def answer(self, content: bytes) -> None:
        """Give the school these bytes."""
        self.school.sendall(content)

    def wait_until_given_up(self) -> None:
        """Until the school closes the connection because it waited long enough."""
        self.school.settimeout(PATIENCE)
        with suppress(ConnectionError):
            assert self.school.recv(1) == b"", "the school sent more"


Fault = Callable[[Call], None]


def good(call: Call) -> None:
    """As lines should be. What was held up on the way arrives now too, the newest first."""
    answer = call.forward()
    while call.line.delayed:
        call.line.delayed.pop().forward()
    call.answer(answer)


@dataclass
class Line:
    """Listens at `url` and passes everything on to pusat's port, until told otherwise.

    `recorded`: requests that a fault wants to send again later; `delayed`: those that have not arrived yet;
    `met` counts the requests that met the fault.
    """

    pusat: int
    fault: Fault = good
    recorded: list[Call] = field(default_factory=list)
    delayed: list[Call] = field(default_factory=list)
    met: int = 0

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._under_way = 0
        self._moved = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Nobody answers any more."""
        self._listener.close()

    def mend(self) -> None:
        """From now on all is well, and nothing of before is still under way."""
        self.fault, self.recorded = good, []
        with self._moved:
            assert self._moved.wait_for(lambda: not self._under_way, 2 * PATIENCE), "a request hangs"

    def spoil(self, fault: Fault, first: int = 1, times: int = ALWAYS) -> None:
        """From the `first` request on, `times` of them meet the fault; the others pass."""
        seen = self.met = 0

        def some(call: Call) -> None:
            nonlocal seen
            seen += 1
            if not first <= seen < first + times:
                return good(call)
            self.met += 1
            return fault(call)

        self.fault = some

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                school, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(school,), daemon=True).start()

    def _serve(self, school: socket.socket) -> None:
        with school, suppress(HungUp, OSError):
            while True:
                self._pass(Call(_request(school), school, self))

    def _pass(self, call: Call) -> None:
        self._count(1)
        try:
            self.fault(call)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._moved:
            self._under_way += more
            self._moved.notify_all()


def _request(school: socket.socket) -> bytes:
    """One whole request. Raises HungUp at the end of the connection."""
    data = b""
    while END not in data or len(data) < _length(data):
        part = school.recv(65536)
        if not part:
            raise HungUp
        data += part
    return data


def _length(data: bytes) -> int:
    head, _, _ = data.partition(END)
    sizes = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return len(head) + len(END) + (int(sizes[0].partition(b":")[2]) if sizes else 0)


def cut_before(call: Call) -> None:
    """The request never reaches pusat."""
    raise HungUp


def cut_inside_the_request(call: Call) -> None:
    """Half of the request reaches pusat."""
    with socket.create_connection(("127.0.0.1", call.line.pusat)) as pusat:
        pusat.sendall(call.request[: len(call.request) // 2])
    raise HungUp


def answer_lost(call: Call) -> None:
    """Pusat does what was asked; the school never hears of it."""
    call.forward()
    raise HungUp


def reset(call: Call) -> None:
    """The connection is reset after pusat has answered."""
    call.forward()
    call.school.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    raise HungUp


def silent(call: Call) -> None:
    """Nothing comes, for as long as the school waits."""
    call.wait_until_given_up()
    raise HungUp


def late(call: Call) -> None:
    """The request reaches pusat only after the school has given up waiting."""
    call.wait_until_given_up()
    call.forward()
    raise HungUp


def overtaken(call: Call) -> None:
    """The request is held up, and arrives only when pusat has answered one that was sent after it."""
    call.wait_until_given_up()
    call.line.delayed.append(call)
    raise HungUp


def twice(call: Call) -> None:
    """Pusat gets it twice; the school the second answer."""
    call.forward()
    good(call)


def twice_at_once(call: Call) -> None:
    """Pusat gets it four times at the same moment."""
    others = [threading.Thread(target=call.forward) for _ in range(3)]
    for other in others:
        other.start()
    good(call)
    for other in others:
        other.join()


def again_later(call: Call) -> None:
    """Every earlier request comes to pusat again, oldest first, before each new one."""
    for old in call.line.recorded:
        call.forward(old.request)
    call.line.recorded.append(call)
    good(call)


def again_reversed(call: Call) -> None:
    """Every earlier request comes to pusat again after each new one, newest first."""
    answer = call.forward()
    for old in reversed(call.line.recorded):
        call.forward(old.request)
    call.line.recorded.append(call)
    call.answer(answer)


def truncated(call: Call) -> None:
    """The connection breaks off in the middle of the answer."""
    answer = call.forward()
    call.answer(answer[: -len(_body(answer)) // 2])
    raise HungUp


def truncated_in_the_head(call: Call) -> None:
    """The connection breaks off in the middle of the answer's head."""
    call.answer(call.forward()[:40])
    raise HungUp


def corrupt_answer(call: Call) -> None:
    """One bit of the answer's body is another."""
    answer = call.forward()
    start = len(answer) - len(_body(answer))
    call.answer(_flipped(answer, start))


def corrupt_head(call: Call) -> None:
    """The answer's head has another Content-Type."""
    call.answer(call.forward().replace(b"x-dapodik-sync", b"x-dapodik-sxnc", 1))


def corrupt_request(call: Call) -> None:
    """One bit of the request's body is another."""
    call.answer(call.forward(_flipped(call.request, call.request.index(END) + len(END))))


def length_too_long(call: Call) -> None:
    """More is promised than comes; then the connection ends."""
    answer = call.forward()
    call.answer(_with_length(answer, len(_body(answer)) + 100))
    raise HungUp


def length_too_long_and_open(call: Call) -> None:
    """More is promised than comes, and the connection stays open."""
    answer = call.forward()
    call.answer(_with_length(answer, len(_body(answer)) + 100))
    call.wait_until_given_up()
    raise HungUp


def length_too_short(call: Call) -> None:
    """Less is promised than comes: the rest stands on the line before the next answer."""
    answer = call.forward()
    call.answer(_with_length(answer, len(_body(answer)) - 5))


def length_nonsense(call: Call) -> None:
    """The length is no number."""
    answer = call.forward()
    call.answer(_with_length(answer, "²"))
    raise HungUp


def slow_drip(call: Call) -> None:
    """The body comes byte by byte, slower than the school may wait for the whole."""
    answer = call.forward()
    start = len(answer) - len(_body(answer))
    call.answer(answer[:start])
    for place in range(start, len(answer)):
        call.answer(answer[place : place + 1])
        time.sleep(0.05)


def not_http(call: Call) -> None:
    """Bytes that are no answer at all."""
    call.answer(b"SSH-2.0-OpenSSH_9.2\r\n")
    raise HungUp


def endless(call: Call) -> None:
    """An answer of our kind that never ends."""
    call.answer(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-dapodik-sync" + END)
    while True:
        call.answer(b"\0" * 1_000_000)


def says(status: str, body: bytes = b"", *headers: bytes) -> Fault:
    """Somebody on the way answers in pusat's place."""

    def answer(call: Call) -> None:
        lines = [b"HTTP/1.1 " + status.encode(), b"Content-Length: %d" % len(body), *headers]
        call.answer(b"\r\n".join(lines) + END + body)

    return answer


HTML = b"Content-Type: text/html; charset=utf-8"
PORTAL = b"<!doctype html><title>Wi-Fi</title><form action=/login><input name=user></form>"

# Name: (fault, the numbers with which a run may end while it lasts; none: the run is to end well).
FAULTS: dict[str, tuple[Fault, tuple[int, ...]]] = {
    "cut before pusat": (cut_before, (101,)),
    "cut inside the request": (cut_inside_the_request, (101,)),
    "answer lost": (answer_lost, (101,)),
    "reset": (reset, (101,)),
    "silent": (silent, (103,)),
    "late": (late, (103,)),
    "overtaken": (overtaken, (103,)),
    "twice": (twice, ()),
    "twice at once": (twice_at_once, ()),
    "again later": (again_later, ()),
    "again reversed": (again_reversed, ()),
    "truncated": (truncated, (106,)),
    "truncated in the head": (truncated_in_the_head, (106,)),
    "corrupt answer": (corrupt_answer, (106,)),
    "corrupt head": (corrupt_head, (105,)),
    "corrupt request": (corrupt_request, (305,)),
    "length too long": (length_too_long, (106,)),
    "length too long, line open": (length_too_long_and_open, (103,)),
    "length too short": (length_too_short, (106,)),
    "length no number": (length_nonsense, ()),
    "slow drip": (slow_drip, (103,)),
    "not HTTP": (not_http, (101,)),
    "endless": (endless, (105,)),
    "500": (says("500 Internal Server Error", b"oops", HTML), (303,)),
    "502": (says("502 Bad Gateway", b"<h1>nginx</h1>", HTML), (303,)),
    "503 with Retry-After": (says("503 Service Unavailable", b"", b"Retry-After: 0"), (307,)),
    "503 with a date": (says("503 Busy", b"", b"Retry-After: Fri, 31 Dec 2027 23:59:59 GMT"), (307,)),
    "portal": (says("200 OK", PORTAL, HTML), (105,)),
    "portal that looks like pusat": (
        says("200 OK", PORTAL, b"Content-Type: application/x-dapodik-sync"),
        (106,),
    ),
    "redirect to a portal": (says("302 Found", b"", b"Location: http://10.0.0.1/masuk"), (105,)),
    "redirect to nowhere": (says("302 Found", b"", b"Location: http://[\xff\xfe"), (105,)),
    "204": (says("204 No Content"), (105,)),
}


# Those that last as long as the school has patience.
WAITING = ("silent", "late", "overtaken", "length too long, line open", "slow drip")

# Those in which something comes to pusat twice, late, in pieces or in another order, or it answers in vain.
SEEN_BY_PUSAT = (
    "cut inside the request",
    "answer lost",
    "late",
    "overtaken",
    "twice",
    "twice at once",
    "again later",
    "again reversed",
    "corrupt request",
)


def _body(answer: bytes) -> bytes:
    return answer.partition(END)[2]


def _flipped(data: bytes, start: int) -> bytes:
    """One bit in the middle of what follows `start` is another."""
    place = (start + len(data)) // 2
    return data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :]


def _with_length(answer: bytes, length: object) -> bytes:
    head, _, body = answer.partition(END)
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    return b"\r\n".join([*lines, f"Content-Length: {length}".encode("latin-1")]) + END + body
