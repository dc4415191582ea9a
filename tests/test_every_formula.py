"""Every formula of every room: described, and the same to the last bit on every engine as on Python's own floats."""

import importlib
import math
import pkgutil
import re

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest
from engines import ENGINES

import cmlib
from cmlib.formula import DIRECTIONS, UNITS, Quantity
from cmlib.table.door import as_floats

APART = {"synthetic", "plots", "instructor", "commands"}  # no formulas of their own


def formulas():
    """Name with its room -> formula, of every room that has a mapping ``ALL``."""
    rooms = [f"cmlib.{room.name}" for room in pkgutil.iter_modules(cmlib.__path__) if room.ispkg]
    found = {}
    for room in rooms:
        if room.split(".")[1] not in APART:
            for name, formula in getattr(importlib.import_module(room), "ALL", {}).items():
                found[f"{room.removeprefix('cmlib.')}.{name}"] = formula
    return found


FORMULAS = formulas()
every_formula = pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS.keys())


def awkward_rows(parameters, rows=120):
    """Amounts of both signs in random order, some zero, missing, infinite, huge or tiny, and some rows twice."""
    rng = np.random.default_rng(11)
    columns = {}
    for position, name in enumerate(parameters):
        values = np.round(rng.normal(0.4 if position % 2 else 60, 60 if position % 3 else 0.5, rows), 3)
        for special in (0.0, np.nan, np.nan, np.inf, -np.inf, 1e308, 5e-324, 1.0):
            values[rng.integers(0, rows, 2)] = special
        values[:20] = np.round(rng.gamma(4, 20, 20), 2)  # some rows in which everything can be computed
        columns[name] = values
    frame = pd.DataFrame(columns)
    return pd.concat([frame, frame.iloc[::7]]).sample(frac=1, random_state=4).reset_index(drop=True)


def one_by_one(formula, frame):
    """The values for plain floats, row by row; a missing amount is NaN."""
    return [formula(**row) for row in frame[list(formula.parameters)].to_dict("records")]


def has_a_power(formula):
    """A root or power is no basic operation of arithmetic: each engine has its own, right to the last bit but one."""
    quantities = {name: Quantity(1.0, name) for name in formula.parameters}
    return "**" in formula.body(**quantities).text


def assert_same(found, expected, formula):
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert not np.isinf(found).any()
    if has_a_power(formula):
        np.testing.assert_allclose(found, expected, rtol=1e-14)
    else:
        np.testing.assert_array_equal(found, expected)


def test_there_are_formulas_of_each_room():
    rooms = {name.split(".")[0] for name in FORMULAS}
    assert {"ratios", "distress", "loans", "clv", "rating"} <= rooms


@every_formula
def test_it_is_described(formula):
    assert formula.unit in UNITS
    assert formula.better in DIRECTIONS
    assert re.search(r"[\u4e00-\u9fff]", formula.zh)
    assert formula.family == formula.family.strip() != ""
    for part in (">>>", "Source"):
        assert part in formula.__doc__, f"its docstring has no {part}"


@every_formula
def test_arrays_lists_and_series_give_what_floats_give(formula):
    frame = awkward_rows(formula.parameters)
    expected = one_by_one(formula, frame)
    assert any(math.isfinite(value) for value in expected)
    arrays = {name: frame[name].to_numpy() for name in frame}
    assert_same(formula(**arrays), expected, formula)
    assert_same(formula(**{name: values.tolist() for name, values in arrays.items()}), expected, formula)
    series = formula(**{name: frame[name] for name in frame})
    assert isinstance(series, pd.Series)
    assert_same(series, expected, formula)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("room", sorted({name.split(".")[0] for name in FORMULAS}))
def test_expressions_of_every_engine_give_what_floats_give(engine, room):
    make, back = ENGINES[engine]
    of_room = [formula for name, formula in FORMULAS.items() if name.split(".")[0] == room]
    parameters = list(dict.fromkeys(name for formula in of_room for name in formula.parameters))
    frame = awkward_rows(parameters)
    # What an engine reads as NaN or infinite is missing: the door does the same for whole tables.
    table = as_floats(nw.from_native(make(frame.assign(place=np.arange(len(frame))))), parameters)
    values = [
        formula(**{name: nw.col(name) for name in formula.parameters}).alias(formula.__name__) for formula in of_room
    ]
    found = back(table.select("place", *values).to_native()).sort_values("place")
    for formula in of_room:
        assert_same(found[formula.__name__].astype(float), one_by_one(formula, frame), formula)
