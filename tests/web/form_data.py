"""What a browser would send of a page's form if nobody touched it."""

from html.parser import HTMLParser

from django.test import Client


class _Form(HTMLParser):
    """Collects the fields of the form that has a CSRF token and `marker` among its names."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        name, value = a.get("name") or "", a.get("value") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "select":
            self.select = name
            self.forms[-1].setdefault(name, [""])
        elif tag == "option" and "selected" in a:
            self.forms[-1][self.select] = [value]
        elif tag == "input" and name and a.get("type") in ("checkbox", "radio"):
            if "checked" in a:
                self.forms[-1].setdefault(name, []).append(value or "on")
        elif tag == "input" and name:
            self.forms[-1][name] = [value]


def form_data(client: Client, address: str, having: str) -> dict[str, list[str]]:
    """The fields, with their values, of the form on a page that has a field of this name."""
    reader = _Form()
    reader.feed(client.get(address).content.decode())
    return next(form for form in reader.forms if having in form)
