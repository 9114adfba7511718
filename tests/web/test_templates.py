"""The sources of pages: no line that has to be moved sideways to be read."""

import pytest
from django.template.loader import get_template

from tests.site_process import ROOT

LONGEST = 160


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_no_line_is_too_long(folder: str) -> None:
    files = [path for kind in ("html", "css", "js") for path in (ROOT / folder).rglob(f"*.{kind}")]
    assert files
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert long == []


def test_every_template_can_be_compiled() -> None:
    """Those too that no other test shows."""
    folder = ROOT / "templates"
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html"))
    assert names and [name for name in names if not get_template(name)] == []
