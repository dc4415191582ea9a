"""Xiao Zhang's busy day: one best choice of tasks, which no simple order finds."""

import numpy as np
import pytest
from banks import bank
from scipy.optimize import Bounds, LinearConstraint, milp

from cmlib.datasets import SEED
from cmlib.synthetic.staff.day import MINUTES


@pytest.fixture(scope="module")
def day():
    return bank(SEED).tables["day_tasks"]


def best_value(minutes, value) -> tuple[int, int]:
    """The most that fits into the day, and in how many ways: dynamic programming over minutes."""
    most = np.zeros(MINUTES + 1, dtype=int)
    ways = np.zeros(MINUTES + 1, dtype=int)
    ways[0] = 1
    most[1:] = -1_000_000  # exactly so many minutes
    for long, worth in zip(minutes, value, strict=True):
        for used in range(MINUTES, long - 1, -1):
            candidate = most[used - long] + worth
            if candidate > most[used]:
                most[used], ways[used] = candidate, ways[used - long]
            elif candidate == most[used]:
                ways[used] += ways[used - long]
    return int(most.max()), int(ways[most == most.max()].sum())


def value_in_order(day, order) -> int:
    """What is done by who takes up tasks in this order, leaving out what no longer fits."""
    left, value = MINUTES, 0
    for task in day.sort_values(order, ascending=False, kind="stable").itertuples():
        if task.minutes <= left:
            left, value = left - task.minutes, value + task.value
    return value


def test_there_is_twice_as_much_to_do_as_time(day):
    assert len(day) == 18
    assert day["minutes"].sum() > 2 * MINUTES


def test_the_best_choice_is_unique_and_integer_programming_finds_it(day):
    value, ways = best_value(day["minutes"], day["value"])
    assert ways == 1
    found = milp(
        -day["value"],
        integrality=np.ones(len(day)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(day["minutes"], 0, MINUTES),
    )
    assert round(-found.fun) == value


@pytest.mark.parametrize(
    "order",
    [
        ["urgent"],
        ["urgent", "important"],
        ["important", "urgent"],
        ["value"],
        ["value_per_minute"],
        ["urgent", "value"],
    ],
    ids=" then ".join,
)
def test_no_simple_order_finds_it(day, order):
    day = day.assign(value_per_minute=day["value"] / day["minutes"])
    assert value_in_order(day, order) <= 0.97 * best_value(day["minutes"], day["value"])[0]


def test_doing_the_urgent_first_costs_a_fifth_of_the_day(day):
    assert value_in_order(day, ["urgent"]) < 0.8 * best_value(day["minutes"], day["value"])[0]


def test_the_best_choice_fits_the_times_at_which_things_can_be_done(day):
    """Taking the one that must be finished first, as soon as it may begin, all end in time."""
    found = milp(
        -day["value"],
        integrality=np.ones(len(day)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(day["minutes"], 0, MINUTES),
    )
    chosen = day[found.x > 0.5]
    hours = {
        name: chosen[name].str.split(":").apply(lambda hm: 60 * int(hm[0]) + int(hm[1]))
        for name in ("earliest", "latest")
    }
    clock = 0
    for task in chosen.assign(**hours).sort_values(["latest", "earliest"]).itertuples():
        clock = max(clock, task.earliest) + task.minutes
        assert clock <= task.latest
