"""Rules on the monthly keaktifan of a PTK (ticked month by month, 2014 on)."""

from dapodik.pokok.models import Ptk
from dapodik.referensi.bulan import beside, in_words

from ..rows import Row
from ..rule import WARNING, Broken, When, rule

_CURE = "Buka Keaktifan bulanan, periksa centangnya, lalu simpan."


@rule(
    "PTK_KEAKTIFAN",
    Ptk,
    "keaktifan",
    f"Keaktifan bulan {{bulan}} belum dicatat. {_CURE}",
    WARNING,
    also=["tmt_tugas"],
    when=When.ALWAYS,
)
def month_missing(row: Row) -> Broken:
    """The month that is over has been recorded. Source: public guides."""
    month = beside(f"{row['hari_ini']:%Y-%m}", -1)
    since = row["tmt_tugas"]
    if month in dict(row["keaktifan"]) or (since and f"{since:%Y-%m}" > month):
        return None
    return {"bulan": in_words(month)}


@rule(
    "PTK_KEAKTIFAN_LOMPAT",
    Ptk,
    "keaktifan",
    f"Keaktifan bulan {{bulan}} terlewat, padahal bulan sesudahnya sudah dicatat. {_CURE}",
    WARNING,
    when=When.ALWAYS,
)
def gap(row: Row) -> Broken:
    """No month is left out between two that are recorded. Source: proposal, plausibility."""
    months = [month for month, _ in row["keaktifan"]]
    for earlier, later in zip(months, months[1:], strict=False):
        following = beside(earlier, 1)
        if following < later:
            return {"bulan": in_words(following)}
    return None


@rule(
    "PTK_KEAKTIFAN_MASA_DEPAN",
    Ptk,
    "keaktifan",
    f"Tercatat aktif pada bulan {{bulan}}, yang belum tiba. {_CURE}",
    WARNING,
    when=When.ALWAYS,
)
def month_to_come(row: Row) -> Broken:
    """No month after this one. Source: public guides."""
    late = [month for month, active in row["keaktifan"] if active and month > f"{row['hari_ini']:%Y-%m}"]
    return {"bulan": in_words(min(late))} if late else None


@rule(
    "PTK_KEAKTIFAN_SEBELUM_TMT",
    Ptk,
    "keaktifan",
    f"Tercatat aktif pada bulan {{bulan}}, sebelum TMT tugas {{tmt}}. {_CURE}",
    WARNING,
    also=["tmt_tugas"],
    when=When.ALWAYS,
)
def before_assignment(row: Row) -> Broken:
    """No active month before the assignment began. Source: public guides."""
    since = row["tmt_tugas"]
    early = [month for month, active in row["keaktifan"] if active and since and month < f"{since:%Y-%m}"]
    return {"bulan": in_words(min(early)), "tmt": since} if early else None
