"""Who stands for whom: positions of guarantors, and circles of firms that guarantee each other."""

import math

import numpy as np
import pandas as pd
from scipy import sparse

from cmlib.relations.links import amounts_of, open_links


def guarantee_positions(
    guarantees: object,
    equity: object = None,
    *,
    guarantor: str = "guarantor_id",
    firm: str = "firm_id",
    amount: str = "amount",
    equity_column: str = "equity",
) -> pd.DataFrame:
    """What each firm guarantees for others and others for it (对外担保), and how that compares with its equity.

    ``guarantees`` is a table of any engine, one row a guarantee in CNY; leave out those that are no longer in force.
    ``equity``, one row a firm, may be left out.

    Returns a pandas table, one row a firm, sorted: ``given``, ``received``, ``net`` (given less received),
    ``guaranteed_firms``, ``guarantors``, and ``given_to_equity``, missing where the equity is unknown or not above 0.

    Raises as the door to tables does; ``ValueError`` for a missing end, an amount that is missing or below 0, and a
    firm that guarantees itself.

    >>> links = pd.DataFrame({"guarantor_id": ["A", "A", "B"], "firm_id": ["B", "C", "A"], "amount": [5.0, 3.0, 6.0]})
    >>> guarantee_positions(links)[["firm_id", "given", "received", "net", "guarantors"]]
      firm_id  given  received  net  guarantors
    0       A    8.0       6.0  2.0           1
    1       B    6.0       5.0  1.0           1
    2       C    0.0       3.0 -3.0           1
    """
    asked_by = "guarantee_positions"
    links = open_links(guarantees, asked_by, source=guarantor, target=firm, amount=amount, repeated=True)
    count = len(links.names)
    given = np.bincount(links.source, links.amount, count)
    received = np.bincount(links.target, links.amount, count)
    pairs = np.unique(np.column_stack([links.source, links.target]), axis=0).reshape(-1, 2)
    own = {} if equity is None else amounts_of(equity, asked_by, firm=firm, amount=equity_column)
    base = np.array([own.get(name, math.nan) for name in links.names], dtype=float)
    return pd.DataFrame(
        {
            firm: links.names,
            "given": given,
            "received": received,
            "net": given - received,
            "guaranteed_firms": np.bincount(pairs[:, 0], minlength=count),
            "guarantors": np.bincount(pairs[:, 1], minlength=count),
            "given_to_equity": np.divide(given, base, out=np.full(count, np.nan), where=base > 0),
        }
    )


def guarantee_circles(
    guarantees: object, *, guarantor: str = "guarantor_id", firm: str = "firm_id", amount: str = "amount"
) -> pd.DataFrame:
    """Firms whose guarantees lead back to themselves (互保, 担保圈): strongly connected parts of the network.

    Inside a circle the guarantees are worth little: what one firm loses comes back to it through the others.
    ``guarantees`` is the table of `guarantee_positions`; so are the errors.

    Returns a pandas table, one row a firm in a circle: ``circle`` (numbered from 1, the largest first), ``firm_id``,
    ``firms`` (how many the circle has), ``guaranteed_inside`` (CNY that the firm guarantees within it).

    Source: Tarjan (1972), Depth-first search and linear graph algorithms, SIAM Journal on Computing 1(2), 146-160.

    >>> links = pd.DataFrame({"guarantor_id": ["A", "B", "B"], "firm_id": ["B", "A", "C"], "amount": [5.0, 6.0, 7.0]})
    >>> guarantee_circles(links)
       circle firm_id  firms  guaranteed_inside
    0       1       A      2                5.0
    1       1       B      2                6.0
    """
    links = open_links(guarantees, "guarantee_circles", source=guarantor, target=firm, amount=amount, repeated=True)
    _, label = sparse.csgraph.connected_components(links.matrix(), directed=True, connection="strong")
    size = np.bincount(label, minlength=1)
    inside = label[links.source] == label[links.target]
    within = np.bincount(links.source[inside], links.amount[inside], len(links.names))
    table = pd.DataFrame({"circle": label, firm: links.names, "firms": size[label], "guaranteed_inside": within}).query(
        "firms > 1"
    )
    first = table.groupby("circle")[firm].transform("min")
    table = table.assign(first=first).sort_values(["firms", "first", firm], ascending=[False, True, True])
    table["circle"] = pd.factorize(table["circle"])[0] + 1
    return table.drop(columns="first").reset_index(drop=True)
