"""Statements as somebody typed them into a loan application: the filed ones, with slips and tricks.

All but one kind of error leave the statements in contradiction with themselves. A mistake in a balance
sheet is made only in the last year typed, a mistake that only the year before gives away never in the
first one: so each error shows in its own year and in no other.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.items import ITEMS
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.firms.books import with_totals
from cmlib.synthetic.firms.cooking import cook
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.world.economy import RUN_IN

#: What can be wrong.
KINDS = (
    "total does not add up",
    "cash does not roll forward",
    "digits transposed",
    "net income differs between statements",
    "line dropped",
)

#: The kind that contradicts nothing: where a line is missing there is nothing to add up.
INVISIBLE = "line dropped"

_APPLICATIONS, _ERRORS = 2, 3
_MOST_YEARS = 3
_TOTALS = tuple(name for name, item in ITEMS.items() if item.total_of and name != "net_income")
_NOT_ADDED_UP = ("depreciation", "amortisation")  # contained in other lines


@dataclass(frozen=True)
class SubmittedParameters(Planted):
    """Who applied, and how often a year's statements were typed wrongly."""

    submitted_share_of_firms: float = 0.10
    submitted_error_share: float = 0.35  # of firm-years


TRUTH = SubmittedParameters()


@dataclass(frozen=True)
class Submitted:
    """Typed statements of firms and years, and the cells that were typed wrongly."""

    firm: np.ndarray  # place in the block
    year: np.ndarray  # calendar year
    amounts: dict[str, np.ndarray]  # line item -> cents, NaN where nothing was typed
    errors: list[tuple[int, int, str, str, int, float]]  # firm, year, item, kind, true and entered cents


def submitted(block: FirmBlock) -> Submitted:
    """The statements that the applicants of a block typed in."""
    draw = block.stream("ledger", _APPLICATIONS).permutation(len(block.drivers.skimps))
    applicants = draw[draw < block.count][: max(1, round(TRUTH.submitted_share_of_firms * block.count))]
    applicants = np.sort(applicants)
    years = np.arange(max(RUN_IN, RUN_IN + block.years - _MOST_YEARS), RUN_IN + block.years)
    reported = cook(block.true_books, block.faked, block.drivers.cooking_method)
    books = [with_totals(reported[year]) for year in years]
    firm, year = np.repeat(applicants, len(years)), np.tile(years, len(applicants))
    amounts = {name: np.column_stack([lines[name][applicants] for lines in books]).ravel() for name in ITEMS}
    typed, errors = {name: values.astype(float) for name, values in amounts.items()}, []
    for row in range(len(firm)):
        rng = block.stream("ledger", _ERRORS, int(firm[row]), int(year[row]))
        cells = {name: int(values[row]) for name, values in amounts.items()}
        kind, wrong = _mistake(rng, cells, first=year[row] == years[0], last=year[row] == years[-1])
        for name, entered in wrong.items():
            typed[name][row] = entered
            errors.append((int(firm[row]), int(year[row]) - RUN_IN, name, kind, cells[name], entered))
    calendar_year = block.first_year + year - RUN_IN
    return Submitted(firm, calendar_year, typed, [(f, block.first_year + y, *rest) for f, y, *rest in errors])


def _mistake(rng, cells: dict[str, int], first: bool, last: bool) -> tuple[str, dict[str, float]]:
    """The kind of error made in one year's statements, and the cells as they were typed; mostly none."""
    if round(rng.random(), 6) >= TRUTH.submitted_error_share:
        return "", {}
    impossible = (KINDS[1], KINDS[3]) if first else () if last else (KINDS[1],)
    possible = [kind for kind in KINDS if kind not in impossible]
    kind = possible[int(rng.integers(len(possible)))]
    step = (1 + int(rng.integers(3, 12))) * max(abs(cells["total_assets"]) // 10_000_000, 1) * 100_000
    if kind == KINDS[0]:
        name = _TOTALS[int(rng.integers(len(_TOTALS)))]
        return kind, {name: cells[name] + step}
    if kind == KINDS[1]:  # cash is made to look larger at the expense of other assets
        moved = min(step, cells["other_current_assets"] // 2)
        return kind, {"cash": cells["cash"] + moved, "other_current_assets": cells["other_current_assets"] - moved}
    if kind == KINDS[3]:  # a windfall is written in, but retained earnings and cash flow know the true profit
        return kind, {name: cells[name] + step for name in ("non_operating_result", "profit_before_tax", "net_income")}
    lines = [name for name in _lines(last) if len(set(str(abs(cells[name]))[:3])) > 1 and abs(cells[name]) > 10_000]
    name = lines[int(rng.integers(len(lines)))]
    return kind, {name: np.nan if kind == INVISIBLE else _transposed(cells[name])}


def _lines(last: bool) -> list[str]:
    """Lines that are typed and added up; those of the balance sheet only in the last year."""
    lines = (item for name, item in ITEMS.items() if not item.total_of and name not in _NOT_ADDED_UP)
    return [item.name for item in lines if last or item.statement != "balance sheet"]


def _transposed(amount: int) -> int:
    """The first two neighbouring digits that differ, changed over.

    >>> _transposed(4_453_00)
    454300
    """
    digits = str(abs(amount))
    at = next(place for place in range(len(digits) - 1) if digits[place] != digits[place + 1])
    changed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return int(changed) if amount > 0 else -int(changed)
