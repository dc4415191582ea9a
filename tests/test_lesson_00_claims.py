"""What lesson 00 and its assignment say in prose and in the titles of their figures is true of the data."""

import json
import re
import tomllib
from pathlib import Path
from statistics import mean, median

import pytest

from cmlib import datasets
from cmlib.synthetic import Bank
from cmlib.table import ratio_table

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
DEPOSITS = ("P01", "P02", "P03", "P04")
TRAITS = ["gender", "education", "marital_status", "children", "occupation", "district", "home", "lifestyle"]


@pytest.fixture(scope="module")
def customers():
    return datasets.load("customers")


@pytest.fixture(scope="module")
def here(customers):
    return customers[customers["left"].isna()].set_index("customer_id")


@pytest.fixture(scope="module")
def balances():
    held = datasets.load("holdings").set_index("holding_id")["product_id"]
    table = datasets.load("balances")
    return table.assign(product=table["holding_id"].map(held))


@pytest.fixture(scope="module")
def deposits(balances, here):
    rows = balances[(balances["month"] == "2025-12-01") & balances["product"].isin(DEPOSITS)]
    total = dict.fromkeys(here.index, 0.0)
    for customer, balance in zip(rows["customer_id"], rows["balance"], strict=True):
        if customer in total:
            total[customer] += balance
    return here.assign(deposits=total)["deposits"]


def text_of(name):
    cells = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def test_the_four_kinds_of_deposits_are_the_group_of_deposits_of_persons():
    products = datasets.load("products").query("product_group == 'deposits' and customer_kind == 'personal'")
    assert tuple(products["product_id"]) == DEPOSITS


def test_almost_600_of_the_2000_have_left(customers, here):
    assert (len(customers), len(here)) == (2_000, 1_406)
    assert 590 < len(customers) - len(here) < 600


def test_a_credit_card_is_a_debt():
    assert "what is owed" in datasets.describe("balances").meaning


def test_44_customers_are_near_the_mean_and_five_in_six_below_it(deposits):
    values = deposits.tolist()
    middle = mean(values)
    assert (deposits > 0).all()
    assert middle == pytest.approx(70_600, abs=50)
    assert median(values) == pytest.approx(10_800, abs=50)
    assert sum(0.9 * middle <= value <= 1.1 * middle for value in values) == 44
    below = sum(value < middle for value in values) / len(values)
    assert below == pytest.approx(0.84, abs=0.005)
    assert below == pytest.approx(5 / 6, abs=0.005)
    assert median(values) < middle / 6
    assert sorted(values)[-1] == pytest.approx(15e6, rel=0.01)
    assert sorted(values)[-2] < 5e6


def test_the_five_numbers_worked_by_hand_are_those_of_the_first_five(deposits):
    assert deposits.head(5).tolist() == pytest.approx([11_789.38, 6_537.69, 6_973.52, 43_701.93, 32_339.63])


def test_nearly_half_hold_no_investment_and_the_median_tells(balances, here):
    agency = datasets.load("products").query("product_group == 'agency'")["product_id"]
    rows = balances[(balances["month"] == "2025-12-01") & balances["product"].isin(agency)]
    holders = rows[rows["customer_id"].isin(here.index)]["customer_id"].nunique()
    assert 0.4 < 1 - holders / len(here) < 0.5


def test_the_mean_rose_by_40_percent_and_the_median_by_3_while_customers_left(balances):
    rows = balances[balances["product"].isin(DEPOSITS) & balances["month"].dt.month.isin([3, 6, 9, 12])]
    each = rows.groupby(["month", "customer_id"])["balance"].sum()
    path = each[each > 0].groupby("month").agg(["count", "sum", "mean", "median"])
    growth = path.iloc[-1] / path.iloc[0] - 1
    assert growth["mean"] == pytest.approx(0.40, abs=0.005)
    assert growth["median"] == pytest.approx(0.03, abs=0.005)
    assert growth["sum"] == pytest.approx(0.19, abs=0.005)
    assert growth["count"] == pytest.approx(-0.15, abs=0.005)
    assert pytest.approx(1.40, abs=0.005) == 1.19 / 0.85
    assert path["mean"].iloc[[0, -1]].round(-3).tolist() == [50_000, 71_000]
    assert path["median"].between(9_800, 10_800).all()
    assert path.index[-1].strftime("%Y-%m") == "2025-12"
    first, last = (each[each > 0].loc[month] for month in path.index[[0, -1]])
    both = first.index.intersection(last.index)
    assert (len(first) - len(both), len(last) - len(both), len(both)) == (520, 271, 1_135)
    assert (last[both] > first[both]).mean() == pytest.approx(0.53, abs=0.005)


