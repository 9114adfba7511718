"""Pages of synchronisation are tested with the accounts and the school of tests/web."""

from tests.web.conftest import (
    demo_folder,
    demo_rows,
    home,
    kepala_sekolah,
    operator,
    own_ptk,
    ptk,
    pupil,
    registered,
    school,
    wait,
)

__all__ = [
    "demo_folder",
    "demo_rows",
    "home",
    "kepala_sekolah",
    "operator",
    "own_ptk",
    "ptk",
    "pupil",
    "registered",
    "school",
    "wait",
]
