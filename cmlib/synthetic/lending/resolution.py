"""Problem loans of earlier years and the route by which each was resolved.

The planted truth: what share of the exposure comes back depends on collateral, on the borrower's will
and on how late the route is chosen, and on the route itself. Hard routes are taken in hard cases, so
raw means make restructuring look best and litigation bad; case for case it is the other way round.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import event_ids
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room

ROUTES = (
    "remediation",
    "collection",
    "change of borrower",
    "extension",
    "reorganisation",
    "litigation",
    "bankruptcy",
)
LOAN_KINDS = ("home mortgage", "consumer loan", "car loan", "business owner's loan")

_CASES = 5
_CASES_PER_CUSTOMER = 0.15
#: How hard a case is where a route is usual, and how usual the route is.
_USUAL_SEVERITY = np.array([-1.0, -0.3, -0.2, -0.9, 0.3, 1.0, 1.6])
_USUAL = np.array([0.1, 0.2, -0.7, 0.3, -0.5, 0.3, -0.9])
_MONTHS = np.array([5.0, 6.0, 8.0, 15.0, 14.0, 15.0, 24.0])
_COST = np.array([0.010, 0.025, 0.015, 0.012, 0.035, 0.050, 0.060])  # per unit of exposure


@dataclass(frozen=True)
class ResolutionParameters(Planted):
    """Share of the exposure recovered; the effects of routes are against remediation, in the order of ``ROUTES``."""

    recovered_base: float = 0.39  # no collateral, middling will, just late, remediation
    recovered_collateral: float = 0.28  # for collateral worth the exposure
    recovered_willing: float = 0.060  # each mark above 3
    recovered_month_past_due: float = -0.008
    recovered_by_route: tuple[float, ...] = (0.0, -0.01, 0.05, -0.07, 0.02, 0.07, -0.06)
    recovered_spread: float = 0.07


TRUTH = ResolutionParameters()


def make(block: PeopleBlock, house) -> Made:
    """The past cases of a block."""
    p, rng, count = TRUTH, block.stream("lending", _CASES), max(round(_CASES_PER_CUSTOMER * block.count), 1)

    def normal():
        return np.round(rng.standard_normal(count), 6)

    severity = normal()
    kind = rng.choice(4, size=count, p=(0.15, 0.45, 0.15, 0.25))
    collateral = np.array([1.15, 0.20, 0.55, 0.65])[kind] - 0.15 * severity + 0.20 * normal()
    collateral = np.round(np.clip(collateral, 0, 1.6), 2)
    willing = np.clip(np.rint(3.1 - 0.8 * severity + 0.6 * normal()), 1, 5).astype(int)
    late = np.clip(np.rint(6.5 + 3.0 * severity + 1.5 * normal()), 1, 20).astype(int)
    pull = _USUAL - 0.9 * (severity[:, None] - _USUAL_SEVERITY) ** 2 + np.round(rng.gumbel(size=(count, 7)), 6)
    route = np.argmax(np.round(pull, 6), axis=1)
    share = (
        p.recovered_base
        + p.recovered_collateral * collateral
        + p.recovered_willing * (willing - 3)
        + p.recovered_month_past_due * late
        + np.array(p.recovered_by_route)[route]
        + p.recovered_spread * normal()
    )
    size = np.array([420_000, 32_000, 70_000, 260_000])[kind]
    exposure = np.round(size * np.round(np.exp(0.5 * normal()), 6), 2)
    months = np.maximum(np.rint(_MONTHS[route] * np.round(np.exp(0.25 * normal()), 6)), 2).astype(int)
    cost = np.round(exposure * _COST[route] * (0.7 + 0.6 * rng.random(count)), 2)
    cases = pd.DataFrame(
        {
            "case_id": event_ids("personal", block.number, count),
            "loan_kind": coded(kind, LOAN_KINDS),
            "exposure": exposure,
            "collateral_ratio": collateral,
            "borrower_willing": willing,
            "months_past_due": late,
            "route": coded(route, ROUTES),
            "months_to_end": months,
            "cost": cost,
            "recovered": np.round(exposure * np.clip(np.round(share, 6), 0, 1), 2),
        }
    )
    return Made({"resolution_cases": cases}, {})


ROOM = Room("resolution of problem loans", ("resolution_cases",), make, parameters=TRUTH.as_dict())
