"""Which findings a page is about, as its address says: the same for the list, the walk, xlsx and print."""

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
class Selection:
    """Kind of record, level, rule, class and part of the name; empty where all are meant.

    What of these there is not is kept and finds nothing: passed over, it would find more than
    was asked for, and all of that would be mended or set aside.
    """

    jenis: str = ""
    tingkat: str = ""
    aturan: str = ""
    rombel: str = ""
    cari: str = ""
    kelompok: str = ""
    dikesampingkan: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Selection":
        """What an address says."""
        # Taking the NUL away could leave nothing, which means everything.
        text = {name: query.get(name, "").replace("\0", "\ufffd").strip()[:TEXT_MAX] for name in _FILTERS}
        return cls(
            **text,
            kelompok=query.get("kelompok", "") if query.get("kelompok") in GROUPS else "",
            dikesampingkan="1" if query.get("dikesampingkan") else "",
        )

    @property
    def is_narrow(self) -> bool:
        """True where anything but the grouping is chosen."""
        return replace(self, kelompok="") != Selection()

    def query(self, **changes: str) -> str:
        """The address's part after `?`, with changes."""
        return urlencode({name: value for name, value in vars(replace(self, **changes)).items() if value})

    def findings(self) -> "QuerySet[Finding]":
        """The findings as of the last `engine.refresh`."""
        findings = Finding.objects.filter(aside=bool(self.dikesampingkan))
        if self.rombel and not _is_uuid(self.rombel):
            return findings.none()
        if self.jenis:
            findings = findings.filter(kind=self.jenis)
        if self.tingkat:
            findings = findings.filter(level=self.tingkat)
        if self.aturan:
            findings = findings.filter(code=self.aturan)
        if self.cari:
            findings = findings.filter(part_of("label", self.cari))
        if self.rombel:
            members = present.places().filter(rombongan_belajar=UUID(self.rombel)).values("peserta_didik_id")
            findings = findings.filter(Q(record_id__in=members) | Q(record_id=UUID(self.rombel)))
        return findings


def usual(selection: Selection) -> Selection:
    """Where nothing is chosen: the first kind that has something, invalid before warning."""
    if selection.is_narrow:
        return selection
    counts = engine.counts()
    some = [(kind, level) for level in LEVEL_NAMES for kind in KINDS if counts.get(kind, {}).get(level)]
    kind, level = some[0] if some else ("", "")
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
