"""The names that other people's code uses are there, documented, and on a page of the reference."""

import doctest
import importlib
import inspect
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: Room -> names that may be added to, but not renamed.
FACE = {
    "table": "ratio_table ratio_flags ratio_report",
    "statements": "common_size index_to_base against_industry articulation dupont benford reconcile_sales",
    "cashflow": "structure pattern repayment_source free_cash_flow debt_service_cover",
    "distress": "altman_z altman_z_private altman_z_emerging beneish_m piotroski_f distress_table",
    "loans": "equal_instalment equal_principal loan_to_value debt_to_income maximum_loan prepay stress",
    "clv": (
        "present_value relationship_value margin_multiple summarise_purchases ShiftedBetaGeometric BGNBD GammaGamma "
        "ParetoNBD lifetime_value holdout"
    ),
    "rating": (
        "ENTERPRISE_CARD PERSONAL_CARD GRADES LOAN_CATEGORIES Scorecard score grade explain credit_limit "
        "classify_loans warning_signals migration_matrix PDModel weight_of_evidence stability_index "
        "risk_adjusted_price expected_loss compare_routes"
    ),
    "segments": "profit_contribution value_class top_share lorenz gini whale_curve rfm",
    "survey": "gap_scores cronbach_alpha net_promoter_score intraclass_correlation",
    "synthetic": "Bank",
    "datasets": "load describe",
}
ROOMS = (*FACE, "ratios", "relations", "appraisal", "investigation")


@pytest.mark.parametrize(("room", "name"), [(room, name) for room, names in FACE.items() for name in names.split()])
def test_the_name_is_there(room, name):
    assert getattr(importlib.import_module(f"cmlib.{room}"), name) is not None


@pytest.mark.parametrize("room", ROOMS)
def test_all_names_what_the_room_offers(room):
    module = importlib.import_module(f"cmlib.{room}")
    if not hasattr(module, "__path__"):
        return  # a single file offers what it defines
    brought_in = {
        name for name, value in vars(module).items() if not name.startswith("_") and not inspect.ismodule(value)
    }
    odd = {name for name in brought_in if getattr(vars(module)[name], "__module__", "cmlib").split(".")[0] != "cmlib"}
    imported_for_itself = {"Formula"}
    assert sorted(module.__all__) == sorted(set(module.__all__))
    assert brought_in - odd - imported_for_itself <= set(module.__all__)


def offered():
    """(room, name, function or class) of everything public."""
    for room in ROOMS:
        module = importlib.import_module(f"cmlib.{room}")
        for name in getattr(module, "__all__", FACE.get(room, "").split()):
            value = getattr(module, name)
            if inspect.isfunction(value) or inspect.isclass(value):
                yield pytest.param(value, id=f"{room}.{name}")


@pytest.mark.parametrize("value", list(offered()))
def test_it_says_what_it_is(value):
    text = inspect.getdoc(value)
    assert text
    first = text.split("\n\n")[0]
    assert first.rstrip().endswith((".", "?", "!", ":")), first
    if inspect.isfunction(value):
        assert doctest.DocTestParser().get_examples(text), "no example"


def test_every_room_has_a_page_of_the_reference():
    pages = {path.stem for path in (ROOT / "docs/reference").glob("*.md")}
    assert set(ROOMS) <= pages
    listed = set(re.findall(r"^reference/(\w+)$", (ROOT / "docs/index.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == pages
