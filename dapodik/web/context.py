"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest


def layout(request: HttpRequest) -> dict[str, Any]:
    """Menu, school and semester."""
    return {}
