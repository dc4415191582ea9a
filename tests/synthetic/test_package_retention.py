"""The premium service package: half a year of cancellations foretells two years, if customers may differ."""

import pytest
from banks import bank
from test_purchase_process import PLANTED_PACKAGE, SEEDS, package_summary

from cmlib.clv import ConstantRetention, LifeTable, ShiftedBetaGeometric


@pytest.mark.parametrize("seed", SEEDS)
def test_half_a_year_foretells_two_years(seed, recovers, misleads):
    table = package_summary(bank(seed))
    # Who cancels does so in the month after those survived.
    table["tenure"] = table["survived"] + table["cancelled"]
    early = LifeTable.from_table(table, left="cancelled").up_to(6)
    planted, effect = PLANTED_PACKAGE.survival(24), "packages left after two years, from half a year"
    constant, model = ConstantRetention.fit(early), ShiftedBetaGeometric.fit(early)
    found, error = model.survival(24), model.standard_error_of(lambda one: one.survival(24))
    recovers(effect, planted, found, error, method="cmlib.clv.ShiftedBetaGeometric", seed=seed)
    error = 24 * constant.retention_rate**23 * constant.standard_errors["retention_rate"]
    misleads(effect, planted, constant.survival(24), error, method="cmlib.clv.ConstantRetention", seed=seed)
