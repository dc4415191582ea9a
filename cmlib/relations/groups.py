"""Customers who stand and fall together: groups of connected clients, and what ties them."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from scipy import sparse

from cmlib.relations.control import ultimate_parents
from cmlib.relations.links import open_links
from cmlib.table.door import open_table


@dataclass(frozen=True)
class ConnectedGroups:
    """Groups of connected clients (关联客户), and the ties that make them.

    ``members`` has one row a firm of a group of two or more: ``firm_id``, ``group`` (numbered from 1, the largest
    group first), ``firms`` (how many it has). ``ties`` has one row a tie: ``one``, ``other``, ``reason``
    (``"control"``, ``"guarantee"``, ``"common manager"``) and ``group``.
    """

    members: pd.DataFrame
    ties: pd.DataFrame


def connected_groups(
    *,
    ownership: object = None,
    guarantees: object = None,
    managers: object = None,
    majority: float = 0.5,
    least_guarantee: float = 0.0,
    firm: str = "firm_id",
    owner: str = "owner_firm_id",
    share: str = "share",
    guarantor: str = "guarantor_id",
    amount: str = "amount",
    person: str = "person",
) -> ConnectedGroups:
    """Put firms that are connected into groups (一组关联客户): by control, by guarantees, by common managers.

    Each table is of any engine and may be left out. ``ownership`` is that of `ultimate_parents`: a firm is tied to
    whom it is ultimately controlled by, however many firms stand between. ``guarantees`` has one row a guarantee,
    with ``guarantor``, ``firm`` and ``amount``; those above ``least_guarantee`` tie (a bank looks into economic
    dependence above 5% of its Tier 1 capital). ``managers`` has one row a firm and person who runs it, with ``firm``
    and ``person``. A group is whatever hangs together by ties of any kind.

    Whether a tie makes one risk of two firms is a judgement; the ties are given so that it can be made.

    Raises ``ValueError`` when no table is given; for the ownership as `ultimate_parents` does, for the others
    ``TypeError``, ``LookupError`` and ``ValueError`` as for any table of links: empty, a missing column, an amount
    that is missing or below 0, a firm that guarantees itself.

    Source: Basel Committee on Banking Supervision (2014), Supervisory framework for measuring and controlling large
    exposures, section II; China Banking and Insurance Regulatory Commission (2018), Measures on the
    Management of Large Exposures of Commercial Banks (商业银行大额风险暴露管理办法), Order 1 of 2018.

    >>> shares = pd.DataFrame({"owner_firm_id": ["A"], "firm_id": ["B"], "share": [0.6]})
    >>> loans = pd.DataFrame({"guarantor_id": ["B", "D"], "firm_id": ["C", "E"], "amount": [5e6, 1e6]})
    >>> connected_groups(ownership=shares, guarantees=loans).members
      firm_id  group  firms
    0       A      1      3
    1       B      1      3
    2       C      1      3
    3       D      2      2
    4       E      2      2
    """
    ties: list[tuple[object, object, str]] = []
    if ownership is not None:
        parents = ultimate_parents(ownership, majority=majority, owner=owner, firm=firm, share=share)
        ties += [(top, held, "control") for top, held in zip(parents["ultimate_parent"], parents[firm], strict=True)]
    if guarantees is not None:
        links = open_links(guarantees, "connected_groups", source=guarantor, target=firm, amount=amount, repeated=True)
        strong = np.flatnonzero(links.amount > least_guarantee)
        pairs = dict.fromkeys(zip(links.source[strong].tolist(), links.target[strong].tolist(), strict=True))
        ties += [(links.names[one], links.names[other], "guarantee") for one, other in pairs]
    if managers is not None:
        ties += _common_managers(managers, firm, person)
    if ownership is None and guarantees is None and managers is None:
        raise ValueError("connected_groups needs ownership, guarantees or managers; found none of them")
    return _grouped(ties, firm)


def _common_managers(managers: object, firm: str, person: str) -> list[tuple[object, object, str]]:
    """A person's firms as a chain: enough to tie them all, without a tie for every pair."""
    frame = open_table(managers, asked_by="connected_groups", text=[firm, person])
    frame = frame.filter(~nw.col(person).is_null() & ~nw.col(firm).is_null()).select(person, firm).lazy().collect()
    runs: dict[object, dict[object, None]] = {}
    for who, which in frame.rows():
        runs.setdefault(who, {})[which] = None
    return [
        (one, other, "common manager")
        for firms in runs.values()
        for one, other in zip(list(firms)[:-1], list(firms)[1:], strict=True)
    ]


def _grouped(ties: list[tuple[object, object, str]], firm: str) -> ConnectedGroups:
    ends = pd.Series([one for one, _, _ in ties] + [other for _, other, _ in ties], dtype=object)
    codes, names = pd.factorize(ends, sort=True)
    one, other = codes[: len(ties)], codes[len(ties) :]
    graph = sparse.csr_array((np.ones(len(ties)), (one, other)), shape=(len(names), len(names)))
    _, label = sparse.csgraph.connected_components(graph, directed=False)
    size = np.bincount(label) if len(label) else np.zeros(0, dtype=int)
    # Numbered by size; of equal groups the one whose first firm comes first, since labels are given in that order.
    number = np.empty(len(size), dtype=np.int64)
    number[np.argsort(-size, kind="stable")] = np.arange(1, len(size) + 1)
    group = number[label] if len(label) else number
    members = pd.DataFrame({firm: list(names), "group": group, "firms": size[label] if len(label) else size})
    members = members.sort_values(["group", firm], ignore_index=True)
    found = pd.DataFrame(ties, columns=["one", "other", "reason"])
    found["group"] = group[one] if len(ties) else np.zeros(0, dtype=np.int64)
    return ConnectedGroups(members, found)
