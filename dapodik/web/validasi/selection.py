"""The findings that an address selects: for the list, the walk through them, the xlsx and the printout."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from dapodik.pokok import present
from dapodik.pokok.models import KINDS, RombonganBelajar
from dapodik.validasi import engine
from dapodik.validasi.models import Finding
from dapodik.validasi.rule import LEVEL_NAMES

from ..table import part_of

GROUPS = {"": "Semua temuan", "aturan": "Menurut aturan", "data": "Menurut data"}
TEXT_MAX = 100
_FILTERS = ("jenis", "tingkat", "aturan", "rombel", "cari")


@dataclass(frozen=True)
class FindingSelection:
    """What the findings are filtered by, and how the page shows them; "" means: all.

    `jenis`: kind of record. `tingkat`: level. `aturan`: code of the rule. `rombel`: id of a class.
    `cari`: part of the record's name. `kelompok`: grouping, a key of GROUPS. `dikesampingkan`: "1" for
    those set aside.

    An unknown value (a class that does not exist) selects nothing. To ignore it would select more than the
    address asks for, and the page can mend or set aside all that is selected.
    """

    jenis: str = ""
    tingkat: str = ""
    aturan: str = ""
    rombel: str = ""
    cari: str = ""
    kelompok: str = ""
    dikesampingkan: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "FindingSelection":
        """Read the part of an address after `?`."""
        # A NUL is replaced: without it the text could be empty, and empty means all.
        text = {name: query.get(name, "").replace("\0", "\ufffd").strip()[:TEXT_MAX] for name in _FILTERS}
        return cls(
            **text,
            kelompok=query.get("kelompok", "") if query.get("kelompok") in GROUPS else "",
            dikesampingkan="1" if query.get("dikesampingkan") else "",
        )

    @property
    def is_narrow(self) -> bool:
        """True where anything is chosen but the grouping."""
        return replace(self, kelompok="") != FindingSelection()

    def query(self, **changes: str) -> str:
        """The part of the address after `?`, with these changes."""
        return urlencode({name: value for name, value in vars(replace(self, **changes)).items() if value})

    def findings(self) -> "QuerySet[Finding]":
        """The selected findings, as of the last `engine.refresh`."""
        rows = Finding.objects.filter(aside=bool(self.dikesampingkan))
        if self.rombel and not _is_uuid(self.rombel):
            return rows.none()
        if self.jenis:
            rows = rows.filter(kind=self.jenis)
        if self.tingkat:
            rows = rows.filter(level=self.tingkat)
        if self.aturan:
            rows = rows.filter(code=self.aturan)
        if self.cari:
            rows = rows.filter(part_of("label", self.cari))
        if self.rombel:
            members = present.places().filter(rombongan_belajar=UUID(self.rombel)).values("peserta_didik_id")
            rows = rows.filter(Q(record_id__in=members) | Q(record_id=UUID(self.rombel)))
        return rows


def usual(selection: FindingSelection) -> FindingSelection:
    """Choose the first kind that has findings, invalid before warning, where nothing is chosen yet."""
    if selection.is_narrow:
        return selection
    counts = engine.counts()
    pairs = [(kind, level) for level in LEVEL_NAMES for kind in KINDS if counts.get(kind, {}).get(level)]
    kind, level = pairs[0] if pairs else ("", "")
    return replace(selection, jenis=kind, tingkat=level)


def class_names() -> dict[UUID, str]:
    """{record id: class} of the active semester: of each pupil, and of each class itself."""
    named = dict(RombonganBelajar.live.values_list("pk", "nama"))
    places = present.by_pupil(present.places(), {"nama": "rombongan_belajar__nama"})
    return named | {pupil: place["nama"] for pupil, place in places.items()}


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
