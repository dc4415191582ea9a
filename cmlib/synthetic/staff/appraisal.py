"""Half-yearly appraisals: several raters mark the same manager, and rarely agree.

A mark is the manager's true mark, the rater's leniency, a halo (one impression that colours all
criteria), and chance. Everybody rates himself too well.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.identifiers import MANAGERS_PER_BRANCH
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.staff.words import CRITERIA, RATER_KINDS, SEEN_BY_CUSTOMERS

#: Colleagues who rate a manager, and members of a branch's customer panel.
COLLEAGUES, PANEL = 3, 3

_SUPERIOR, _COLLEAGUE, _PANEL, _SELF = range(len(RATER_KINDS))

#: How ability, service and diligence show in the true mark of each criterion; each row's squares add up to 1.
_TRAITS_IN_MARKS = np.array(
    [
        (0.0, 1.0, 0.0),
        (0.0, 0.0, 1.0),
        (0.0, 0.6, 0.8),
        (0.0, 0.0, 1.0),
        (0.6, 0.0, 0.8),
        (0.8, 0.6, 0.0),
        (1.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
        (0.8, 0.0, 0.6),
    ]
)


@dataclass(frozen=True)
class AppraisalParameters(Planted):
    """In marks of 100."""

    appraisal_mean: float = 70.0
    true_mark_trait_spread: float = 5.0  # of what traits bring into a true mark
    true_mark_own_spread: float = 3.0  # of what belongs to the criterion alone
    rater_leniency_spread: float = 4.5
    rater_halo_spread: float = 4.0  # one impression a rater and manager
    rater_noise_spread: float = 5.0
    self_inflation: float = 6.0
    self_inflation_spread: float = 2.0

    @property
    def agreement_of_colleagues(self) -> float:
        """The share of true differences in the spread of one colleague's marks: the intraclass correlation."""
        true = self.true_mark_trait_spread**2 + self.true_mark_own_spread**2
        wrong = self.rater_leniency_spread**2 + self.rater_halo_spread**2 + self.rater_noise_spread**2
        return true / (true + wrong)


TRUTH = AppraisalParameters()


@dataclass(frozen=True)
class Appraisals:
    """The marks of a block, one entry each, and what is behind them.

    Raters are numbered: managers, then the heads of branches, then the members of the panels.
    """

    half: np.ndarray
    manager: np.ndarray
    rater: np.ndarray
    kind: np.ndarray  # index into RATER_KINDS
    criterion: np.ndarray  # index into CRITERIA
    mark: np.ndarray
    true_mark: np.ndarray  # (managers, criteria)
    leniency: np.ndarray  # of each rater when rating others
    inflation: np.ndarray  # of each manager when rating himself


def draw_appraisals(rng: np.random.Generator, traits: np.ndarray, halves: int) -> Appraisals:
    """``traits`` are ability, service and diligence, standardised, of shape (3, managers)."""
    managers = traits.shape[1]
    branches = -(-managers // MANAGERS_PER_BRANCH)
    p = TRUTH

    def normal(*shape):
        return np.round(rng.standard_normal(shape), 6)

    own = normal(managers, len(CRITERIA))
    true_mark = p.appraisal_mean + p.true_mark_trait_spread * traits.T @ _TRAITS_IN_MARKS.T
    true_mark = np.round(true_mark + p.true_mark_own_spread * own, 4)
    leniency = p.rater_leniency_spread * normal(managers + branches * (1 + PANEL))
    inflation = p.self_inflation + p.self_inflation_spread * normal(managers)

    manager, rater, kind = _who_rates_whom(managers, branches)
    bias = np.where(kind == _SELF, inflation[manager], leniency[rater])
    bias = bias + np.where(kind == _SELF, 0.0, p.rater_halo_spread * normal(len(manager)))
    asked = np.where(np.isin(CRITERIA, SEEN_BY_CUSTOMERS), True, kind[:, None] != _PANEL)
    pair, criterion = np.nonzero(asked)
    noise = p.rater_noise_spread * normal(halves, len(pair))
    mark = np.clip(np.round(true_mark[manager[pair], criterion] + bias[pair] + noise), 1, 100).astype(int)
    return Appraisals(
        half=np.repeat(np.arange(halves), len(pair)),
        manager=np.tile(manager[pair], halves),
        rater=np.tile(rater[pair], halves),
        kind=np.tile(kind[pair], halves),
        criterion=np.tile(criterion, halves),
        mark=mark.ravel(),
        true_mark=true_mark,
        leniency=leniency,
        inflation=inflation,
    )


def _who_rates_whom(managers: int, branches: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of manager and rater, and the kind of rater: colleagues are the next ones in the same branch."""
    everyone = np.arange(managers)
    branch = everyone // MANAGERS_PER_BRANCH
    start = branch * MANAGERS_PER_BRANCH
    size = np.minimum(MANAGERS_PER_BRANCH, managers - start)
    pairs = [(everyone, managers + branch, _SUPERIOR)]
    for step in range(1, COLLEAGUES + 1):
        among = size > step
        colleague = start + (everyone - start + step) % size
        pairs.append((everyone[among], colleague[among], _COLLEAGUE))
    panel = managers + branches
    pairs += [(everyone, panel + branch * PANEL + member, _PANEL) for member in range(PANEL)]
    pairs.append((everyone, everyone, _SELF))
    kinds = np.concatenate([np.full(len(rated), kind) for rated, _, kind in pairs])
    return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs]), kinds
