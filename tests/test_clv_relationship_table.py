"""The value of every customer's relationship: as for each alone, in every engine, and on the synthetic bank."""

import itertools

import duckdb
import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, every_engine, plain

from cmlib.clv import HeldProduct, PotentialProduct, margin_multiple, relationship_value, relationship_value_table

TERMS = {"valuation_date": "2025-12-31", "discount_rate_per_year": 0.06, "compound_past": True}
PARTS = ["historical", "current", "potential", "total"]


def tables(customers=25, seed=4) -> dict[str, pd.DataFrame]:
    """Customers, past margins, products held and products possible, with gaps."""
    rng = np.random.default_rng(seed)
    names = np.array([f"C{number}" for number in rng.permutation(customers)])
    people = pd.DataFrame({"customer_id": names, "retention_per_month": rng.uniform(0.9, 1, customers)})
    past = pd.DataFrame({
        "customer_id": rng.choice(names[:-3], 120),
        "month": pd.Timestamp("2025-12-01") - pd.to_timedelta(rng.integers(-60, 900, 120), unit="D"),
        "margin": rng.normal(50, 60, 120),
    })  # fmt: skip
    held = pd.DataFrame({
        "customer_id": rng.choice(names[:-2], 60),
        "margin_per_month": rng.normal(40, 30, 60),
        "months_left": np.where(rng.random(60) < 0.3, np.nan, rng.integers(0, 40, 60)),
        "retention_per_month": rng.choice([0.0, 0.9, 1.0], 60),
    })  # fmt: skip
    potential = pd.DataFrame({
        "customer_id": rng.choice(names[:-1], 60),
        "margin_per_month": rng.normal(40, 30, 60),
        "adoption_probability": rng.choice([0.0, 0.2, 1.0], 60),
        "months_until": rng.integers(0, 30, 60),
        "months_held": np.where(rng.random(60) < 0.3, np.nan, rng.integers(0, 40, 60)),
        "retention_per_month": rng.choice([0.0, 0.9, 1.0], 60),
        "cost_of_winning": rng.uniform(0, 90, 60),
    })  # fmt: skip
    return {"customers": people, "past_margins": past, "held": held, "potential": potential}


def one_by_one(given, horizon, timing, compound=True) -> pd.DataFrame:
    """The same by `relationship_value`, customer by customer."""
    rows = []
    for customer, retention in given["customers"].itertuples(index=False):
        own = {name: table[table["customer_id"] == customer] for name, table in given.items()}
        months = pd.period_range("2023-01", "2025-12", freq="M")
        past = own["past_margins"].groupby(own["past_margins"]["month"].dt.to_period("M"))["margin"].sum()

        def periods(value):
            return None if np.isnan(value) else int(value)

        held = [HeldProduct("", row.margin_per_month, periods(row.months_left), row.retention_per_month)
                for row in own["held"].itertuples()]  # fmt: skip
        potential = [
            PotentialProduct("", row.margin_per_month, row.adoption_probability, int(row.months_until),
                             periods(row.months_held), row.retention_per_month, row.cost_of_winning)
            for row in own["potential"].itertuples()
        ]  # fmt: skip
        found = relationship_value(
            past.reindex(months, fill_value=0).to_numpy(), held, potential, retention_per_period=retention,
            horizon_periods=horizon, discount_rate_per_year=0.06, periods_per_year=12, timing=timing,
            compound_past=compound,
        )  # fmt: skip
        rows.append([customer, *(getattr(found, part) for part in PARTS)])
    return pd.DataFrame(rows, columns=["customer_id", *PARTS])


def in_engine(engine, given):
    if engine != "duckdb":
        return {name: ENGINES[engine][0](table) for name, table in given.items()}
    connection = duckdb.connect()  # tables that are joined must be of one connection
    for name, table in given.items():
        connection.register(name, table)
    return {name: connection.table(name) for name in given}


