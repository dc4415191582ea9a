"""One realistic case for each figure, as large as the lessons draw it."""

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight

from cmlib import plots
from cmlib.rating import ENTERPRISE_CARD, GRADES, explain
from cmlib.statements import benford

YEARS = pd.Index(range(2019, 2026), name="year")
FIRMS = [f"F{number:06d}" for number in range(1, 9)]
TITLE = "Debt rose in every year but one, and nobody asked what it paid for until the loans fell due"

RISKS = pd.DataFrame(
    [
        ("new export rules", 0.12, 0.25, "macro"), ("rates rise by 2 points", 0.30, 0.08, "macro"),
        ("recession", 0.10, 0.35, "macro"), ("price war", 0.35, 0.15, "industry"),
        ("new technology", 0.08, 0.55, "industry"), ("one buyer takes 60%", 0.15, 0.60, "industry"),
        ("raw material +20%", 0.40, 0.12, "industry"), ("founder leaves", 0.06, 0.40, "internal"),
        ("plant stops for a month", 0.05, 0.20, "internal"), ("guarantee called", 0.14, 0.57, "internal"),
        ("books cooked", 0.04, 0.80, "internal"), ("late payers", 0.33, 0.14, "internal"),
    ],
    columns=["risk", "probability", "damage", "type"],
)  # fmt: skip
PARTS = pd.DataFrame(
    {"cash": 0.06, "short_term_investments": 0.01, "receivables": np.linspace(0.2, 0.33, 7), "inventory": 0.25},
    index=YEARS,
).assign(fixed_assets=lambda parts: 1 - parts.sum(axis=1))
TREND = pd.DataFrame({f"ratio_{n}": 1 + 0.03 * n + np.sin(YEARS - 2019 + n) / 9 for n in range(8)}, index=YEARS)
POSITIONS = pd.DataFrame(
    np.random.default_rng([1, 0]).random((8, 7)), FIRMS,
    ["current_ratio", "quick_ratio", "interest_cover", "return_on_equity", "net_margin", "receivables_turnover", "age"],
)  # fmt: skip
POSITIONS.iloc[2, 3] = np.nan
FLOWS = pd.DataFrame(
    {
        "operating_cash_flow": [3.2, 7.4, 8.8, -3.8, 0, -0.5, 2.0],
        "investing_cash_flow": [-2.0, -0.6, -1.4, 0.4, -1.0, -1.0, np.nan],
        "financing_cash_flow": [-1.3, -3.2, -2.9, 4.0, 3.0, 2.0, -2.6],
    },
    index=YEARS,
)
REASONS = explain(dict.fromkeys(ENTERPRISE_CARD.columns, 1) | {"equity": 123_456_789}, ENTERPRISE_CARD)
NO_TOTAL = explain(dict.fromkeys(ENTERPRISE_CARD.columns, 1) | {"return_on_equity": None}, ENTERPRISE_CARD)
GRADED = ["AAA"] * 9 + ["A"] * 40 + ["BBB"] * 20 + ["B"] * 10 + [None]
DEFAULTED = [0] * 9 + [1] + [0] * 39 + [1, 1] + [0] * 18 + [1] * 4 + [0] * 6 + [0]
RARE = np.geomspace(0.001, 0.4, 400)
RARE_OUTCOME = (np.arange(400) % 7 == 0) & (RARE > 0.02)
DEPOSITS = pd.Series([*np.geomspace(40, 2e7, 200), np.nan])
BEFORE = pd.Series([82.5, 80.5, 77.5, 77, 77, 75, 71.5, 71], FIRMS)
AFTER = pd.Series([75, 74.5, 77.5, 77, 68, 70.5, 73, 68], FIRMS)
PATHS = pd.DataFrame({name: ["A", "A", "AA", "AA", "BBB", "BBB", "BB"] for name in FIRMS[:5]}, index=YEARS)
PATHS = PATHS.assign(F000009=["A", "B", "B", "B", None, "CCC", "CCC"])

OWNED = pd.DataFrame(
    [
        (FIRMS[0], FIRMS[1], 0.68),
        (FIRMS[0], FIRMS[2], 0.3),
        (FIRMS[1], FIRMS[3], 0.67),
        (FIRMS[2], FIRMS[3], 0.2),
        (FIRMS[0], FIRMS[3], 0.05),
        (FIRMS[4], FIRMS[5], 0.9),
    ],
    columns=["owner", "firm", "share"],
).assign(percent=["68%", "30%", "67%", "20%", "5%", "90%"])
SIDES = {name: "ours" if number % 2 else "elsewhere" for number, name in enumerate(FIRMS[:6])}
GROWTH = {"growth": benford([1.05**n for n in range(472)]), "made up": benford(np.linspace(500, 999, 200))}

PROFITS = pd.Series([*np.geomspace(3e4, 40, 120), *-np.geomspace(20, 300, 30), -2.2e4], name="profit")
NEEDS = pd.DataFrame(
    {"asset-led": [7, 12, 140, 18], "deposit-led": [5, 2, 14, 21], "intermediary-led": [2, 27, 14, 5]},
    index=pd.Index(["collective", "foreign", "private", "state"], name="ownership"),
).rename_axis(columns="needs")
WAITED = np.arange(1, 60)
ASKED = pd.DataFrame({"style": ["analytical", "driving", "amiable", "expressive"] * 60})
ASKED["agreed"] = np.arange(240) % 3 > 0
ASKED["way"] = np.repeat(["direct request", "suggested trial", "concession", "summary of benefits"], 60)

