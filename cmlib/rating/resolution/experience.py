"""What past cases say about each route, case for case: hard routes are taken in hard cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from narwhals.stable.v2.typing import IntoFrame
from numpy.typing import NDArray

from cmlib.figures import check_figure
from cmlib.rating.resolution.value import RouteEstimate
from cmlib.table.door import Frame, first_row, hint, open_table

_DIFFICULTY = ("collateral_ratio", "borrower_willing", "months_past_due")


@dataclass(frozen=True, eq=False)
class RouteExperience:
    """Shares of the exposure that routes brought back, as they were and for like cases.

    ``table`` has one row a route: ``route``, ``cases``, ``raw_share`` (the plain mean), ``adjusted_share`` (for
    the mean of all cases), ``effect`` (adjusted, against ``reference``), ``standard_error`` of the effect,
    ``months`` (mean) and ``cost_share`` (mean cost per unit of the exposure). ``slopes`` says what one unit
    more of each difficulty adds to the share, ``means`` where the mean case stands, ``residual_spread`` the
    standard deviation of a case around what is expected of it.
    """

    reference: str
    table: pd.DataFrame
    slopes: Mapping[str, float]
    means: Mapping[str, float]
    residual_spread: float

    def effect(self, route: str, against: str) -> float:
        """How much more of the exposure one route brings than another in the same case."""
        shares = self._shares()
        return float(shares[self._known(route)] - shares[self._known(against)])

    def raw_difference(self, route: str, against: str) -> float:
        """The difference of the plain means, which the choice of cases distorts."""
        raw = self.table.set_index("route")["raw_share"]
        return float(raw[self._known(route)] - raw[self._known(against)])

    def estimates(self, exposure: float, **case: float) -> tuple[RouteEstimate, ...]:
        """What each route would bring for one loan, ready for `compare_routes`.

        ``case`` holds a value for each difficulty (``collateral_ratio=…``). Shares are kept between 0 and 1.

        Raises ``TypeError`` for a difficulty that is missing or unknown, ``ValueError`` for a figure that is no
        number and a negative exposure.
        """
        check_figure(exposure, "estimates: exposure", 0)
        if set(case) != set(self.slopes):
            unknown = [name for name in case if name not in self.slopes]
            raise TypeError(f"estimates needs {list(self.slopes)}; found {list(case)}{hint(unknown, self.slopes)}")
        for name, value in case.items():
            check_figure(value, f"estimates: {name}")
        shift = sum(slope * (case[name] - self.means[name]) for name, slope in self.slopes.items())
        shares = (self._shares() + shift).clip(0, 1)
        return tuple(
            RouteEstimate(row["route"], shares[row["route"]] * exposure, row["months"], row["cost_share"] * exposure)
            for row in self.table.to_dict("records")
        )

    def _shares(self) -> pd.Series:
        return self.table.set_index("route")["adjusted_share"]

    def _known(self, route: str) -> str:
        routes = self.table["route"].to_list()
        if route not in routes:
            raise LookupError(f"there are no cases of {route!r}; there are of {routes}{hint([route], routes)}")
        return route


def route_experience(
    cases: IntoFrame,
    *,
    difficulty: Sequence[str] = _DIFFICULTY,
    reference: str | None = None,
    route: str = "route",
    exposure: str = "exposure",
    recovered: str = "recovered",
    months: str = "months_to_end",
    cost: str = "cost",
) -> RouteExperience:
    """Learn from past cases what each route brings, takes and costs.

    Banks take hard routes in hard cases, so that plain means make hard routes look bad. Here the share
    recovered is regressed (ordinary least squares) on the route and on what made the case hard, the columns
    of ``difficulty``: an ``effect`` compares routes in like cases. It is the effect of the route only as far
    as these columns hold all that made the bank choose; what was not written down cannot be allowed for.

    ``cases`` is a table of any engine, one row a case, such as the course's ``resolution_cases``; it is
    summed up route by route where it lies. Cases with a missing value are left out. ``reference`` is the
    route that effects are measured against; the one with most cases when nothing is said.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column or an unknown reference,
    ``ValueError`` for text where numbers belong, an exposure that is not above 0, too few cases, and
    difficulties that cannot be told apart from the routes.

    Source: Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, 2nd ed., ch. 21.3
    (regression adjustment under ignorability).

    >>> from cmlib.datasets import load
    >>> found = route_experience(load("resolution_cases"), reference="remediation")
    >>> found.raw_difference("litigation", "extension") < 0 < found.effect("litigation", "extension")
    True
    """
    asked_by = "route_experience"
    hard = list(dict.fromkeys(difficulty))
    frame = open_table(cases, asked_by=asked_by, numeric=[exposure, recovered, months, cost, *hard], text=[route])
    bad = first_row(frame.select(exposure).filter(nw.col(exposure) <= 0))
    if bad is not None:
        raise ValueError(f"{asked_by} needs {exposure} above 0; found {bad[0]:g}")
    frame = frame.select(
        route=nw.col(route),
        share=nw.col(recovered) / nw.col(exposure),
        months=nw.col(months),
        cost_share=nw.col(cost) / nw.col(exposure),
        **{f"hard_{place}": nw.col(name) for place, name in enumerate(hard)},
    ).drop_nulls()
    sums = _sums(frame, len(hard))
    if len(sums) == 0:
        raise ValueError(f"{asked_by} needs complete cases; each one has a value missing")
    routes = sums["route"].to_list()
    if reference is not None and reference not in routes:
        raise LookupError(f"{asked_by} has no cases of {reference!r}; it has {routes}{hint([reference], routes)}")
    base = reference if reference is not None else routes[int(sums["cases"].argmax())]
    return _fit(sums, hard, routes.index(base), asked_by)


def _sums(frame: Frame, number: int) -> pd.DataFrame:
    """Counts, sums and sums of products by route, made by the engine: a row a route, however many cases."""
    names = [*(f"hard_{place}" for place in range(number)), "share"]
    products = {f"{one} x {other}": nw.col(one) * nw.col(other) for at, one in enumerate(names) for other in names[at:]}
    frame = frame.with_columns(**products, cases=nw.lit(1.0))
    summed = ["cases", "months", "cost_share", *names, *products]
    answer = frame.group_by("route").agg(*(nw.col(name).sum() for name in summed)).lazy().collect()
    columns = {name: answer[name].to_numpy().astype(float) for name in summed}
    return pd.DataFrame({"route": answer["route"].to_list()} | columns).sort_values("route", ignore_index=True)


def _fit(sums: pd.DataFrame, hard: list[str], base: int, asked_by: str) -> RouteExperience:
    """Within-route regression: slopes from the deviations of cases from their route's mean, then the routes."""
    cases = sums["cases"].to_numpy()
    columns = [f"hard_{place}" for place in range(len(hard))]
    means = sums[columns].to_numpy() / cases[:, None]
    raw = sums["share"].to_numpy() / cases
    everything = np.column_stack([means, raw])
    moments = _moments(sums, [*columns, "share"]) - np.einsum("r,ri,rj->rij", cases, everything, everything)
    within = moments.sum(axis=0)
    size = len(hard)
    spare = cases.sum() - len(cases) - size
    if spare < 1:
        raise ValueError(f"{asked_by} needs more cases than routes and difficulties; found {cases.sum():g}")
    design = within[:size, :size]
    if (
        size
        and np.linalg.matrix_rank(design, tol=1e-9 * max(np.trace(_moments(sums, columns).sum(axis=0)), 1e-300)) < size
    ):
        raise ValueError(f"{asked_by} cannot tell {hard} apart from each other or from the routes")
    inverse = np.linalg.inv(design)
    slopes = inverse @ within[:size, size]
    residual = max(within[size, size] - slopes @ within[:size, size], 0.0) / spare
    overall = (cases @ means) / cases.sum()
    adjusted = raw + (overall - means) @ slopes
    apart = means - means[base]
    variance = 1 / cases + 1 / cases[base] + np.einsum("ri,ij,rj->r", apart, inverse, apart)
    variance[base] = 0.0
    table = pd.DataFrame(
        {
            "route": sums["route"],
            "cases": cases.astype(int),
            "raw_share": raw,
            "adjusted_share": adjusted,
            "effect": adjusted - adjusted[base],
            "standard_error": np.sqrt(residual * variance),
            "months": sums["months"].to_numpy() / cases,
            "cost_share": sums["cost_share"].to_numpy() / cases,
        }
    )
    return RouteExperience(
        reference=str(sums["route"].iloc[base]),
        table=table,
        slopes=dict(zip(hard, slopes.tolist(), strict=True)),
        means=dict(zip(hard, overall.tolist(), strict=True)),
        residual_spread=float(np.sqrt(residual)),
    )


def _moments(sums: pd.DataFrame, columns: list[str]) -> NDArray[np.float64]:
    """Sums of products of the columns, one square matrix a route."""
    answer = np.empty((len(sums), len(columns), len(columns)))
    for at, one in enumerate(columns):
        for beyond, other in enumerate(columns[at:], start=at):
            answer[:, at, beyond] = answer[:, beyond, at] = sums[f"{one} x {other}"].to_numpy()
    return answer