@every_engine
@pytest.mark.parametrize(("horizon", "timing"), [(18, "middle"), (None, "end")])
def test_as_for_each_customer_alone_in_every_engine(engine, horizon, timing):
    given = tables()
    made = in_engine(engine, given)
    result = relationship_value_table(**made, **TERMS, horizon_months=horizon, timing=timing)
    assert type(result) is type(made["customers"])
    found = plain(ENGINES[engine][1](result), ["customer_id"])
    # 12,000 months are without end for who stays with 0.999 and is discounted with 6% a year.
    expected = plain(one_by_one(given, horizon or 12_000, timing), ["customer_id"])
    assert (expected[PARTS] == 0).any().all()
    pd.testing.assert_frame_equal(found, expected, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize(("timing", "compound"), [("start", True), ("end", False)])
def test_other_terms(timing, compound):
    given = tables(seed=9)
    found = relationship_value_table(**given, **TERMS | {"compound_past": compound}, horizon_months=7, timing=timing)
    pd.testing.assert_frame_equal(found, one_by_one(given, 7, timing, compound), rtol=1e-8, atol=1e-8)


def test_customers_keep_their_order_and_index():
    given = tables()
    given["customers"] = given["customers"].set_axis(range(100, 125))
    found = relationship_value_table(**given, **TERMS)
    assert found["customer_id"].equals(given["customers"]["customer_id"])


def single(**columns):
    return pd.DataFrame({"customer_id": ["A"], **{name: [value] for name, value in columns.items()}})


STAYS = single(retention_per_month=0.8)
NOTHING = single(month=pd.Timestamp("2025-01-01"), margin=0.0)


def test_an_open_product_is_worth_the_margin_multiple():
    found = relationship_value_table(STAYS, NOTHING, single(margin_per_month=50), **TERMS).loc[0]
    assert found["current"] == pytest.approx(50 * margin_multiple(0.8, 1.06 ** (1 / 12) - 1))
    assert found["historical"] == found["potential"] == 0


def test_columns_that_are_lacking_have_their_usual_values():
    short, full = single(margin_per_month=5, adoption_probability=0.5), single(
        margin_per_month=5, adoption_probability=0.5, months_until=0, months_held=np.nan, retention_per_month=1,
        cost_of_winning=0,
    )  # fmt: skip
    held = single(margin_per_month=5)
    one, other = (relationship_value_table(STAYS, NOTHING, held, extra, **TERMS) for extra in (short, full))
    assert one.equals(other)
    assert one.loc[0, "potential"] == pytest.approx(one.loc[0, "current"] / 2)


def test_near_and_at_no_loss_and_no_interest():
    """Where a month takes nothing, or next to nothing, the sum of the months is their number."""
    held = single(margin_per_month=1, months_left=240)
    for stays, rate in itertools.product((1.0, 1 - 1e-9, 1 - 1e-7, 1 - 1e-6), (0.0, 1e-8)):
        found = relationship_value_table(
            single(retention_per_month=stays), NOTHING, held, **TERMS | {"discount_rate_per_year": rate}
        )
        step = stays / (1 + rate) ** (1 / 12)
        assert found.loc[0, "current"] == pytest.approx(np.sum(step ** np.arange(1, 241)), rel=1e-8)


def test_what_is_not_known_is_missing():
    for change in ({"margin_per_month": np.nan}, {"retention_per_month": np.nan}):
        held = single(**({"margin_per_month": 5.0, "retention_per_month": 1.0} | change))
        found = relationship_value_table(STAYS, NOTHING, held, **TERMS).loc[0]
        assert found[PARTS].isna().tolist() == [False, True, False, True]
    lost = relationship_value_table(STAYS, NOTHING.assign(margin=np.nan), single(margin_per_month=5.0), **TERMS).loc[0]
    assert lost[PARTS].isna().tolist() == [True, False, False, True]
    undated = relationship_value_table(STAYS, NOTHING.assign(month=pd.NaT), single(margin_per_month=5.0), **TERMS)
    assert undated["historical"].isna().all()
    endless = TERMS | {"discount_rate_per_year": 0.0}
    found = relationship_value_table(single(retention_per_month=1.0), NOTHING, single(margin_per_month=5.0), **endless)
    assert found["current"].isna().all()
    unknown = single(retention_per_month=np.nan)
    assert relationship_value_table(unknown, NOTHING, single(margin_per_month=5.0), **TERMS)["current"].isna().all()


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"compound_past": 1}, TypeError, "compound_past to be True or False; found 1"),
        ({"customers": pd.concat([STAYS, STAYS])}, ValueError, r"one row for each \['customer_id'\]"),
        ({"customers": single(retention_per_month=1.5)}, ValueError, "probabilities .*_per_month'; found 1.5"),
        ({"customers": single()}, LookupError, r"needs the columns \['retention_per_month'\]"),
        ({"past_margins": single(month="2025-01", margin=1)}, ValueError, "dates in 'month'; found String"),
        ({"held": single(margin=5)}, LookupError, r"needs the columns \['margin_per_month'\]"),
        ({"held": single(margin_per_month=5, months_left=-1)}, ValueError, "whole months.*'months_left'; found -1"),
        ({"held": single(margin_per_month=5, months_left=1.5)}, ValueError, "whole months.*'months_left'; found 1.5"),
        ({"potential": single(margin_per_month=5)}, LookupError, r"needs the columns \['adoption_probability'\]"),
        (
            {"potential": single(margin_per_month=5, adoption_probability=-0.1)}, ValueError,
            "probabilities .* 'adoption_probability'; found -0.1",
        ),
        (
            {"potential": single(margin_per_month=5, adoption_probability=1.5)}, ValueError,
            "probabilities .* 'adoption_probability'; found 1.5",
        ),
        (
            {"held": single(margin_per_month=5).drop(columns="customer_id")}, LookupError,
            r"^relationship_value_table needs the columns \['customer_id'\]",
        ),
        (
            {"past_margins": NOTHING.drop(columns="customer_id")}, LookupError,
            r"^relationship_value_table needs the columns \['customer_id'\]",
        ),
        ({"horizon_months": 0}, ValueError, "horizon_months to be a whole number, not below 1"),
        ({"discount_rate_per_year": -1}, ValueError, "rates above -1"),
        ({"timing": "soon"}, ValueError, "timing to be one of"),
        ({"valuation_date": "soon"}, ValueError, "valuation_date to be a date"),
        ({"held": [1]}, TypeError, "needs a table"),
    ],
)  # fmt: skip
def test_bad_arguments(changed, error, message):
    given = {"customers": STAYS, "past_margins": NOTHING, "held": single(margin_per_month=5)}
    with pytest.raises(error, match=message):
        relationship_value_table(**(given | TERMS | changed))


