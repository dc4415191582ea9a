"""What staff leave out of the customer file, and why: by chance, by branch, by age, by the income itself.

Three kinds, as the literature names them (Rubin (1976), Inference and missing data, Biometrika 63(3),
581-592). Completely at random: the notes of style. At random given what the file says: the electronic
contact, which older customers have less often, and everything in two branches that keep poor files.
Not at random: the income, which those who earn much do not tell.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.identifiers import MANAGERS_PER_BRANCH, MANAGERS_PER_PEOPLE_BLOCK
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted

#: Column -> log-odds that a careful branch leaves it out; nothing but the branch matters.
LEFT_OUT = {
    "education": -3.3,
    "marital_status": -3.6,
    "children": -3.1,
    "household_size": -3.0,
    "occupation": -3.6,
    "employer_industry": -3.0,
    "years_in_job": -2.6,
    "district": -4.0,
    "home": -2.6,
    "lifestyle": -1.7,
    "contact_phone": -3.8,
    "found_through": -2.8,
    "attitude_to_bank": -2.0,
    "risk_type_noted": -1.9,
}

_STREAM, _BRANCHES = 1, 2
_SLOPPY_BRANCHES = 2  # of the ten in a block


@dataclass(frozen=True)
class GapParameters(Planted):
    """Log-odds of leaving an entry out, but for the style, which is a probability."""

    missing_sloppy_branch: float = 1.2  # added in a branch that keeps poor files
    missing_style_noted: float = 0.30  # probability, in every branch
    missing_e_contact: float = -1.3  # at 44 years
    missing_e_contact_age: float = 0.9  # for fifteen years more
    missing_income: float = -1.1  # at 7,000 CNY
    missing_income_log: float = 2.2  # for a logarithm of income higher by 1


TRUTH = GapParameters()


def branch_places(block: PeopleBlock) -> np.ndarray:
    """The place of each customer's branch among those of the block."""
    return block.people.manager // MANAGERS_PER_BRANCH


def sloppy_branches(block: PeopleBlock) -> np.ndarray:
    """Which of the ten branches of a whole block keep poor files."""
    branches = MANAGERS_PER_PEOPLE_BLOCK // MANAGERS_PER_BRANCH
    return block.stream("customer file", _BRANCHES).permutation(branches) < _SLOPPY_BRANCHES


def gaps(block: PeopleBlock) -> dict[str, np.ndarray]:
    """Column -> whether the entry is left out, for each customer."""
    people, p = block.people, TRUTH
    age = (people.age(block.calendar.first_days[0]) - 44) / 15
    branch = p.missing_sloppy_branch * sloppy_branches(block)[branch_places(block)]
    odds = {column: base + branch for column, base in LEFT_OUT.items()}
    odds["e_contact"] = p.missing_e_contact + p.missing_e_contact_age * age + branch
    odds["monthly_income"] = (
        p.missing_income + p.missing_income_log * np.round(np.log(people.income / 7_000), 6) + branch
    )
    draws = block.stream("customer file", _STREAM).random((len(odds) + 1, block.count))
    left_out = {column: draw < logistic(value) for draw, (column, value) in zip(draws[1:], odds.items(), strict=True)}
    return left_out | {"style_noted": draws[0] < p.missing_style_noted}
