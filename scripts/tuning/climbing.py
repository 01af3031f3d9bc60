"""Coordinate search: one number after the other is set to the best of its grid, until nothing gets better."""

from collections.abc import Callable, Mapping, Sequence

from scripts.tuning.judging import Setting

MARGIN = 0.0005
"""What a change must gain: less is noise in a few thousand questions."""


def climb(
    start: Setting,
    grid: Mapping[str, Sequence[float]],
    judge: Callable[[Setting], float],
    *,
    rounds: int,
    said: Callable[[str, float, float], None] = lambda name, value, gain: None,
) -> Setting:
    """The best setting reached from `start` in at most `rounds` rounds; `said` hears of every change."""
    setting, reached = start, judge(start)
    for _ in range(rounds):
        before = setting
        for name, values in grid.items():
            tried = {value: judge(setting.changed(name, value)) for value in values}
            value = max(tried, key=lambda each: tried[each])
            if tried[value] > reached + MARGIN:
                said(name, value, tried[value] - reached)
                setting, reached = setting.changed(name, value), tried[value]
        if setting == before:
            break
    return setting
