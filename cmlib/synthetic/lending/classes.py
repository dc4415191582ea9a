"""The five categories of loans: a rule of days past due, and what the bank's officer made of it.

Thresholds after China's Measures for the Risk Classification of Financial Assets of Commercial Banks
(商业银行金融资产风险分类办法, in force from July 2023), articles 10 to 13: overdue at all is at least
special mention, more than 90 days substandard, more than 270 doubtful, more than 360 loss.
"""

import numpy as np
import pandas as pd

NORMAL, SPECIAL_MENTION, SUBSTANDARD, DOUBTFUL, LOSS = range(1, 6)

#: Days past due above which a loan is special mention, substandard, doubtful, loss.
MORE_DAYS_THAN = (0, 90, 270, 360)

#: Share of worsened loans that the officer classes a month late, and of late loans classed one category too mild.
OFFICER = {"classified_a_month_late": 0.12, "classified_too_mildly": 0.03}

#: What the hidden frame of `too_mild_frame` holds.
TOO_MILD = (
    "loan_id, month: where the bank's category is milder than the rule of days past due, the category by the rule and "
    "the bank's."
)


def by_rule(days_past_due: np.ndarray) -> np.ndarray:
    """The category that the rule gives.

    >>> by_rule(np.array([0, 1, 90, 91, 271, 361]))
    array([1, 2, 2, 3, 4, 5])
    """
    return np.searchsorted(MORE_DAYS_THAN, days_past_due, side="left") + 1


def by_officer(rule: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What the officer writes down for persons' loans; ``rule`` is of shape (months, loans)."""
    before = np.vstack([rule[:1], rule[:-1]])
    lag, mild = rng.random((2, *rule.shape))
    late = (rule > before) & (lag < OFFICER["classified_a_month_late"])
    too_mild = ~late & (rule > NORMAL) & (mild < OFFICER["classified_too_mildly"])
    return np.where(late, before, rule - too_mild)


def too_mild_frame(ids: np.ndarray, rule: np.ndarray, category: np.ndarray, running: np.ndarray, calendar):
    """Where the bank's category is milder than the rule's; arrays of shape (months, loans)."""
    loan, month = np.nonzero((running & (category < rule)).T)
    return pd.DataFrame(
        {
            "loan_id": ids[loan],
            "month": calendar.first_days[month],
            "category_by_rule": rule[month, loan],
            "category": category[month, loan],
        }
    )