def test_the_districts_differ_by_the_mean_and_hardly_by_the_median(deposits, here):
    table = here.assign(deposits=deposits)
    means, medians = (getattr(table.groupby("district")["deposits"], what)() for what in ("mean", "median"))
    assert (means[["east", "north", "west", "south"]] / 1_000).round().tolist() == [101, 74, 54, 36]
    without = table.drop(index=deposits.idxmax()).groupby("district")["deposits"].mean()
    assert without["east"] == pytest.approx(69_000, abs=500)
    assert 1 - without["east"] / means["east"] == pytest.approx(1 / 3, abs=0.03)
    assert medians.idxmin() == "east"
    assert (medians / 1_000).round(1).between(10.7, 11.0).all()
    assert here["district"].isna().sum() == 43


def test_the_interval_of_income_misses_the_truth_because_of_who_is_missing_and_of_slips(here):
    income = here["monthly_income"]
    truth = Bank(seed=datasets.SEED).truth["customers"].set_index("customer_id").loc[here.index, "monthly_income"]
    known = income.notna()
    margin = 1.96 * income.std() / known.sum() ** 0.5
    assert round(income.mean()) == 6_925
    assert (round(income.mean() - margin), round(income.mean() + margin)) == (6_468, 7_382)
    assert round(truth.mean()) == 7_976
    assert truth[known].mean() < income.mean() < truth.mean()
    assert truth[~known].mean() > 1.5 * truth[known].mean()
    assert 0.32 < 1 - known.mean() < 0.34
    errors = Bank(seed=datasets.SEED).truth["file_errors"].query("column == 'monthly_income'")
    assert (errors["kind"] == "one zero too many").sum() > 5


def test_nobody_is_typical_in_all_eight_not_even_in_the_complete_file(here):
    complete = Bank(seed=datasets.SEED).truth["customers"].set_index("customer_id").loc[here.index]
    for table in (here, complete):
        frequent = {name: table[name].mode().iloc[0] for name in TRAITS}
        matches = sum((table[name] == value).astype(int) for name, value in frequent.items())
        assert matches.max() == 7
        assert table is complete or (matches == 7).sum() == 5


def test_the_quiz_and_the_assignment_tell_true_numbers(here, balances):
    assert here["monthly_income"].isna().sum() == 466
    assert len(balances) == 168_755
    debt = ratio_table(datasets.load("statements"), ["debt_to_assets"]).query("year == 2024")["debt_to_assets"]
    assert len(debt) == 300
    assert debt.median() < 0.47 < debt.median() + 0.005
    assert (debt > 0.58).mean() == pytest.approx(0.25, abs=0.005)


def test_the_course_map_names_every_lesson_as_its_title_does():
    rows = re.findall(r"^\| (\d\d) \| (.+?) \| (.+?) \|", text_of("00_orientation.ipynb"), re.MULTILINE)
    assert [number for number, *_ in rows] == [f"{number:02d}" for number in range(1, 12)]
    chinese = {number: zh for number, _, zh in rows}
    for path in sorted(NOTEBOOKS.glob("[01][0-9]_*.ipynb")):
        number = path.name[:2]
        if number != "00":
            title = text_of(path.name).splitlines()[0]
            assert chinese[number] in title, title
    chapters = tomllib.loads((NOTEBOOKS / "syllabus.toml").read_text(encoding="utf-8"))["chapters"]
    assert {chapters[number]["zh"] for number in "12345"} - {"客户关系维护"} <= set(chinese.values())
