"""Problem loans resolved: raw means mislead about routes, a regression does not."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from banks import bank

from cmlib.datasets import SEED
from cmlib.synthetic.lending.resolution import ROUTES, TRUTH

SEEDS = (3, 19, SEED)
PLANTED = dict(zip(ROUTES, TRUTH.recovered_by_route, strict=True))
LITIGATION_OVER_EXTENSION = PLANTED["litigation"] - PLANTED["extension"]


def cases(seed) -> pd.DataFrame:
    table = bank(seed).tables["resolution_cases"]
    return table.assign(share=table["recovered"] / table["exposure"], willing=table["borrower_willing"] - 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_regression_recovers_what_comes_back_and_the_effect_of_routes(seed, recovers):
    model = smf.ols(
        "share ~ collateral_ratio + willing + months_past_due + C(route, Treatment('extension'))", cases(seed)
    ).fit()
    planted = {
        "collateral_ratio": TRUTH.recovered_collateral,
        "willing": TRUTH.recovered_willing,
        "months_past_due": TRUTH.recovered_month_past_due,
    }
    for route in ROUTES:
        if route != "extension":
            planted[f"C(route, Treatment('extension'))[T.{route}]"] = PLANTED[route] - PLANTED["extension"]
    for name, value in planted.items():
        recovers(
            f"recovered: {name.split('.')[-1].strip(']')}",
            value,
            model.params[name],
            model.bse[name],
            method="linear regression",
            seed=seed,
        )
    assert model.pvalues["C(route, Treatment('extension'))[T.litigation]"] < 0.001


@pytest.mark.parametrize("seed", SEEDS)
def test_raw_means_say_the_opposite_of_the_truth(seed, misleads):
    share = cases(seed).groupby("route")["share"]
    mean, error = share.mean(), share.sem()
    naive = mean["litigation"] - mean["extension"]
    assert LITIGATION_OVER_EXTENSION > 0 > naive
    misleads(
        "recovered: litigation over extension",
        LITIGATION_OVER_EXTENSION,
        naive,
        np.hypot(error["litigation"], error["extension"]),
        method="difference of means",
        seed=seed,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_case_for_case_litigation_is_worth_more_than_extension_in_present_value(seed):
    """At 5% a year, after costs; and the raw means say the opposite again."""
    table = cases(seed)
    table["value"] = (table["recovered"] / 1.05 ** (table["months_to_end"] / 12) - table["cost"]) / table["exposure"]
    raw = table.groupby("route")["value"].mean()
    assert raw["litigation"] < raw["extension"]
    model = smf.ols(
        "value ~ collateral_ratio + willing + months_past_due + C(route, Treatment('extension'))", table
    ).fit()
    low, _ = model.conf_int().loc["C(route, Treatment('extension'))[T.litigation]"]
    assert low > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_hard_cases_take_hard_routes_and_every_route_is_taken(seed):
    table = cases(seed)
    assert len(table) == 300
    assert set(table["route"]) == set(ROUTES)
    late = table.groupby("route")["months_past_due"].mean()
    assert max(late["remediation"], late["extension"]) < late["litigation"] < late["bankruptcy"]
    assert table["share"].between(0, 1).all()
    assert ((table["share"] == 0) | (table["share"] == 1)).mean() < 0.02  # hardly any case meets an end of the scale
