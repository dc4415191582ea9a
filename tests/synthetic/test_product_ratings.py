"""What customers say of new services: what makes them satisfied is not what makes them stay."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from as_declared import faults
from banks import bank

from cmlib.synthetic.people.product_ratings import TRUTH
from cmlib.synthetic.people.rating_items import ITEMS, SCALES
from cmlib.synthetic.people.tables import RATINGS

SEEDS = (88, 3, 19)
LIKED = "P63"


@pytest.fixture(params=SEEDS)
def made(request):
    return bank(request.param)


@pytest.fixture
def ratings(made):
    """The ratings with the mean of each scale, 0 in the middle."""
    table = made.tables["product_ratings"].copy()
    for scale in SCALES:
        table[scale] = table[[item.name for item in ITEMS if item.scale == scale]].mean(axis=1) - 4
    return table


@pytest.mark.parametrize("sizes", [{}, {"customers": 100, "firms": 10, "months": 12}], ids=str)
def test_the_table_is_as_declared(sizes):
    made = bank(5, **sizes)
    assert faults(made, RATINGS) == []
    assert len(made.tables["product_ratings"]) > 0.35 * made.customers


def test_which_level_keeps_customers(made, ratings, recovers):
    fit = sm.Logit(ratings["kept"].astype(float), sm.add_constant(ratings[list(SCALES)])).fit(disp=False)
    for name in SCALES:
        recovers(f"kept_{name}", getattr(TRUTH, f"kept_{name}"), fit.params[name], fit.bse[name],
                 method="logistic regression", seed=made.seed)  # fmt: skip
    assert fit.params[["extended", "participation"]].min() > fit.params[["core", "formal", "availability"]].max()


def test_what_satisfies(made, ratings, recovers):
    """Without the liked service, whose marks often stand at the end of the scale."""
    others = ratings[ratings["product_id"] != LIKED]
    fit = sm.OLS(others["satisfied"] - 4, sm.add_constant(others[list(SCALES)])).fit()
    for name in SCALES:
        recovers(f"satisfied_{name}", getattr(TRUTH, f"satisfied_{name}", 0.0), fit.params[name], fit.bse[name],
                 method="least squares", seed=made.seed)  # fmt: skip


def test_one_service_is_liked_best_and_dropped_first(ratings):
    means = ratings.groupby("product_id")[["satisfied", "kept"]].mean()
    assert means["satisfied"].idxmax() == LIKED == means["kept"].idxmin()


def test_satisfaction_alone_misleads_about_the_service_that_is_liked(made, ratings, misleads):
    """A model that knows only satisfaction, learnt on the other services, promises that the liked one is kept."""
    chance = made.truth["keeping"].query("product_id == @LIKED")["probability"].mean()
    liked = ratings["product_id"] == LIKED
    x = sm.add_constant(ratings["satisfied"].astype(float))
    fit = sm.Logit(ratings["kept"].astype(float)[~liked], x[~liked]).fit(disp=False)
    promised = fit.predict(x[liked])
    slope = (x[liked].to_numpy() * (promised * (1 - promised)).to_numpy()[:, None]).mean(axis=0)
    error = np.sqrt(slope @ fit.cov_params().to_numpy() @ slope)
    misleads("share that keeps the liked service", chance, promised.mean(), error, method="satisfaction alone",
             seed=made.seed)  # fmt: skip
    assert promised.mean() > chance + 0.25


def test_levels_and_perceptions_foretell_it(made, ratings):
    chance = made.truth["keeping"].query("product_id == @LIKED")["probability"].mean()
    liked = ratings["product_id"] == LIKED
    x = sm.add_constant(ratings[list(SCALES)])
    fit = sm.Logit(ratings["kept"].astype(float)[~liked], x[~liked]).fit(disp=False)
    assert abs(fit.predict(x[liked]).mean() - chance) < 0.20


def test_within_a_service_the_satisfied_stay_a_little_more_often(ratings):
    """The halo: who likes the bank marks everything better, so inside a service satisfaction does go with keeping."""
    dummies = pd.get_dummies(ratings["product_id"], dtype=float)
    x = dummies.assign(satisfied=ratings["satisfied"].astype(float))
    fit = sm.Logit(ratings["kept"].astype(float), x).fit(disp=False)
    together = sm.Logit(ratings["kept"].astype(float), sm.add_constant(ratings["satisfied"].astype(float))).fit(
        disp=False
    )
    assert fit.params["satisfied"] > 0 > together.params["satisfied"]


def test_the_two_items_of_a_scale_go_together(ratings):
    for scale in SCALES:
        first, second = (item.name for item in ITEMS if item.scale == scale)
        assert ratings[first].corr(ratings[second]) > 0.4, scale
