"""What a manager achieves in a month: ability, market, season, training and luck.

All results are those of the whole portfolio; the customers in the bank's tables are a sample of it.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.planted import Planted

#: Added to the logarithm of sales from January to December; they add up to nothing.
SEASON = (0.20, -0.14, 0.12, -0.04, -0.03, 0.09, -0.07, -0.06, 0.05, -0.09, -0.02, -0.01)

#: A usual month of a usual manager: personal, corporate.
USUAL = {
    "new_deposits": (2_400_000, 18_000_000),
    "new_loans": (900_000, 12_000_000),
    "fee_income": (28_000, 110_000),
    "new_customers": (7.0, 1.5),
    "customers_visited": (42.0, 16.0),
    "feedback_days": (1.6, 2.2),
    "processing_days": (5.5, 14.0),
    "portfolio_customers": (340.0, 26.0),
}

_SPREAD = {"new_deposits": 0.26, "new_loans": 0.34, "fee_income": 0.24}


@dataclass(frozen=True)
class ResultParameters(Planted):
    """Effects of standardised traits; on logarithms of sales, counts and days."""

    ability_on_results: float = 0.17  # for a manager one spread more able
    results_growth_per_year: float = 0.08
    diligence_on_feedback_days: float = -0.15
    diligence_on_bad_loans: float = -0.25  # on the log-odds of the share
    manager_service_on_satisfaction: float = 0.20  # marks
    manager_service_on_complaints: float = -0.35


TRUTH = ResultParameters()


def expected(business: int, measure: str, calendar: Calendar, potential: np.ndarray) -> np.ndarray:
    """Logarithm of what the market lets a usual manager expect, shape (months, managers)."""
    growth = np.log1p(TRUTH.results_growth_per_year) / 12 * np.arange(calendar.months)
    season = np.array(SEASON)[calendar.month_of_year - 1]
    return np.log(USUAL[measure][business]) + (growth + season)[:, None] + potential


def draw_results(rng, business: int, calendar: Calendar, staff, potential: np.ndarray, trained: np.ndarray) -> dict:
    """Name of each result -> array of shape (months, managers).

    ``potential`` is the market's share in each manager's results and ``trained`` what training adds,
    both on the logarithm. Deposits, loans and fees are whole hundreds and tens of CNY.
    """
    shape = (calendar.months, len(staff))

    def normal(*size):
        return np.round(rng.standard_normal(size or shape), 6)

    def sales(measure, unit, effect):
        log = expected(business, measure, calendar, potential) + TRUTH.ability_on_results * staff.standing + effect
        return (np.round(np.exp(log + _SPREAD[measure] * normal()) / unit) * unit).astype(np.int64)

    def count(mean):
        return rng.poisson(np.round(np.broadcast_to(mean, shape), 6))

    def days(measure, effect):
        return np.maximum(np.round(USUAL[measure][business] * np.exp(effect + 0.18 * normal()), 2), 0.1)

    bad_loans = -4.4 + TRUTH.diligence_on_bad_loans * staff.diligence + 0.25 * normal(len(staff)) + 0.12 * normal()
    satisfaction = 4.0 + TRUTH.manager_service_on_satisfaction * staff.service + 0.15 * normal()
    ability = TRUTH.ability_on_results * staff.standing + trained
    return {
        "new_deposits": sales("new_deposits", 100, 0.0),
        "new_loans": sales("new_loans", 100, trained),
        "fee_income": sales("fee_income", 10, trained),
        "new_customers": count(np.exp(expected(business, "new_customers", calendar, potential) + ability)),
        "customers_visited": count(USUAL["customers_visited"][business] * np.exp(0.08 * staff.diligence)),
        "feedback_days": days("feedback_days", TRUTH.diligence_on_feedback_days * staff.diligence),
        "processing_days": days("processing_days", -0.10 * staff.diligence),
        "bad_loan_share": np.round(1 / (1 + np.exp(-bad_loans)), 4),
        "customer_satisfaction": np.clip(np.round(satisfaction, 2), 1, 5),
        "complaints": count(0.35 * np.exp(TRUTH.manager_service_on_complaints * staff.service)),
    }


def portfolio_sizes(rng, business: int, managers: int) -> np.ndarray:
    """Customers in each manager's whole portfolio."""
    spread = np.round(rng.standard_normal(managers), 6)
    return np.round(USUAL["portfolio_customers"][business] * np.exp(0.18 * spread)).astype(int)
