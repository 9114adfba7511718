"""What every page of pusat shows around its content."""

from django.http import HttpRequest

from sync.wire.version import VERSION


def version(request: HttpRequest) -> dict[str, str]:
    """The version number, for the foot of the page."""
    return {"versi": VERSION}
