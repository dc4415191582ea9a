"""What managers do, as tables and truth: results, targets, training, appraisals, time for visits."""

import numpy as np
import pandas as pd

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.frames import coded
from cmlib.synthetic.rooms import Made
from cmlib.synthetic.staff import appraisal, incentives, words
from cmlib.synthetic.staff.members import Staff
from cmlib.synthetic.staff.training import Training


def training(calendar: Calendar, staff: Staff, drawn: Training) -> pd.DataFrame:
    """Who was trained how and when."""
    who = np.flatnonzero(drawn.form >= 0)
    columns = {
        "manager_id": coded(who, staff.ids),
        "form": coded(drawn.form[who], words.TRAINING_FORMS),
        "month": calendar.first_days[drawn.month[who]],
        "hours": drawn.hours[who],
    }
    return pd.DataFrame(columns)


def manager_months(calendar: Calendar, staff: Staff, results: dict[str, np.ndarray]) -> pd.DataFrame:
    """Results of the months in which a manager was there to the last day."""
    manager, month = np.nonzero(staff.at_work(calendar).T)
    keys = {"manager_id": coded(manager, staff.ids), "month": calendar.first_days[month]}
    return pd.DataFrame(keys | {name: values[month, manager] for name, values in results.items()})


def targets(calendar: Calendar, staff: Staff, deposits, target, moved, gamer) -> Made:
    """Targets, what was achieved and paid, and what was moved from quarter to quarter to get it."""
    quarters = len(target)
    manager, quarter = np.nonzero(staff.at_work(calendar)[2 : 3 * quarters : 3].T)
    achieved = deposits[: 3 * quarters].reshape(quarters, 3, -1).sum(axis=1)
    plan, names = incentives.plan_of_quarter(quarters), incentives.quarter_names(calendar)
    target, achieved, moved = target[quarter, manager], achieved[quarter, manager], moved[quarter, manager]
    keys = {"manager_id": coded(manager, staff.ids), "quarter": coded(quarter, names)}
    table = {
        "plan": coded(plan[quarter], words.PLANS),
        "target": target,
        "achieved": achieved,
        "bonus": incentives.bonus(plan[quarter], target, achieved),
    }
    truth = {
        "moved_sales": pd.DataFrame(keys | {"moved": moved})[moved != 0].reset_index(drop=True),
        "gaming_managers": pd.DataFrame({"manager_id": staff.ids, "plays": gamer}),
    }
    return Made({"targets": pd.DataFrame(keys | table)}, truth)


def appraisals(calendar: Calendar, branch_ids: np.ndarray, staff: Staff, drawn: appraisal.Appraisals) -> Made:
    """Marks of the last two half-years, true marks, and the raters' bias."""
    halves = calendar.months // 6
    names = [f"{calendar.years[6 * half]}H{1 + half % 2}" for half in range(halves)][-2:]
    present = staff.ids[: staff.present]
    heads = np.char.add("H", branch_ids)
    panel = np.char.add("P", np.repeat(branch_ids, appraisal.PANEL))
    panel = np.char.add(
        np.char.add(panel, "-"), np.tile(np.arange(1, appraisal.PANEL + 1), len(branch_ids)).astype(str)
    )
    raters = np.concatenate([present, heads, panel])
    table = {
        "half_year": coded(drawn.half, names),
        "manager_id": coded(drawn.manager, present),
        "rater_id": coded(drawn.rater, raters),
        "rater_kind": coded(drawn.kind, words.RATER_KINDS),
        "criterion": coded(drawn.criterion, words.CRITERIA),
        "mark": drawn.mark,
    }
    inflation = np.concatenate([drawn.inflation, np.full(len(raters) - len(present), np.nan)])
    bias = {"rater_id": raters, "leniency": np.round(drawn.leniency, 6), "self_inflation": np.round(inflation, 6)}
    criteria = len(words.CRITERIA)
    true = {
        "manager_id": coded(np.repeat(np.arange(len(present)), criteria), present),
        "criterion": coded(np.tile(np.arange(criteria), len(present)), words.CRITERIA),
        "true_mark": drawn.true_mark.ravel(),
    }
    return Made(
        {"appraisals": pd.DataFrame(table)}, {"rater_bias": pd.DataFrame(bias), "true_marks": pd.DataFrame(true)}
    )
