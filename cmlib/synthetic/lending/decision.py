"""How the bank decides on an application: by a score, with rules and with overrides."""

import numpy as np

from cmlib.synthetic.lending.applications import Applications

#: Share of the score's decisions that an officer turns round: what was to be declined, what was to be approved.
OVERRIDES = {"override_to_approve": 0.10, "override_to_decline": 0.03}

_CUT = 0.50


def approves(asked: Applications, rng: np.random.Generator) -> np.ndarray:
    """Which applications the bank approves.

    The score sees what the application says, but weighs it by rule of thumb, not by the truth.
    """
    burden = (asked.monthly_payment + asked.other_debt) / asked.verified_income
    cover = np.minimum(asked.collateral / asked.amount, 1.5)
    score = (
        1.6 * (burden - 0.35)
        + 0.42 * np.minimum(asked.late_payments, 5)
        + 0.10 * asked.enquiries
        - 0.35 * (asked.character - 3)
        - 0.18 * (asked.stability - 3)
        - 0.35 * cover
        - 0.30 * asked.guarantor
        + 0.40 * ~asked.taxes
    )
    good = (np.round(score, 6) < _CUT) & (burden < 0.75)
    turned = rng.random(len(asked)) < np.where(good, OVERRIDES["override_to_decline"], OVERRIDES["override_to_approve"])
    return good ^ turned
