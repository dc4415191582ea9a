"""Who was sent to which training, and what it does for results.

Each form adds its effect to the logarithm of sales from the month after it on. Able managers are sent
to central training and weak ones go shadowing, so those trained differ from the others before any
training; but all results grow alike.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.planted import Planted
from cmlib.synthetic.staff.words import TRAINING_FORMS

_HOURS = {"central": (24, 81), "visits": (8, 25), "exchange": (80, 161), "shadowing": (40, 121)}

_USUAL_FORM, _NO_TRAINING = 0.4, 0.5  # pull for everybody


@dataclass(frozen=True)
class TrainingParameters(Planted):
    """Effects on the logarithm of fee income, new loans and new customers, and who is sent."""

    training_effect_central: float = 0.06
    training_effect_visits: float = 0.10
    training_effect_exchange: float = 0.0
    training_effect_shadowing: float = 0.14
    central_training_ability: float = 1.5  # pull of a form for a manager one spread more able
    shadowing_ability: float = -1.2


TRUTH = TrainingParameters()


@dataclass(frozen=True)
class Training:
    """One training at most for each manager: arrays of one entry a manager."""

    form: np.ndarray  # index into TRAINING_FORMS; -1 for none
    month: np.ndarray  # in which it takes place, counted from the calendar's first
    hours: np.ndarray

    def effect(self, months: int) -> np.ndarray:
        """What training adds to the logarithm of sales, shape (months, managers)."""
        effects = np.array([getattr(TRUTH, f"training_effect_{form}") for form in TRAINING_FORMS] + [0.0])
        return np.where(np.arange(months)[:, None] > self.month, effects[self.form], 0.0)


def draw_training(rng: np.random.Generator, standing: np.ndarray, at_work: np.ndarray) -> Training:
    """Trainings in the middle half of the months, for managers who are there then."""
    months, count = at_work.shape
    pull = np.round(rng.gumbel(size=(count, len(TRAINING_FORMS) + 1)), 6)  # the last is no training
    pull[:, TRAINING_FORMS.index("central")] += TRUTH.central_training_ability * standing
    pull[:, TRAINING_FORMS.index("shadowing")] += TRUTH.shadowing_ability * standing
    pull[:, TRAINING_FORMS.index("visits")] += _USUAL_FORM
    pull[:, TRAINING_FORMS.index("exchange")] += _USUAL_FORM
    pull[:, -1] += _NO_TRAINING
    form = np.argmax(pull, axis=1)
    month = rng.integers(months // 4, months - months // 4, count)
    trained = (form < len(TRAINING_FORMS)) & at_work[month, np.arange(count)]
    form = np.where(trained, form, -1)
    shortest, longest = np.array([_HOURS[name] for name in TRAINING_FORMS] + [(0, 1)]).T
    return Training(form, month, rng.integers(shortest[form], longest[form]))