def test_on_the_synthetic_bank():
    """Deposits and packages of customers still here, valued from the bank's own tables."""
    made = bank(seed=7, customers=300, firms=10, months=24)
    end, held = pd.Timestamp(made.calendar.end), made.tables["holdings"]
    people = made.tables["customers"].query("left.isna()")[["customer_id"]].assign(retention_per_month=0.99)
    margin = made.tables["products"].set_index("product_id")
    last = made.tables["balances"].query("month == month.max()").merge(held, on="holding_id")
    spread = last["product_id"].map(margin["transfer_price"]) - last["rate"]
    open_now = pd.DataFrame({
        "customer_id": last["customer_id_x"],
        "margin_per_month": last["balance"] * spread.fillna(0) / 12,
        "months_left": 12 * (last["maturity"].dt.year - end.year) + last["maturity"].dt.month - end.month,
    }).query("margin_per_month != 0")  # fmt: skip
    past = made.truth["customer_profit"].assign(month=lambda t: pd.to_datetime(t["year"].astype(str) + "-12-31"))
    found = relationship_value_table(people, past, open_now, valuation_date=end, margin="profit",
                                     discount_rate_per_year=0.05, compound_past=False)  # fmt: skip
    assert found["customer_id"].to_list() == people["customer_id"].to_list()
    profit = past.groupby("customer_id")["profit"].sum().reindex(people["customer_id"])
    np.testing.assert_allclose(found["historical"], profit, atol=1e-6)
    step = 0.99 / 1.05 ** (1 / 12)
    months = open_now["months_left"].fillna(10_000).to_numpy()
    worth = open_now["margin_per_month"] * step * (1 - step**months) / (1 - step)
    worth = worth.groupby(open_now["customer_id"]).sum().reindex(people["customer_id"], fill_value=0)
    np.testing.assert_allclose(found["current"], worth, atol=1e-6)
    assert (worth > 0).mean() > 0.5
