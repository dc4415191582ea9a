"""The corporate customer file: firms fit their books, needs follow owners and size, debts are hidden."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from as_declared import faults
from banks import bank
from scipy import optimize, stats

from cmlib.synthetic.firms import corporate_entries, corporate_file, institution_file
from cmlib.synthetic.firms.corporate_words import NEEDS, PEERS, RATINGS, SIZE_CLASSES
from cmlib.synthetic.firms.file_laws import LAWS
from cmlib.synthetic.firms.file_tables import TABLES

SEEDS = (88, 3, 19)
SIZES = ({}, {"customers": 100, "firms": 10, "months": 12}, {"customers": 100, "firms": 110, "months": 60, "years": 1})


@pytest.fixture(params=SEEDS)
def made(request):
    return bank(request.param)


@pytest.fixture
def firms(made):
    """The true file with what the table of firms adds, and last year's sales."""
    last = made.tables["statements"].query("year == year.max()")[["firm_id", "revenue"]]
    return made.truth["corporate_files"].merge(made.tables["firms"], on="firm_id").merge(last, on="firm_id")


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_tables_are_as_declared_and_every_law_holds(sizes):
    made = bank(3, **sizes)
    assert {table.name: faults(made, table) for table in TABLES} == {table.name: [] for table in TABLES}
    for law in LAWS:
        broken = law.breaks(made.tables)
        assert len(broken) == 0, f"{law.sentence}\n{broken.head().to_string()}"


#: For each law the table to spoil, a column, and what to write in every row there.
SPOILT = (
    ("corporate_files", "firm_id", "F999999"),
    ("corporate_files", "branch_id", "BC99999"),
    ("corporate_files", "customer_since", pd.Timestamp("2099-01-01")),
    ("institutions", "rating", "AAA"),
    ("institutions", "founded", 2_099),
)


@pytest.mark.parametrize(
    ("law", "spoilt"), list(zip(LAWS, SPOILT, strict=True)), ids=lambda x: getattr(x, "sentence", "")
)
def test_each_law_notices_a_break(law, spoilt):
    name, column, value = spoilt
    frames = {table: bank(SEEDS[0]).tables[table] for table in law.tables}
    frames[name] = frames[name].assign(**{column: value})
    assert len(law.broken(*frames.values())) > 0


def test_the_file_is_the_truth_but_for_its_gaps_and_the_mistakes_recorded(made):
    file, right = made.tables["corporate_files"], made.truth["corporate_files"]
    recorded = made.truth["corporate_file_errors"].groupby("column")["firm_id"].agg(set)
    for column in file:
        same = file[column].astype(str) == right[column].astype(file[column].dtype).astype(str)
        if file[column].dtype.kind == "f":
            same = np.isclose(file[column], right[column])
        wrong = set(file.loc[~same & file[column].notna(), "firm_id"])
        assert wrong == recorded.get(column, set()), column
    assert not made.truth["corporate_file_errors"].duplicated(["firm_id", "column"]).any()
    assert len(made.truth["corporate_file_errors"]) > 20


def test_firms_fit_their_books(made, firms):
    assert stats.spearmanr(firms["employees"], firms["revenue"]).statistic > 0.8
    books = made.truth["statements"].query("year == year.max()").set_index("firm_id")
    loans = books[["short_term_debt", "current_portion_of_long_term_debt", "long_term_debt"]].sum(axis=1)
    file = firms.set_index("firm_id")
    assert (file["debts_elsewhere"] <= loans + 100).all()
    assert (file["registered_capital"] >= file["paid_in_capital"]).all()
    np.testing.assert_allclose(file["paid_in_capital"], books["paid_in_capital"], atol=51)
    assert (pd.to_datetime(file["customer_since"]).dt.year > file["founded"]).all()


def test_owners_are_those_of_the_register(made):
    file = made.truth["corporate_files"].set_index("firm_id")
    register = made.tables["ownership_links"].groupby("firm_id")["share"].agg(["size", "max"])
    assert (file["shareholders"] == register["size"]).all()
    np.testing.assert_allclose(file["largest_shareholder_share"], register["max"], atol=1e-9)


def test_size_classes_follow_persons_and_sales(firms):
    """The limits of the National Bureau of Statistics (2017): both persons and sales must be reached."""
    wholesale = firms["industry"] == "wholesale trade"
    large = (firms["employees"] >= np.where(wholesale, 200, 1_000)) & (firms["revenue"] >= 4e8)
    medium = (firms["employees"] >= np.where(wholesale, 20, 300)) & (firms["revenue"] >= np.where(wholesale, 5e7, 2e7))
    expected = np.select([large, medium], ["large", "medium"], "small")
    single = firms["size_class"] != "group"
    honest = firms["revenue"].notna() & single
    assert (firms.loc[honest, "size_class"] == expected[honest]).mean() > 0.97  # cooked books overstate a few sales
    assert 0.02 < (~single).mean() < 0.15


