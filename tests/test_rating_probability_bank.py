"""The course's bank: a model of its firms and one of its borrowers, as a lesson would fit them."""

import numpy as np
import pandas as pd
import pytest
from banks import bank

from cmlib.rating import PDModel, binomial_test, calibration_line, characteristic_stability, discrimination, out_of_time
from cmlib.table import ratio_table

VARIABLES = ["debt_to_assets", "interest_cover", "operating_cash_flow_to_debt", "loan_risk", "market_competitiveness"]


@pytest.fixture(scope="module")
def firm_years():
    """What a statement and the officer say at the end of a year, and whether the firm defaults in the next."""
    tables = bank(7, customers=100, firms=1500, months=12).tables
    defaults = tables["defaults"]
    next_year = defaults.assign(year=defaults["year"] - 1)[["firm_id", "year", "defaulted"]]
    known = ratio_table(tables["statements"]).merge(tables["judgements"], on=["firm_id", "year"])
    known = known.merge(next_year, on=["firm_id", "year"])
    failed = defaults[defaults["defaulted"] == 1].groupby("firm_id")["year"].min()
    return known[~(known["firm_id"].map(failed) <= known["year"])]


@pytest.fixture(scope="module")
def split(firm_years):
    return out_of_time(firm_years, firm_years["year"].max() - 1)


def test_a_model_of_firms_holds_in_later_years(split):
    model = PDModel.fit(split.development, columns=VARIABLES, minimum_events=5, maximum_bins=6, wrong_sign="drop")
    assert model.converged
    assert "wrong" not in model.summary["sign"].tolist()
    assert len(model.variables) >= 3
    fitted, later = (model.grade(part) for part in (split.development, split.holdout))
    measured = [discrimination(part["probability_of_default"], part["defaulted"]) for part in (fitted, later)]
    assert 0.8 < measured[0].area < 0.99
    assert measured[1].area > 0.75
    assert measured[1].lower <= measured[0].area
    assert fitted["probability_of_default"].mean() == pytest.approx(split.development["defaulted"].mean())
    line = calibration_line(later["probability_of_default"], later["defaulted"])
    assert abs(line.in_the_large) < 4 * line.in_the_large_standard_error
    assert abs(line.slope - 1) < 4 * line.slope_standard_error
    grades = binomial_test(later)
    assert grades["count"].sum() == len(split.holdout)
    assert (grades["verdict"] == "in line").mean() > 0.5
    assert (np.diff(grades["forecast"]) > 0).all()
    points = model.points(split.holdout)["points"]
    safer = discrimination(points, split.holdout["defaulted"], higher="safer")
    assert safer.area == pytest.approx(measured[1].area, abs=0.01)  # whole points lose next to nothing


def test_the_first_year_has_no_averages_and_the_index_sees_it(split):
    model = PDModel.fit(split.development, columns=["return_on_total_assets", "loan_risk"], minimum_events=5)
    moved = characteristic_stability(model.binnings, split.holdout).set_index("variable")
    assert moved.loc["return_on_total_assets", "reading"] == "unstable"
    assert moved.loc["loan_risk", "reading"] == "stable"


def test_a_model_of_personal_loans():
    tables = bank(7, customers=2000, firms=12, months=36).tables
    late = tables["loan_months"].groupby("loan_id")["days_past_due"].max()
    loans = tables["loan_applications"]
    loans = loans[loans["loan_id"].isin(late.index)]
    loans = loans.assign(defaulted=(loans["loan_id"].map(late) > 30).astype(int))
    columns = [
        "late_payments_24m",
        "rate",
        "years_in_job",
        "savings",
        "guarantor_offered",
        "purpose",
        "employer_stability",
    ]
    model = PDModel.fit(loans, columns=columns, minimum_events=5, maximum_bins=5, wrong_sign="drop")
    assert len(model.variables) >= 3
    scored = model.probability(loans)
    measured = discrimination(scored["probability_of_default"], scored["defaulted"])
    assert 0.6 < measured.lower < measured.area < 0.95
    assert pd.notna(scored["probability_of_default"]).all()
