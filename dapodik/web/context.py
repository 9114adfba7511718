"""What every page shows around its content, and what other apps add to a page."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from dapodik.akun.access import user_of
from dapodik.akun.models import Tampilan
from dapodik.pokok.models import Sekolah
from dapodik.program.version import VERSION

from .semester.chosen import chosen_in_session, offered


@dataclass(frozen=True)
class MenuEntry:
    """A word of the menu. `here`: the page that is open lies below it. `key`: the letter that opens it
    after g."""

    label: str
    address: str
    here: bool
    key: str


def layout(request: HttpRequest) -> dict[str, Any]:
    """Menu, school, semester and the kind of Dapodik, for whoever is logged in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    sekolah = Sekolah.live.first()
    bentuk = sekolah.bentuk if sekolah else None
    now = sekolah.semester_id if sekolah else ""
    return {
        "menu": _menu(request.path, sees_all=user_of(request).sees_all),
        "sekolah": sekolah,
        "semester": chosen_in_session(request) or now,
        "semesters": offered(now),
        "looks_back": user_of(request).looks_back,
        "dapodik": bentuk.dapodik if bentuk else "",
        "brightness": Tampilan.choices,
    }


def version(request: HttpRequest) -> dict[str, str]:
    """The version number, for the foot of the page."""
    return {"versi": VERSION}


def panels(request: HttpRequest, place: str) -> list[SafeString]:
    """What installed apps add to a page: their `panels` are {place: (template, dotted function)}.

    The function takes the request and returns the template's context, or None for no panel.
    """
    panels_html = []
    for config in apps.get_app_configs():
        template, function = getattr(config, "panels", {}).get(place, ("", ""))
        context = import_string(function)(request) if function else None
        if context is not None:
            panels_html.append(render_to_string(template, context, request))
    return panels_html


def _menu(path: str, sees_all: bool) -> list[MenuEntry]:
    words = "menu" if sees_all else "own_menu"
    entries = sorted(entry for config in apps.get_app_configs() for entry in getattr(config, words, []))
    menu: list[MenuEntry] = []
    for _, label, name in entries:
        address = reverse(name)
        here = path == address if address == "/" else path.startswith(address)
        menu.append(MenuEntry(label, address, here, _key(label, {entry.key for entry in menu})))
    return menu


def _key(label: str, taken: set[str]) -> str:
    """The first letter of the word that no word before it has taken."""
    letters = (letter for letter in label.lower() if letter.isalpha())
    return next((letter for letter in letters if letter not in taken), "")