def design(firms):
    """What the appeal of each need depends on: one matrix a need, columns in the order of the parameters."""
    owner, size = firms["ownership"], firms["size_class"].astype("str")
    one = np.ones(len(firms))
    return {
        "deposit-led": {"need_deposit_state": owner == "state"},
        "asset-led": {"need_asset": one, "need_asset_private": owner == "private", "need_asset_small": size == "small"},
        "intermediary-led": {"need_intermediary": one, "need_intermediary_foreign": owner == "foreign"},
        "extended-led": {
            "need_extended": one,
            "need_extended_large": size == "large",
            "need_extended_group": size == "group",
        },
    }


def test_needs_follow_owners_and_size(made, firms, recovers):
    """Maximum likelihood of the multinomial logit with the planted terms."""
    terms = design(firms)
    names = [name for need in NEEDS for name in terms[need]]
    chosen = firms["needs"].astype("str").map({need: place for place, need in enumerate(NEEDS)}).to_numpy()
    columns = {name: np.asarray(column, dtype=float) for need in NEEDS for name, column in terms[need].items()}

    def loss(beta):
        value = dict(zip(names, beta, strict=True))
        appeal = np.column_stack([sum(value[name] * columns[name] for name in terms[need]) for need in NEEDS])
        return -(appeal[np.arange(len(chosen)), chosen] - np.log(np.exp(appeal).sum(axis=1))).sum()

    fit = optimize.minimize(loss, np.zeros(len(names)), method="BFGS")
    steps = np.eye(len(names)) * 1e-3
    curvature = np.array([[bend(loss, fit.x, one, other) for one in steps] for other in steps]) / 4e-6
    spread = np.sqrt(np.diag(np.linalg.inv(curvature)))
    for name, estimate, error in zip(names, fit.x, spread, strict=True):
        recovers(name, getattr(corporate_file.TRUTH, name), estimate, error, method="multinomial logit", seed=made.seed)


def bend(loss, at, one, other):
    """Four times the product of two steps times the second derivative in their directions."""
    return loss(at + one + other) - loss(at + one - other) - loss(at - one + other) + loss(at - one - other)


def test_standardised_residuals_show_who_needs_what(firms):
    for column, expected in (
        ("ownership", {("state", "deposit-led"), ("private", "asset-led"), ("foreign", "intermediary-led")}),
        ("size_class", {("group", "extended-led")}),
    ):
        counts = pd.crosstab(firms[column].astype("str"), firms["needs"].astype("str"))
        assert stats.chi2_contingency(counts).pvalue < 0.001
        table = sm.stats.Table(counts)
        residuals = pd.DataFrame(table.standardized_resids, counts.index, counts.columns)
        assert all(residuals.loc[cell] > 2 for cell in expected), residuals


def test_who_owes_much_elsewhere_does_not_tell(made, recovers):
    file, right = made.tables["corporate_files"], made.truth["corporate_files"]
    size = np.log((right["debts_elsewhere"] + 1e6) / corporate_entries.AVERAGE_DEBTS).rename("size")
    fit = sm.Logit(file["debts_elsewhere"].isna().astype(float), sm.add_constant(size)).fit(disp=False)
    for name, parameter in (("const", "missing_debts_elsewhere"), ("size", "missing_debts_elsewhere_log")):
        recovers(parameter, getattr(corporate_entries.TRUTH, parameter), fit.params[name], fit.bse[name],
                 method="logistic regression on true debts", seed=made.seed)  # fmt: skip


def test_the_mean_of_the_debts_stated_is_too_low(made):
    stated = np.log(made.tables["corporate_files"]["debts_elsewhere"].dropna() + 1e6)
    true = np.log(made.truth["corporate_files"]["debts_elsewhere"] + 1e6).mean()
    assert stated.mean() < true - stated.sem()


def test_the_prospects_of_a_peer_follow_its_rating(made, recovers):
    right = made.truth["institutions"]
    peers = right[right["kind"].astype("str").isin(PEERS)]
    step = peers["rating"].astype("str").map({rating: place for place, rating in enumerate(RATINGS)}).astype(float)
    fit = sm.OLS(peers["prospects"], sm.add_constant(step)).fit()
    recovers("prospects_with_rating", institution_file.TRUTH.prospects_with_rating, fit.params["rating"],
             interval=tuple(fit.conf_int(0.001).loc["rating"]), method="least squares", seed=made.seed)  # fmt: skip


def test_there_are_firms_of_every_size_and_institutions_of_most_kinds(made, firms):
    assert set(firms["size_class"].astype("str")) == set(SIZE_CLASSES)
    assert made.tables["institutions"]["kind"].nunique() >= 5
