"""The semester that is looked at: chosen at login, shown on every page.

The active one is worked in; past ones are only looked at, so that what was reported stays as it was
(`dapodik.akun.access`).
"""

from django.http import HttpRequest

from dapodik.pokok.models import RombonganBelajar
from dapodik.pokok.semester import active
from dapodik.referensi.semester import Semester

_KEY = "semester"


def offered(now: str) -> list[Semester]:
    """The active semester `now` and those before it of which there are classes, the newest first."""
    if not now:
        return []
    known = RombonganBelajar.live.filter(semester_id__lt=now).exclude(semester_id="")
    ids = {now, *known.values_list("semester_id", flat=True).distinct()}
    return [Semester(semester_id) for semester_id in sorted(ids, reverse=True)]


def chosen(request: HttpRequest) -> str:
    """The id of the semester that whoever is logged in looks at: the active one unless another was chosen."""
    return chosen_in_session(request) or active()


def chosen_in_session(request: HttpRequest) -> str:
    """The id of the semester that was chosen in place of the active one; "" where none was."""
    return str(request.session.get(_KEY, ""))


def is_past(request: HttpRequest) -> bool:
    """True where the chosen semester is before the active one."""
    return bool(chosen_in_session(request)) and chosen_in_session(request) < active()


def forget(request: HttpRequest) -> None:
    """Look at the active semester from now on."""
    request.session.pop(_KEY, None)


def choose(request: HttpRequest, semester_id: str) -> bool:
    """Look at this semester from now on; whether it is one that is offered.

    The active one is not remembered: who works in it goes along when the school begins the next.
    """
    now = active()
    if semester_id == now:
        forget(request)
        return True
    if semester_id not in {semester.id for semester in offered(now)}:
        return False
    request.session[_KEY] = semester_id
    return True
