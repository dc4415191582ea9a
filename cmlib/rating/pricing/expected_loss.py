"""Expected loss (预期损失): what a loan, and a book of loans, costs in an average year."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrameT
from numpy.typing import ArrayLike, NDArray

from cmlib.figures import check_figure
from cmlib.formula import Quantity, formula
from cmlib.table.door import Frame, first_row, open_table

_FAMILY = "risk"


@formula(_FAMILY, unit="CNY", zh="预期损失", better="lower")
def expected_loss(
    probability_of_default: Quantity, loss_given_default: Quantity, exposure_at_default: Quantity
) -> Quantity:
    """Loss to be expected within the horizon of the probability (a year, as a rule).

    Source: Basel Committee on Banking Supervision (2005), An Explanatory Note on the Basel II IRB Risk Weight
    Functions, section 2: EL = PD x EAD x LGD.

    >>> expected_loss(probability_of_default=0.02, loss_given_default=0.4, exposure_at_default=100_000)
    800.0
    """
    return probability_of_default * loss_given_default * exposure_at_default


@formula(_FAMILY, unit="fraction", zh="预期损失率", better="lower")
def expected_loss_rate(probability_of_default: Quantity, loss_given_default: Quantity) -> Quantity:
    """Expected loss per unit of the exposure.

    Source: Basel Committee on Banking Supervision (2005), An Explanatory Note on the Basel II IRB Risk Weight
    Functions, section 2.

    >>> expected_loss_rate(probability_of_default=0.02, loss_given_default=0.4)
    0.008
    """
    return probability_of_default * loss_given_default


@formula(_FAMILY, unit="fraction", zh="违约损失率", better="lower")
def realised_loss_given_default(exposure_at_default: Quantity, recovered: Quantity, cost: Quantity) -> Quantity:
    """Part of a defaulted loan that was lost: what did not come back, and what the recovery cost.

    ``recovered`` and ``cost`` are present values at the time of default.

    Source: Basel Committee on Banking Supervision (2006), International Convergence of Capital Measurement and
    Capital Standards, paragraph 460 (economic loss).

    >>> realised_loss_given_default(exposure_at_default=100, recovered=70, cost=5)
    0.35
    """
    return (exposure_at_default - recovered + cost) / exposure_at_default


def loss_given_default(
    exposure: ArrayLike, collateral_after_haircut: ArrayLike, *, unsecured: float = 0.4, secured: float = 0.2
) -> float | NDArray[np.float64]:
    """Loss given default (违约损失率) from collateral: the secured and the unsecured part, each with its own.

    ``exposure`` and ``collateral_after_haircut`` are amounts or arrays that fit each other; the answer is
    a number, or an array of their common shape. Collateral beyond the exposure adds nothing. Missing (NaN)
    without an exposure above 0 and with negative collateral.

    Raises ``ValueError`` unless ``unsecured`` and ``secured`` lie between 0 and 1.

    Source: Basel Committee on Banking Supervision (2017), Basel III: Finalising post-crisis reforms, internal
    ratings-based approach, paragraphs 70 to 75: 40% for unsecured claims on firms, 20% secured by real estate
    or receivables.

    >>> loss_given_default(exposure=[100, 100, 100], collateral_after_haircut=[0, 50, 130])
    array([0.4, 0.3, 0.2])
    """
    check_figure(unsecured, "loss_given_default: unsecured", 0, 1)
    check_figure(secured, "loss_given_default: secured", 0, 1)
    owed, cover = np.asarray(exposure, dtype=float), np.asarray(collateral_after_haircut, dtype=float)
    covered = np.minimum(cover / np.where((owed > 0) & np.isfinite(owed), owed, np.nan), 1.0)
    answer = unsecured + (secured - unsecured) * np.where(cover >= 0, covered, np.nan)
    return np.asarray(answer, dtype=float) if np.ndim(answer) else float(answer)


def portfolio_expected_loss(
    loans: IntoFrameT,
    *,
    by: str | Sequence[str] = (),
    probability_of_default: str = "probability_of_default",
    loss_given_default: str = "loss_given_default",
    exposure_at_default: str = "exposure_at_default",
) -> IntoFrameT:
    """Expected loss of a book of loans, in one row for each group of ``by`` (or one in all).

    The answer is a table of the same kind: ``by``, ``loans`` (how many), ``exposure_at_default``,
    ``expected_loss`` (both CNY), ``expected_loss_rate`` and ``probability_of_default`` and
    ``loss_given_default``, weighted by exposure. The weighted loss given default is expected loss over the
    exposure that is expected to default, so that the three rates multiply. A group with a value missing has
    missing figures.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for text
    where numbers belong, probabilities or losses outside 0 to 1, a negative exposure and an empty table.

    >>> import pandas as pd
    >>> book = pd.DataFrame({"probability_of_default": [0.01, 0.05], "loss_given_default": [0.2, 0.5],
    ...                      "exposure_at_default": [900.0, 100.0]})
    >>> portfolio_expected_loss(book)[["expected_loss", "expected_loss_rate", "probability_of_default"]].round(6)
       expected_loss  expected_loss_rate  probability_of_default
    0            4.3              0.0043                   0.014
    """
    asked_by, groups = "portfolio_expected_loss", [by] if isinstance(by, str) else list(by)
    names = [probability_of_default, loss_given_default, exposure_at_default]
    frame = open_table(loans, asked_by=asked_by, numeric=names, text=groups)
    refuse_impossible(frame, names[:2], names[2:], asked_by)
    chance, lost, owed = (nw.col(name) for name in names)
    lines = frame.select(
        *groups,
        owed=owed,
        defaulting=chance * owed,
        loss=expected_loss(probability_of_default=chance, loss_given_default=lost, exposure_at_default=owed),
        loans=nw.lit(1.0),
    )
    parts = ["owed", "defaulting", "loss"]
    lines = lines.with_columns(lacking=nw.any_horizontal(*(nw.col(one).is_null() for one in parts), ignore_nulls=True))
    lines = lines.with_columns(nw.when(nw.col("lacking")).then(nw.lit(1.0)).otherwise(nw.lit(0.0)).alias("lacking"))
    sums = [nw.col(one).sum() for one in (*parts, "lacking", "loans")]
    totals = lines.group_by(*groups).agg(*sums) if groups else lines.select(*sums)
    whole = nw.col("lacking") == 0
    totals = totals.with_columns(*(nw.when(whole).then(nw.col(one)).alias(one) for one in parts))
    above, expected = (nw.when(nw.col(one) > 0).then(nw.col(one)) for one in ("owed", "defaulting"))
    answer = totals.select(
        *groups,
        nw.col("loans").cast(nw.Int64),
        nw.col("owed").alias("exposure_at_default"),
        nw.col("loss").alias("expected_loss"),
        (nw.col("loss") / above).alias("expected_loss_rate"),
        (nw.col("defaulting") / above).alias("probability_of_default"),
        (nw.col("loss") / expected).alias("loss_given_default"),
    )
    return nw.to_native(answer)


def refuse_impossible(frame: Frame, fractions: Sequence[str], amounts: Sequence[str], asked_by: str) -> None:
    """Raise ``ValueError`` for fractions outside 0 to 1 and amounts below 0; one query, since an engine may be lazy."""
    wrong = [(nw.col(name) < 0) | (nw.col(name) > 1) for name in fractions] + [nw.col(name) < 0 for name in amounts]
    found = first_row(frame.select(*fractions, *amounts).filter(nw.any_horizontal(*wrong, ignore_nulls=True)))
    if found is None:
        return
    for name, value in zip((*fractions, *amounts), found, strict=True):
        if value is not None:
            check_figure(value, f"{asked_by}: {name}", 0, 1 if name in fractions else float("inf"))
