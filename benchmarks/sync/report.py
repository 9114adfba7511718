"""The figures as Markdown, and whether they meet the bars."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .measure import FIRST, NOTHING, PULL, PUSH, SCENARIOS, Figures

OURS, CUT, AS_IT_IS, FLOOR = "ours", "Morango, pauses cut", "Morango as it is", "by hand"
Table = Mapping[tuple[str, str], Figures]


@dataclass(frozen=True)
class Bar:
    """One demand, against Morango with its pauses cut; `value` is what was measured."""

    scenario: str
    demand: str
    value: float
    holds: bool


def tables(figures: Table) -> Iterator[str]:
    """A table per scenario, the one that all are compared with in the second row."""
    for scenario in SCENARIOS:
        yield f"\n### {scenario.capitalize()}\n"
        yield "| | seconds | Morango takes | client CPU | server CPU | requests | bytes up | bytes down |"
        yield "|---|---:|---:|---:|---:|---:|---:|---:|"
        for name in (OURS, CUT, AS_IT_IS, FLOOR):
            if (name, scenario) in figures:
                yield _row(name, figures[name, scenario], figures[CUT, scenario])


def _row(name: str, own: Figures, other: Figures) -> str:
    return (
        f"| {name} | {own.seconds:.3f} | {other.seconds / own.seconds:.1f}x | {own.client_cpu:.3f} "
        f"| {own.server_cpu:.3f} | {own.requests:g} | {own.up:,.0f} | {own.down:,.0f} |"
    )


def bars(figures: Table) -> Iterator[Bar]:
    """The demands; bytes are of bodies, both ways unless it says up."""
    first, other = figures[OURS, FIRST], figures[CUT, FIRST]
    yield _faster(figures, FIRST, 5)
    for side in ("client", "server"):
        share = getattr(first, f"{side}_cpu") / getattr(other, f"{side}_cpu")
        yield Bar(FIRST, f"{side} CPU at most 0.33 of Morango's", share, share <= 1 / 3)
    yield Bar(FIRST, "bytes up at most 160,000", first.up, first.up <= 160_000)
    for scenario, times, requests, size in (
        (PUSH, 10, 2, 3_000),
        (PULL, 10, 2, 3_000),
        (NOTHING, 25, 1, 1_000),
    ):
        measured = figures[OURS, scenario]
        yield _faster(figures, scenario, times)
        yield Bar(scenario, f"requests at most {requests}", measured.requests, measured.requests <= requests)
        yield Bar(
            scenario,
            f"bytes at most {size:,}",
            measured.up + measured.down,
            measured.up + measured.down <= size,
        )


def _faster(figures: Table, scenario: str, times: int) -> Bar:
    ratio = figures[CUT, scenario].seconds / figures[OURS, scenario].seconds
    return Bar(scenario, f"at least {times} times faster", ratio, ratio >= times)


def bar_table(bars: list[Bar]) -> Iterator[str]:
    """Each bar, what was measured, and whether it holds."""
    yield "\n| bar, against Morango with its pauses cut | measured | holds |\n|---|---:|---|"
    for bar in bars:
        value = f"{bar.value:,.0f}" if bar.value >= 100 or bar.value == int(bar.value) else f"{bar.value:.2f}"
        yield f"| {bar.scenario}: {bar.demand} | {value} | {'yes' if bar.holds else 'no'} |"
