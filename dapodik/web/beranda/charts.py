"""Small charts: where each bar stands in the picture. Axes begin at 0; whole numbers only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

# (group, boys, girls, all), as `figures.of_each_sex` gives them.
Row = tuple[str, int, int, int]
# The address of the list behind a bar, by group and sex.
Address = Callable[[str, str], str]


@dataclass(frozen=True)
class Bar:
    """One bar: `sex` decides how it is filled; its number stands at `label_x`, `label_y`."""

    x: int
    y: int
    width: int
    height: int
    label_x: int
    label_y: int
    value: int
    sex: str
    address: str


@dataclass(frozen=True)
class Chart:
    """A picture of `width` by `height`. `ticks` are (place on the axis of numbers, number), `names` (x, y,
    name of the group)."""

    width: int
    height: int
    bars: list[Bar]
    ticks: list[tuple[int, int]]
    names: list[tuple[int, int, str]]


def ticks(largest: int) -> list[int]:
    """Round numbers from 0 to at least `largest`, at most six."""
    round_ones = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(round_step for round_step in round_ones if round_step * 5 >= largest)
    steps = max(1, -(-largest // step))
    return [step * index for index in range(steps + 1)]


def columns(rows: Sequence[Row], address: Address) -> Chart:
    """Upright bars, two a group: boys and girls side by side."""
    left, top, width, height = 32, 16, 440, 150
    numbers = ticks(max((max(boys, girls) for _, boys, girls, _ in rows), default=0))
    bottom, share = top + height, (width - left) // max(len(rows), 1)
    thick = min(28, share * 2 // 5)
    bars, names = [], []
    for index, (group, boys, girls, _) in enumerate(rows):
        middle = left + index * share + share // 2
        names.append((middle, bottom + 30, group))
        for sex, value, x in (("L", boys, middle - thick - 1), ("P", girls, middle + 1)):
            tall = height * value // numbers[-1]
            bars.append(
                Bar(
                    x,
                    bottom - tall,
                    thick,
                    tall,
                    x + thick // 2,
                    bottom - tall - 4,
                    value,
                    sex,
                    address(group, sex),
                )
            )
    marks = [(bottom - height * number // numbers[-1], number) for number in numbers]
    return Chart(width, bottom + 36, bars, marks, names)


def pyramid(rows: Sequence[Row], address: Address) -> Chart:
    """Lying bars, the oldest on top: boys to the left of the ages, girls to the right."""
    middle, gap, reach, thick, apart = 220, 20, 165, 14, 20
    numbers = ticks(max((max(boys, girls) for _, boys, girls, _ in rows), default=0))
    bars, names = [], []
    for index, (group, boys, girls, _) in enumerate(reversed(rows)):
        y = 24 + index * apart
        names.append((middle, y + 11, group))
        left, right = (reach * value // numbers[-1] for value in (boys, girls))
        start = middle - gap - left
        bars.append(Bar(start, y, left, thick, start - 5, y + 11, boys, "L", address(group, "L")))
        start = middle + gap
        bars.append(Bar(start, y, right, thick, start + right + 5, y + 11, girls, "P", address(group, "P")))
    marks = [(gap + reach * number // numbers[-1], number) for number in numbers]
    return Chart(2 * middle, 24 + len(rows) * apart + 24, bars, marks, names)
