"""Who owns a firm when one looks through the firms in between."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from cmlib.relations.links import Links, open_links

_LEAST_SHARE = 1e-12
_ROUNDING = 1e-9


def effective_ownership(
    shares: object, *, owner: str = "owner_firm_id", firm: str = "firm_id", share: str = "share"
) -> pd.DataFrame:
    """What each owner holds of each firm through all chains (穿透持股比例), cross-holdings included.

    ``shares`` is a table of any engine, one row an owner and firm, with the ``share`` that he holds as a fraction.
    Rows without an owner are passed over: shares of outsiders who own nothing else need no looking through. Along a
    chain shares are multiplied, and chains are added up. Where firms own each other, a chain that comes back to the
    owner himself does not count again, so that no effective share is above 1.

    Returns a pandas table, one row for every owner and firm that are linked at all, sorted: ``owner``, ``firm`` (under
    the names of the columns), ``direct_share``, ``effective_share``.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for an empty table,
    text or a missing value among the shares, a share that is not from 0 to 1, a firm that owns itself, an owner and
    firm that come twice, a firm of which more than all is owned, and firms that only own each other in a circle.

    Source: Brioschi, Buzzacchi, Colombo (1989), Risk capital financing and the separation of ownership and control
    in business groups, Journal of Banking and Finance 13(4-5), 747-772; Baldone, Brioschi, Paleari (1998), Ownership
    measures among firms connected by cross-shareholdings and a further analogy with input-output theory, 4th JAFEE
    International Conference on Investment and Derivatives.

    >>> chain = pd.DataFrame({"owner_firm_id": ["A", "B"], "firm_id": ["B", "C"], "share": [0.6, 0.5]})
    >>> effective_ownership(chain)
      owner_firm_id firm_id  direct_share  effective_share
    0             A       B           0.6              0.6
    1             A       C           0.0              0.3
    2             B       C           0.5              0.5
    """
    links = open_shares(shares, "effective_ownership", owner, firm, share)
    rows = []
    for members, direct in _components(links):
        effective = _through_all_chains(direct, [links.names[place] for place in members])
        one, other = np.nonzero(effective > _LEAST_SHARE)
        rows.append(np.column_stack([members[one], members[other], direct[one, other], effective[one, other]]))
    found = np.concatenate([np.zeros((0, 4)), *rows])
    found = found[np.lexsort((found[:, 1], found[:, 0]))]
    return pd.DataFrame(
        {
            owner: [links.names[int(place)] for place in found[:, 0]],
            firm: [links.names[int(place)] for place in found[:, 1]],
            "direct_share": found[:, 2],
            "effective_share": found[:, 3],
        }
    )


def open_shares(table: object, asked_by: str, owner: str, firm: str, share: str) -> Links:
    """Read shares as links from owner to firm, and refuse what cannot be, as `effective_ownership` says."""
    links = open_links(table, asked_by, source=owner, target=firm, amount=share)
    if (links.amount > 1).any():
        place = int(np.flatnonzero(links.amount > 1)[0])
        raise ValueError(
            f"{asked_by} needs shares as fractions from 0 to 1; found {links.amount[place]:g} of "
            f"{links.names[links.target[place]]!r} (12% is 0.12)"
        )
    owned = np.bincount(links.target, links.amount, len(links.names))
    if (owned > 1 + _ROUNDING).any():
        place = int(owned.argmax())
        raise ValueError(
            f"{asked_by} needs shares of a firm that sum to 1 at most; {links.names[place]!r} has {owned[place]:g}"
        )
    return links


def _components(links: Links) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Places of the firms that hang together in whatever direction, and the shares they hold of each other."""
    _, label = sparse.csgraph.connected_components(links.matrix(), directed=True, connection="weak")
    firms, order = np.argsort(label, kind="stable"), np.argsort(label[links.source], kind="stable")
    first_firm = np.searchsorted(label[firms], np.arange(label.max(initial=-1) + 2))
    first_link = np.searchsorted(label[links.source][order], np.arange(label.max(initial=-1) + 2))
    within = np.empty(len(firms), dtype=np.int64)
    within[firms] = np.arange(len(firms)) - first_firm[label[firms]]
    for number in range(len(first_firm) - 1):
        members = firms[first_firm[number] : first_firm[number + 1]]
        held = order[first_link[number] : first_link[number + 1]]
        direct = np.zeros((len(members), len(members)))
        direct[within[links.source[held]], within[links.target[held]]] = links.amount[held]
        yield members, direct


def _through_all_chains(direct: NDArray[np.float64], names: list) -> NDArray[np.float64]:
    """(I - A)^-1 adds up all chains; dividing by its diagonal takes out those that come back to their owner."""
    chains = np.eye(len(direct)) - direct
    try:
        inverse = np.linalg.inv(chains)
    except np.linalg.LinAlgError:
        inverse = np.full(chains.shape, np.inf)
    if not np.abs(inverse).max() < 1 / _ROUNDING:
        shown = ", ".join(map(repr, names[:8])) + (", …" if len(names) > 8 else "")
        raise ValueError(f"effective_ownership needs an owner outside the circle; some of {shown} only own each other")
    effective = (inverse - np.eye(len(direct))) / np.diag(inverse)[:, None]
    np.fill_diagonal(effective, 0.0)
    return effective
