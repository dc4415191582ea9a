"""The shifted-beta-geometric model: how long do customers with a contract stay, when some are more loyal?"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln

from cmlib.clv import arguments
from cmlib.clv.arguments import Array
from cmlib.clv.discounted_lifetime import discounted_lifetime, lifetime_within
from cmlib.clv.estimate import EstimatedModel, estimate_of, warn_of_no_maximum
from cmlib.clv.life_table import LifeTable
from cmlib.clv.newton import climb
from cmlib.clv.timing import delay

#: Nearer to 0, a discount rate would take the sum of a lifetime too long.
_LEAST_RATE = 1e-6

#: A slope below this share of its parts is rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class ShiftedBetaGeometric(EstimatedModel):
    """Each customer leaves at the end of a period with a probability of his own, drawn from Beta(alpha, beta).

    Those who leave easily go first, so that the retention (留存率) of those who are left rises with their tenure.
    Made by `fit`, or from known parameters. ``standard_error_of`` and ``interval_of`` carry the uncertainty of the
    parameters over to a lifetime value.

    Raises ``ValueError`` unless both parameters are finite and above 0.

    Source: Fader, Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1), 76-90.

    >>> model = ShiftedBetaGeometric(alpha=1, beta=1)
    >>> [round(model.survival(period), 9) for period in (0, 1, 3)]  # 1 / (1 + period)
    [1.0, 0.5, 0.25]
    """

    alpha: float
    beta: float

    @classmethod
    def fit(cls, survivors: ArrayLike | LifeTable) -> Self:
        """The most likely alpha and beta.

        ``survivors`` is how many customers of a cohort there were at the start and after 1, 2, … periods; or a row
        a cohort, filled up with NaN; or a `LifeTable`, which can also be made from one tenure a customer.

        Raises ``ValueError`` for survivors that cannot be, and where the data do not tell the parameters: nobody
        left, or nobody after the first period, one period only, or a retention that does not rise with tenure. Where
        it rises so little that alpha and beta may be anything, it warns (``RuntimeWarning``), standard errors are
        missing and ``converged`` is False; survival within the periods observed is still good.

        >>> model = ShiftedBetaGeometric.fit([1000, 631, 468, 382, 326, 289, 262, 241])
        >>> round(model.alpha, 3), round(model.beta, 3), round(model.log_likelihood, 2)
        (0.704, 1.182, -1680.27)
        """
        table = survivors if isinstance(survivors, LifeTable) else LifeTable.from_survivors(survivors)
        churn = _identified(table)
        summit = climb(lambda point: log_likelihood_surface(point, table), np.log([1.0, (1 - churn) / churn]))
        model = cls(*np.exp(summit.point).tolist(), estimate=estimate_of(summit))
        if not model.converged:
            reason = "retention hardly rises with tenure, so that customers may all be alike and both infinite"
            warn_of_no_maximum("ShiftedBetaGeometric.fit", reason, model.parameters)
        return model

    @classmethod
    def fit_tenures(cls, tenure: ArrayLike, left: ArrayLike, weights: ArrayLike | None = None) -> Self:
        """The most likely parameters for one tenure a customer; see `LifeTable.from_tenures`.

        >>> ShiftedBetaGeometric.fit_tenures([1, 1, 2, 3, 3], [True, True, True, False, False]).converged
        True
        """
        return cls.fit(LifeTable.from_tenures(tenure, left, weights))

    def survival(self, period: ArrayLike) -> float | Array:
        """Probability that a new customer is still one after so many periods (存活率); 1 after none.

        Raises ``ValueError`` for fractions of a period, or a number below 0.
        """
        periods = arguments.periods(period, "ShiftedBetaGeometric.survival")
        found = np.exp(betaln(self.alpha, self.beta + periods) - betaln(self.alpha, self.beta))
        return arguments.plain_if_single(found)

    def retention(self, period: ArrayLike) -> float | Array:
        """Probability that a customer who is one at the start of ``period`` (1, 2, …) still is at its end.

        Raises ``ValueError`` for fractions of a period, or a number below 1.

        >>> ShiftedBetaGeometric(alpha=1, beta=1).retention([1, 2, 3]).round(3)
        array([0.5  , 0.667, 0.75 ])
        """
        before = arguments.periods(period, "ShiftedBetaGeometric.retention", least=1) - 1
        return arguments.plain_if_single((self.beta + before) / (self.alpha + self.beta + before))

    def expected_lifetime(self, discount_rate: float, *, timing: str = "start", horizon: int | None = None) -> float:
        """Expected number of payments that a new customer makes, discounted (贴现期望寿命).

        Times the margin of a period it is the customer's lifetime value. ``discount_rate`` is a fraction for one
        of the model's periods. ``timing="start"``: the first payment comes at once and for certain, as in the
        source; ``"end"``: each comes at a period's end from those who are then still here, so that the value is 1
        less; ``"middle"``: half-way, half of those who leave in a period still paying. ``horizon`` counts the
        payments; without it there is no end to them.

        Missing (NaN) where the sum has no end: without discounting, when alpha is 1 or below.

        Raises ``ValueError`` for a rate of -1 or below, another timing, a horizon that is no whole number.

        Source: Fader, Hardie (2010), Customer-base valuation in a contractual setting: the perils of ignoring
        heterogeneity, Marketing Science 29(1), 85-93.

        >>> model = ShiftedBetaGeometric(alpha=2, beta=1)
        >>> round(model.expected_lifetime(0.0), 9)  # (alpha + beta - 1) / (alpha - 1)
        2.0
        """
        return float(self._lifetime(discount_rate, 0, timing, horizon, "ShiftedBetaGeometric.expected_lifetime"))

    def expected_residual_lifetime(
        self, discount_rate: float, period: ArrayLike, *, timing: str = "start", horizon: int | None = None
    ) -> float | Array:
        """Expected discounted payments still to come from a customer who has survived ``period`` periods.

        As `expected_lifetime`, which is the one of ``period`` 0; it grows with the tenure. With ``timing="start"``
        the customer has just renewed and pays now; the source's residual lifetime, just before the n-th renewal is
        due, is ``(1 + discount_rate)`` times the one at ``period=n - 1`` with ``timing="end"``.

        Raises as `expected_lifetime`, and for fractions of a period, or a number below 0.

        Source: Fader, Hardie (2010), Marketing Science 29(1), 85-93.

        >>> model = ShiftedBetaGeometric(alpha=2, beta=1)
        >>> model.expected_residual_lifetime(0.0, [0, 1, 2]).round(9)
        array([2., 3., 4.])
        """
        asked_by = "ShiftedBetaGeometric.expected_residual_lifetime"
        return self._lifetime(discount_rate, period, timing, horizon, asked_by)

    def _lifetime(
        self, discount_rate: float, period: ArrayLike, timing: str, horizon: int | None, asked_by: str
    ) -> float | Array:
        periods = arguments.periods(period, asked_by)
        rate = arguments.rate(discount_rate, "discount_rate", asked_by)
        if 0 < rate < _LEAST_RATE:
            raise ValueError(f"{asked_by} needs a discount_rate of 0, or from {_LEAST_RATE:f} on; found {rate!r}")
        factor = 1 / (1 + rate)
        late = delay(timing, asked_by)
        if horizon is None:
            at_start = discounted_lifetime(self.alpha, self.beta + periods, factor)
            at_end = at_start - 1
        else:
            payments = arguments.count(horizon, "horizon", asked_by)
            at_start, at_end = lifetime_within(payments, self.alpha, self.beta + periods, factor)
        # Both sums count time from the start; in the middle come half a period's later, the end's half earlier.
        found = {0.0: at_start, 1.0: at_end, 0.5: (at_start * factor**0.5 + at_end * factor**-0.5) / 2}[late]
        return arguments.plain_if_single(found)


def _identified(table: LifeTable) -> float:
    """The share that left of all at risk; ``ValueError`` where the likelihood has no maximum, with the reason."""
    at_risk, lost = table.at_risk, table.lost
    asked_by = "ShiftedBetaGeometric.fit cannot tell alpha and beta from these data: "
    if lost.sum() == 0:
        raise ValueError(asked_by + "nobody left. Observe the customers for longer")
    if np.count_nonzero(at_risk) < 2:
        raise ValueError(asked_by + "customers were at risk in one period only. Two at least are needed")
    if lost[1:].sum() == 0:
        raise ValueError(asked_by + "nobody left after the first period. Observe the customers for longer")
    churn = float(lost.sum() / at_risk.sum())
    before = np.arange(len(lost))
    # The slope of the log-likelihood towards unequal customers, at the best model of equal ones.
    slope = np.sum(before * ((at_risk - lost) / (1 - churn) - at_risk))
    if slope <= _ROUNDING * np.sum(before * at_risk):
        raise ValueError(
            asked_by + "retention does not rise with tenure, so that customers may all be alike and both would be "
            "infinite. Use ConstantRetention.fit"
        )
    return churn


def log_likelihood_surface(point: Array, table: LifeTable) -> tuple[float, Array, Array]:
    """Log-likelihood, gradient and Hessian in the logarithms of alpha and beta.

    Of those at risk in period t, each stays with probability (beta + t - 1) / (alpha + beta + t - 1).
    """
    alpha, beta = np.exp(point)
    before = np.arange(len(table.lost))
    lost, stayed, total = table.lost.sum(), table.at_risk - table.lost, alpha + beta + before
    value = lost * point[0] + np.sum(stayed * np.log(beta + before) - table.at_risk * np.log(total))
    pull, bend = np.sum(table.at_risk / total), np.sum(table.at_risk / total**2)
    slopes = np.array([lost - alpha * pull, beta * (np.sum(stayed / (beta + before)) - pull)])
    cross = alpha * beta * bend
    own = [alpha**2 * bend - alpha * pull, beta**2 * (bend - np.sum(stayed / (beta + before) ** 2)) + slopes[1]]
    return float(value), slopes, np.array([[own[0], cross], [cross, own[1]]])