#: Name of a figure -> how to draw it, and what its axes must say.
FIGURES = {
    "risk_map": (
        lambda **more: plots.risk_map(
            RISKS, likelihood="probability", impact="damage", label="risk", kind="type", **more
        ),
        ("likelihood (% a year)", "impact (% of the exposure)"),
    ),
    "composition": (lambda **more: plots.composition(PARTS, **more), ("year", "share of total assets (%)")),
    "lines": (
        lambda **more: plots.lines(
            TREND, ylabel="ratio (times)", reference=(1, "as much as falls due"),
            band=(TREND.min(axis=1), TREND.max(axis=1), "middle half\nof the industry"), **more,
        ),
        ("year", "ratio (times)"),
    ),
    "heat_map": (lambda **more: plots.heat_map(POSITIONS, unit="share of firms not ahead", **more), ("", "")),
    "intervals": (
        lambda **more: plots.intervals(
            pd.DataFrame({"estimate": [0.58, 0.43], "lower": [0.5, 0.4], "upper": [0.6, 0.5]}, ["counted", "weighted"]),
            xlabel="say yes (%)", percent=True, reference=(0.5, "half"), **more,
        ),
        ("say yes (%)", ""),
    ),
    "cash_flows": (lambda **more: plots.cash_flows(FLOWS, **more), ("year", "net cash flow (million CNY)")),
    "scorecard": (lambda **more: plots.scorecard(REASONS, **more), ("", "")),
    "scorecard without total": (lambda **more: plots.scorecard(NO_TOTAL, **more), ("", "")),
    "default_rate_by_grade": (
        lambda **more: plots.default_rate_by_grade(GRADED, DEFAULTED, order=GRADES.order, **more),
        (
            "grade (n: firms and years with it; 1 more without grade or outcome)",
            "default rate in the next year (%)\nwith 95% interval",
        ),
    ),
    "roc_curves": (
        lambda **more: plots.roc_curves(
            {"model": (RARE_OUTCOME, RARE), "debt_to_assets": (RARE_OUTCOME, -RARE)}, **more
        ),
        ("sound firms refused (% of sound firms)", "defaults caught (% of defaults)"),
    ),
    "gain_curves": (
        lambda **more: plots.gain_curves(
            {"model": (RARE_OUTCOME, RARE), "age_of_the_customer": (RARE_OUTCOME, -RARE)}, **more
        ),
        ("customers contacted, best first (% of customers)", "responses reached (% of responses)"),
    ),
    "calibration": (
        lambda **more: plots.calibration(RARE_OUTCOME, RARE, **more),
        (
            "predicted probability of default (%), mean of each of 10 groups of equal size",
            "observed default rate (%)\nwith 95% interval\n(open triangle: none observed)",
        ),
    ),
    "slope": (
        lambda **more: plots.slope(
            BEFORE, AFTER, unit="points (of 100)", bounds={one.name: one.lower for one in GRADES.grades}, **more
        ),
        ("", "points (of 100)"),
    ),
    "distribution": (
        lambda **more: plots.distribution(
            DEPOSITS, xlabel="deposits (CNY)", log=True, marks={"median": 10_000, "mean": 70_558.4, "goal": 5e5}, **more
        ),
        ("deposits (CNY)", "customers (number); 1 missing"),
    ),
    "network": (
        lambda **more: plots.network(
            OWNED, source="owner", target="firm", weight="share", label="percent", groups=SIDES, **more
        ),
        ("", ""),
    ),
    "first_digits": (
        lambda **more: plots.first_digits(GROWTH, **more),
        ("first digit of the amount", "share of amounts (%)\nwith 95% interval"),
    ),
    "lorenz": (
        lambda **more: plots.lorenz({"profit": PROFITS, "deposits": PROFITS.abs()}, **more),
        ("customers, the least valuable first (%)", "share of the total (%)"),
    ),
    "whale": (
        lambda **more: plots.whale(PROFITS, named=[PROFITS.index[-1], 40], **more),
        ("customers, the best first (%)", "profit, added up (million CNY)"),
    ),
    "association": (
        lambda **more: plots.association(NEEDS, counted="firms", **more),
        ("needs\n(firms; below, standardised residual)", "ownership"),
    ),
    "survival_curves": (
        lambda **more: plots.survival_curves(
            {name: SurvfuncRight(WAITED * n, WAITED % 5 > 0) for n, name in enumerate(FIRMS[:4], 1)}, until=90, **more
        ),
        ("days", "not ended yet (%)\nwith 95% interval"),
    ),
    "rates_by_two": (
        lambda **more: plots.rates_by_two(
            ASKED, along="style", by="way", outcome="agreed", highlight="direct request", ylabel="agreed (%)", **more
        ),
        ("", "agreed (%)\nwith 95% interval"),
    ),
    "grade_paths": (
        lambda **more: plots.grade_paths(PATHS, order=GRADES.order, **more), ("year", "grade (best at the top)"),
    ),
}  # fmt: skip
