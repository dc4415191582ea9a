"""The library's retention model on the premium service package, whose churn was planted."""

import numpy as np
import pytest
from banks import bank
from purchase_models import fit_package, sbg_survival
from test_purchase_process import CHURN, PACKAGE, SEEDS, package_summary, package_truth

from cmlib.clv import ConstantRetention, LifeTable, ShiftedBetaGeometric


@pytest.fixture(params=SEEDS)
def seed(request):
    return request.param


def life_table(table) -> LifeTable:
    """Who cancels does so in the month after those survived."""
    return LifeTable.from_table(table.assign(tenure=table["survived"] + table["cancelled"]), left="cancelled")


def test_the_planted_churn_is_found_again(seed, recovers):
    model = ShiftedBetaGeometric.fit(life_table(package_summary(bank(seed))))
    for name, found, error in zip(CHURN, model.parameters.values(), model.standard_errors, strict=True):
        planted, method = np.log(getattr(PACKAGE, name)), "cmlib.clv.ShiftedBetaGeometric (logarithm)"
        recovers(name, planted, np.log(found), error / found, method=method, seed=seed)


def test_it_is_the_textbooks_model(seed):
    table = package_summary(bank(seed))
    model, (estimate, covariance) = ShiftedBetaGeometric.fit(life_table(table)), fit_package(table)
    np.testing.assert_allclose(list(model.parameters.values()), np.exp(estimate), rtol=2e-3)
    errors = model.standard_errors / list(model.parameters.values())
    np.testing.assert_allclose(errors, np.sqrt(np.diag(covariance)), rtol=1e-2)


def test_half_a_year_foretells_two_years(seed, recovers, misleads):
    early = life_table(package_summary(bank(seed))).up_to(6)
    planted, effect = sbg_survival(*package_truth(), 24), "packages left after two years, from half a year"
    constant, model = ConstantRetention.fit(early), ShiftedBetaGeometric.fit(early)
    found, error = model.survival(24), model.standard_error_of(lambda one: one.survival(24))
    recovers(effect, planted, found, error, method="cmlib.clv.ShiftedBetaGeometric", seed=seed)
    slope = 24 * constant.retention_rate**23
    error = slope * constant.standard_errors["retention_rate"]
    misleads(effect, planted, constant.survival(24), error, method="cmlib.clv.ConstantRetention", seed=seed)
