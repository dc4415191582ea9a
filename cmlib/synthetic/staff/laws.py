"""What must hold between the tables about the staff."""

import numpy as np
import pandas as pd

from cmlib.synthetic.law import Law
from cmlib.synthetic.staff import incentives, words
from cmlib.synthetic.staff.selection import CUT, TESTS, WEIGHTS


def _months_in_office(months: pd.DataFrame, managers: pd.DataFrame) -> pd.DataFrame:
    rows = months[["manager_id", "month"]].merge(managers[["manager_id", "hired", "left"]], on="manager_id")
    last_day = rows["month"] + pd.offsets.MonthEnd(0)
    return rows[(rows["month"] < rows["hired"]) | (last_day > rows["left"])]


def _years_in_office(performance: pd.DataFrame, managers: pd.DataFrame) -> pd.DataFrame:
    rows = performance.merge(managers[["manager_id", "hired", "left"]], on="manager_id")
    return rows[(rows["year"] <= rows["hired"].dt.year) | (rows["year"] >= rows["left"].dt.year)]


def _one_step_a_year(level_years: pd.DataFrame) -> pd.DataFrame:
    rows = level_years.sort_values(["manager_id", "year"], ignore_index=True)
    before = rows.groupby("manager_id")[["year", "level", "left"]].shift()
    gap = rows["year"] - before["year"] > 1
    leap = (rows["level"] - before["level"]).abs() > 1
    return rows[gap | leap | before["left"].eq(True) | (rows["left"] != rows["level"].isna())]


def _careers_begin_and_end(level_years: pd.DataFrame, managers: pd.DataFrame) -> pd.DataFrame:
    careers = level_years.sort_values("year").groupby("manager_id")
    rows = managers[["manager_id", "hired", "left", "level"]].merge(
        careers.agg(first=("year", "min"), last=("year", "max"), last_level=("level", "last"), leaves=("left", "last")),
        on="manager_id",
        how="left",
    )
    begins = rows["first"] == rows["hired"].dt.year.clip(lower=level_years["year"].min())
    there = rows["left"].isna()
    ends = rows["last"] == rows["left"].dt.year.where(~there, level_years["year"].max())
    return rows[~begins | ~ends | (rows["leaves"] == there) | (rows["last_level"] != rows["level"])]


def _hired_by_score(candidates: pd.DataFrame) -> pd.DataFrame:
    enough = candidates[list(TESTS)].to_numpy() @ np.array(WEIGHTS) >= 100 * CUT
    hired = candidates["hired"]
    return candidates[(hired != enough) | (hired != candidates["manager_id"].notna())]


def _hired_are_managers(candidates: pd.DataFrame, managers: pd.DataFrame) -> pd.DataFrame:
    since = managers[managers["hired"].dt.year >= candidates["year"].min()]
    same = ["manager_id", "route", "gender", "education"]
    rows = candidates.loc[candidates["hired"], [*same, "year", "age"]].merge(
        since[[*same, "hired", "birth_year"]], on=same, how="outer"
    )
    right = (rows["year"] == rows["hired"].dt.year) & (rows["year"] - rows["age"] == rows["birth_year"])
    return rows[~right | rows.duplicated("manager_id")]


def _same_branch(managers: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    rows = managers[["manager_id", "branch_id", "team_id"]].merge(teams, on="team_id", suffixes=("", "_of_team"))
    return rows[rows["branch_id"] != rows["branch_id_of_team"]]


def _team_after_branch(teams: pd.DataFrame, branches: pd.DataFrame) -> pd.DataFrame:
    rows = teams.merge(branches[["branch_id", "opened"]], on="branch_id")
    return rows[rows["founded"] < rows["opened"]]


def _achieved_is_the_sum(targets: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    quarter = months["month"].dt.year.astype(str) + "Q" + months["month"].dt.quarter.astype(str)
    sums = months.assign(quarter=quarter).groupby(["manager_id", "quarter"])["new_deposits"].agg(["sum", "count"])
    whole = sums[sums["count"] == 3].reset_index()
    rows = targets[["manager_id", "quarter", "achieved"]].merge(whole, on=["manager_id", "quarter"], how="outer")
    return rows[~((rows["achieved"] - rows["sum"]).abs() < 0.005)]


def _bonus_by_the_rule(targets: pd.DataFrame) -> pd.DataFrame:
    plan = targets["plan"].map({name: code for code, name in enumerate(words.PLANS)}).to_numpy()
    due = incentives.bonus(plan, targets["target"].to_numpy(), targets["achieved"].to_numpy())
    return targets[(targets["bonus"] - due).abs() > 0.005]


def _raters_know_the_manager(appraisals: pd.DataFrame, managers: pd.DataFrame) -> pd.DataFrame:
    branch = managers.set_index("manager_id")["branch_id"]
    rows = appraisals[["half_year", "manager_id", "rater_id", "rater_kind"]].drop_duplicates(ignore_index=True)
    kind, own = rows["rater_kind"], rows["manager_id"].map(branch)
    yet = rows["rater_id"].map(branch)
    right = {
        "self": rows["rater_id"] == rows["manager_id"],
        "colleague": (yet == own) & (rows["rater_id"] != rows["manager_id"]),
        "superior": rows["rater_id"] == "H" + own,
        "customer panel": rows["rater_id"].str[:-2] == "P" + own,
    }
    return rows[~np.select([kind == name for name in right], list(right.values()), False)]


def _day_is_possible(tasks: pd.DataFrame) -> pd.DataFrame:
    earliest, latest = (pd.to_timedelta(tasks[name] + ":00").dt.total_seconds() / 60 for name in ("earliest", "latest"))
    return tasks[earliest + tasks["minutes"] > latest]


LAWS = (
    Law(
        "a manager has results only for whole months between being hired and leaving",
        ("manager_months", "managers"),
        _months_in_office,
    ),
    Law("a manager is trained only between being hired and leaving", ("training", "managers"), _months_in_office),
    Law(
        "performance is measured in whole years between being hired and leaving",
        ("performance_years", "managers"),
        _years_in_office,
    ),
    Law("a level changes by one step a year at most, and nothing follows leaving", ("level_years",), _one_step_a_year),
    Law(
        "a career goes from being hired to leaving and ends at the manager's level",
        ("level_years", "managers"),
        _careers_begin_and_end,
    ),
    Law("those candidates are hired who reach the cut, and they become managers", ("candidates",), _hired_by_score),
    Law(
        "every manager of the last years was one candidate, with the same data",
        ("candidates", "managers"),
        _hired_are_managers,
    ),
    Law("a manager's team belongs to the manager's branch", ("managers", "teams"), _same_branch),
    Law("a team is not older than its branch", ("teams", "branches"), _team_after_branch),
    Law(
        "what a quarter achieved is the sum of its months' new deposits",
        ("targets", "manager_months"),
        _achieved_is_the_sum,
    ),
    Law("a bonus follows the rule of its plan", ("targets",), _bonus_by_the_rule),
    Law(
        "managers are rated by themselves, and by colleagues, the head and customers of their branch",
        ("appraisals", "managers"),
        _raters_know_the_manager,
    ),
    Law("a task of the day fits between its earliest and its latest time", ("day_tasks",), _day_is_possible),
)
