"""Who the history names for what is done on a page."""

from django.http import HttpRequest

from dapodik.akun.access import user_of
from dapodik.pokok.models import Origin
from dapodik.pokok.write import Author


def author_of(request: HttpRequest, origin: Origin = Origin.FORM) -> Author:
    """The account that is logged in, at a form unless said otherwise."""
    return Author(str(user_of(request)), origin)
