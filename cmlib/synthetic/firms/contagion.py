"""How one firm's default runs through the guarantees: the rule by which the bank's truth is reckoned.

The firm that fails leaves its loans to its guarantors. In each round every guarantor that still stands
pays ``contagion_loss_share`` of what it guaranteed for the firms that failed in the round before. A
guarantor fails when all it has paid so far is more than ``contagion_fails_above`` of its equity; then
its own loans are called from *its* guarantors in the next round. Who has failed pays nothing more.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.planted import Planted


@dataclass(frozen=True)
class ContagionParameters(Planted):
    """Fractions of the amount guaranteed, and of the guarantor's equity."""

    contagion_loss_share: float = 0.60
    contagion_fails_above: float = 0.12


TRUTH = ContagionParameters()


@dataclass(frozen=True)
class Cascade:
    """What happens when each firm alone defaults first; arrays of shape (first firm, firm)."""

    paid_first_round: np.ndarray  # cents
    paid: np.ndarray  # cents, all rounds
    failed: np.ndarray  # the first firm included
    rounds: np.ndarray  # rounds in which somebody paid, one number a first firm


def cascade(
    debtor: np.ndarray,
    guarantor: np.ndarray,
    claim: np.ndarray,
    equity: np.ndarray,
    parameters: ContagionParameters = TRUTH,
) -> Cascade:
    """Let each firm default first, one world a firm.

    There is one entry a guarantee: ``claim`` is what its ``guarantor`` pays when its ``debtor`` fails, in
    whole cents. ``equity`` is what each firm has to lose; firms are places in it.
    """
    # Firms in rows and worlds in columns, so that a guarantee adds one row to another.
    failed = np.eye(len(equity), dtype=bool)
    paid, news = np.zeros(failed.shape, dtype=np.int64), failed
    first_round, rounds = paid, np.zeros(len(equity), dtype=int)
    while news.any():
        calls = np.zeros_like(paid)
        np.add.at(calls, guarantor, news[debtor] * claim[:, None])
        calls[failed] = 0
        first_round = calls if news is failed else first_round
        paid = paid + calls
        rounds += calls.any(axis=0)
        news = ~failed & (calls > 0) & (paid > parameters.contagion_fails_above * equity[:, None])
        failed = failed | news
    return Cascade(first_round.T, paid.T, failed.T, rounds)
