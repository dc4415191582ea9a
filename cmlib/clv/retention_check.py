"""Would the models of retention have foreseen what happened? Fitted to the first periods, they are held to the rest."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cmlib.clv.constant_retention import ConstantRetention
from cmlib.clv.life_table import LifeTable
from cmlib.clv.shifted_beta_geometric import ShiftedBetaGeometric


def retention_holdout(survivors: ArrayLike | LifeTable, *, fitted_periods: int) -> pd.DataFrame:
    """Survival as observed, and as two models foretell it from the first ``fitted_periods`` alone (留出验证).

    ``survivors`` is how many customers there were at the start and after 1, 2, … periods, or a `LifeTable`. One row a
    period: ``period``, ``fitted`` (did the models see it?), ``observed`` survival, and that of the models,
    ``constant_retention`` and ``shifted_beta_geometric``.

    Raises ``ValueError`` when no period is left to foretell, and as the models' ``fit`` does.

    Source: Fader, Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1), 76-90,
    who hold five of twelve years out.

    >>> retention_holdout([1000, 869, 743, 653, 593, 551, 517, 491], fitted_periods=5).round(3).tail(2)
       period  fitted  observed  constant_retention  shifted_beta_geometric
    5       6   False     0.517               0.476                   0.506
    6       7   False     0.491               0.421                   0.469
    """
    table = survivors if isinstance(survivors, LifeTable) else LifeTable.from_survivors(survivors)
    seen = table.up_to(fitted_periods)
    if len(seen.lost) == len(table.lost):
        raise ValueError(
            f"retention_holdout needs fitted_periods below the {len(table.lost)} periods observed; "
            f"found {fitted_periods}"
        )
    period = np.arange(1, len(table.lost) + 1)
    return pd.DataFrame({
        "period": period,
        "fitted": period <= fitted_periods,
        "observed": table.retention()["survival"],
        "constant_retention": ConstantRetention.fit(seen).survival(period),
        "shifted_beta_geometric": ShiftedBetaGeometric.fit(seen).survival(period),
    })  # fmt: skip
