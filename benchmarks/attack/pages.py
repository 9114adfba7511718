"""A long day in the browser: pages at random, by the links that they show, and a form in each twenty."""

import time
from collections import Counter, defaultdict
from random import Random

from .memory import Memory
from .visitor import Form, Page, Visitor, pattern, visited

# So many addresses of one view are remembered: filters and sorting make them without end.
_OF_A_VIEW = 300
_FORM_EVERY = 20
# Forms that would end the day (a password, the whole database), or call another server.
_LEFT_ALONE = ("/pengaturan/", "/sinkronisasi/")
_TOKEN = "csrfmiddlewaretoken"
_WORDS = ("a", "putri", "00", "Budi S", "%", "'", "<b>", "x" * 300, "\U0001f642")


def attack(count: int, random: Random) -> dict[str, object]:
    """Ask for so many pages; the statuses, views, and the slowest answer."""
    with visited() as visitor:
        memory = Memory(visitor.site.process.pid, count)
        walk = _Walk(visitor, random)
        for number in range(1, count + 1):
            walk.step(send=number % _FORM_EVERY == 0)
            memory.step(number)
        return {**walk.figures(), "memory_mb": memory.tenths}


class _Walk:
    def __init__(self, visitor: Visitor, random: Random) -> None:
        self._visitor, self._random = visitor, random
        self._known: dict[str, set[str]] = defaultdict(set)
        self._statuses, self._forms = Counter[int](), Counter[int]()
        self._slowest = (0.0, "")
        self._note({f"{visitor.site.url}/"})

    def step(self, send: bool) -> None:
        """Open a page, every view as likely as any other; and perhaps send its form."""
        view = self._random.choice(sorted(self._known))
        address = self._random.choice(sorted(self._known[view]))
        if view == "/cari/":
            address = f"/cari/?q={self._random.choice(_WORDS)}"
        began = time.monotonic()
        answer = self._visitor.get(address)
        self._slowest = max(self._slowest, (round(time.monotonic() - began, 2), view))
        self._statuses[answer.status_code] += 1
        assert answer.status_code < 500, address
        page = Page(answer)
        self._note(page.links)
        forms = [form for form in page.forms if not any(part in form.action for part in _LEFT_ALONE)]
        if send and forms:
            self._send(self._random.choice(forms))

    def _send(self, form: Form) -> None:
        """Send a form with some of its fields changed."""
        names = [name for name in form.fields if name != _TOKEN and self._random.random() < 0.3]
        changed = {name: self._random.choice(_WORDS) for name in names}
        answer = self._visitor.send(form, changed)
        self._forms[answer.status_code] += 1
        assert answer.status_code < 500, (form.action, changed)

    def figures(self) -> dict[str, object]:
        """What came of it."""
        return {
            "statuses": dict(self._statuses),
            "forms": dict(self._forms),
            "views": len(self._known),
            "slowest_seconds": self._slowest,
        }

    def _note(self, links: set[str]) -> None:
        for link in sorted(links):
            view = self._known[pattern(link)]
            if len(view) < _OF_A_VIEW:
                view.add(link)
