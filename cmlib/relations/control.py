"""Who controls a firm: majorities, alone or together with firms that one controls already."""

import math

import pandas as pd

from cmlib.relations.ownership import effective_ownership, open_shares

_ROUNDING = 1e-9


def ultimate_parents(
    shares: object,
    *,
    majority: float = 0.5,
    owner: str = "owner_firm_id",
    firm: str = "firm_id",
    share: str = "share",
) -> pd.DataFrame:
    """The owner at the top of each controlled firm (最终控制方), and whether the direct shares hide it.

    Who holds more than ``majority`` of a firm, alone or together with firms that he controls, controls it. Two
    shares of 30% make control when one owner stands behind both. ``shares`` is the table of `effective_ownership`.
    The ultimate parent is the controller whom nobody controls; of firms that control each other in a circle it is the
    first by name.

    Returns a pandas table, one row a controlled firm, sorted: ``firm_id`` (as the column is called),
    ``ultimate_parent``, its ``direct_share``, its ``voting_share`` (its own and that of all firms it controls), its
    ``effective_share`` of the profit, and ``hidden``: whether the direct share alone gives no control.

    Raises as `effective_ownership` does, and ``ValueError`` for a majority that is not from 0.5 to below 1: with less,
    two owners could control the same firm.

    Source: La Porta, Lopez-de-Silanes, Shleifer (1999), Corporate ownership around the world, Journal of Finance
    54(2), 471-517; more than half of the votes as the mark of control: Basel Committee on Banking Supervision (2014),
    Supervisory framework for measuring and controlling large exposures, section II.

    >>> pyramid = pd.DataFrame({"owner_firm_id": ["A", "A", "B"], "firm_id": ["B", "C", "C"], "share": [0.6, 0.3, 0.3]})
    >>> ultimate_parents(pyramid)[["firm_id", "ultimate_parent", "direct_share", "voting_share", "hidden"]]
      firm_id ultimate_parent  direct_share  voting_share  hidden
    0       B               A           0.6           0.6   False
    1       C               A           0.3           0.6    True
    """
    if not 0.5 <= majority < 1:
        raise ValueError(f"ultimate_parents needs a majority from 0.5 to below 1; found {majority!r}")
    links = open_shares(shares, "ultimate_parents", owner, firm, share)
    holdings: dict[int, list[tuple[int, float]]] = {}
    for holder, held, part in zip(links.source.tolist(), links.target.tolist(), links.amount.tolist(), strict=True):
        holdings.setdefault(holder, []).append((held, part))
    controlled = {holder: _controlled_by(holder, holdings, majority) for holder in holdings}
    below = {held for holder, firms in controlled.items() for held in firms if held != holder}
    parent: dict[int, tuple[int, float]] = {}
    for top in [holder for holder in controlled if holder not in below] + sorted(controlled):
        for held, votes in controlled[top].items():
            if held != top:
                parent.setdefault(held, (top, votes))
    effective = effective_ownership(shares, owner=owner, firm=firm, share=share)
    shown = {(one, other): (direct, whole) for one, other, direct, whole in effective.itertuples(index=False)}
    rows = []
    for held, (top, votes) in sorted(parent.items()):
        direct, whole = shown.get((links.names[top], links.names[held]), (0.0, math.nan))  # a chain of dozens of firms
        rows.append((links.names[held], links.names[top], direct, votes, whole, direct <= majority + _ROUNDING))
    names = [firm, "ultimate_parent", "direct_share", "voting_share", "effective_share", "hidden"]
    return pd.DataFrame(rows, columns=names)


def _controlled_by(top: int, holdings: dict[int, list[tuple[int, float]]], majority: float) -> dict[int, float]:
    """Firms under ``top``, with the votes it commands: what it controls votes for it as well."""
    votes: dict[int, float] = {}
    ours, fresh = {top}, [top]
    while fresh:
        for held, part in holdings.get(fresh.pop(), []):
            votes[held] = votes.get(held, 0.0) + part
            if votes[held] > majority + _ROUNDING and held not in ours:
                ours.add(held)
                fresh.append(held)
    return {held: votes[held] for held in ours if held in votes}
