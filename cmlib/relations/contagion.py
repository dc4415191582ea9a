"""How a default runs through guarantees: guarantors pay, and who pays too much defaults in turn."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from cmlib.relations.links import Links, amounts_of, open_links


@dataclass(frozen=True)
class Cascade:
    """A cascade of defaults, round by round.

    ``payments`` has one row a guarantee called: ``round``, ``guarantor``, ``debtor``, ``paid``. ``defaults`` has one
    row a firm that falls: ``round`` (0 for the first ones), ``firm``, ``paid`` (all it has paid by then), ``bears``
    (what it could have borne) and ``because_of``, the debtors it paid for
    (or ``"falls first"``). ``total_paid`` is in CNY.
    """

    payments: pd.DataFrame
    defaults: pd.DataFrame
    total_paid: float

    @property
    def rounds(self) -> int:
        """Rounds in which somebody paid."""
        return int(self.payments["round"].max()) if len(self.payments) else 0


def default_cascade(
    guarantees: object,
    equity: object,
    first_defaults: Iterable[object],
    *,
    loss_share: float = 1.0,
    fails_above: float = 1.0,
    guarantor: str = "guarantor_id",
    firm: str = "firm_id",
    amount: str = "amount",
    equity_column: str = "equity",
) -> Cascade:
    """Let firms default, and follow the guarantees (担保链风险传染): who pays, who falls, in which round, and why.

    ``guarantees`` is a table of any engine, one row a guarantee in force, in CNY. ``equity`` has one row a firm.
    In each round every guarantor still standing pays ``loss_share`` of what it guaranteed for the firms that fell in
    the round before. It falls when all it has paid so far is more than ``fails_above`` times its equity; with an
    equity of 0 or below, any payment is too much. Then its own debts are called in the next round. Who has fallen
    pays no more. A guarantor without a known equity never falls.

    Raises as the door to tables does; ``ValueError`` for a missing end, an amount that is missing or below 0, a firm
    that guarantees itself, no first default, a loss share that is not above 0 and at most 1, and a negative
    ``fails_above``. A first default that guarantees link to nobody has no cascade.

    Source: the threshold cascade of Furfine (2003), Interbank exposures: quantifying the risk of contagion, Journal
    of Money, Credit and Banking 35(1), 111-128, carried over from interbank loans to guarantees.

    >>> links = pd.DataFrame({"guarantor_id": ["B", "C"], "firm_id": ["A", "B"], "amount": [100.0, 50.0]})
    >>> books = pd.DataFrame({"firm_id": ["A", "B", "C"], "equity": [10.0, 80.0, 200.0]})
    >>> found = default_cascade(links, books, ["A"])
    >>> found.defaults
       round firm   paid  bears   because_of
    0      0    A    0.0   10.0  falls first
    1      1    B  100.0   80.0            A
    >>> found.total_paid
    150.0
    """
    asked_by = "default_cascade"
    links, bears = _opened(
        guarantees, equity, asked_by, loss_share, fails_above, guarantor, firm, amount, equity_column
    )
    first = [first_defaults] if isinstance(first_defaults, str) else list(dict.fromkeys(first_defaults))
    if not first:
        raise ValueError(f"{asked_by} needs a firm that defaults first; found none")
    payments, defaults = _run(_claims(links, loss_share), bears, first)
    return Cascade(
        pd.DataFrame(payments, columns=["round", "guarantor", "debtor", "paid"]),
        pd.DataFrame(defaults, columns=["round", "firm", "paid", "bears", "because_of"]),
        math.fsum(paid for *_, paid in payments),
    )


def contagion_by_firm(
    guarantees: object,
    equity: object,
    *,
    loss_share: float = 1.0,
    fails_above: float = 1.0,
    guarantor: str = "guarantor_id",
    firm: str = "firm_id",
    amount: str = "amount",
    equity_column: str = "equity",
) -> pd.DataFrame:
    """What follows if each firm alone defaults first: which ones are dangerous to the others.

    Arguments and errors are those of `default_cascade`. Returns a pandas table, one row a firm of either table,
    sorted: ``firm_id``, ``direct_loss`` (paid in the first round), ``cascaded_loss`` (paid in all), ``firms_failed``
    (besides itself), ``rounds``.

    >>> links = pd.DataFrame({"guarantor_id": ["B", "C"], "firm_id": ["A", "B"], "amount": [100.0, 50.0]})
    >>> books = pd.DataFrame({"firm_id": ["A", "B", "C"], "equity": [10.0, 80.0, 200.0]})
    >>> contagion_by_firm(links, books)
      firm_id  direct_loss  cascaded_loss  firms_failed  rounds
    0       A        100.0          150.0             1       2
    1       B         50.0           50.0             0       1
    2       C          0.0            0.0             0       0
    """
    asked_by = "contagion_by_firm"
    links, bears = _opened(
        guarantees, equity, asked_by, loss_share, fails_above, guarantor, firm, amount, equity_column
    )
    claims, rows = _claims(links, loss_share), []
    for name in sorted({*links.names, *bears}):
        payments, defaults = _run(claims, bears, [name])
        direct = math.fsum(paid for number, _, _, paid in payments if number == 1)
        rounds = max((number for number, *_ in payments), default=0)
        rows.append((name, direct, math.fsum(paid for *_, paid in payments), len(defaults) - 1, rounds))
    return pd.DataFrame(rows, columns=[firm, "direct_loss", "cascaded_loss", "firms_failed", "rounds"])


def _opened(
    guarantees: object, equity: object, asked_by: str, loss_share: float, fails_above: float,
    guarantor: str, firm: str, amount: str, equity_column: str,
) -> tuple[Links, dict]:  # fmt: skip
    """The guarantees, and what each firm can bear."""
    if not 0 < loss_share <= 1:
        raise ValueError(f"{asked_by} needs a loss_share above 0 and at most 1; found {loss_share!r}")
    if not (fails_above >= 0 and math.isfinite(fails_above)):
        raise ValueError(f"{asked_by} needs fails_above to be a number not below 0; found {fails_above!r}")
    links = open_links(guarantees, asked_by, source=guarantor, target=firm, amount=amount, repeated=True)
    own = amounts_of(equity, asked_by, firm=firm, amount=equity_column)
    return links, {name: fails_above * max(value, 0.0) for name, value in own.items()}


def _claims(links: Links, loss_share: float) -> dict:
    """Debtor -> guarantor -> what it pays when the debtor falls."""
    claims: dict = {}
    for source, target, amount in zip(links.source.tolist(), links.target.tolist(), links.amount.tolist(), strict=True):
        by_guarantor = claims.setdefault(links.names[target], {})
        by_guarantor[links.names[source]] = by_guarantor.get(links.names[source], 0.0) + loss_share * amount
    return claims


def _run(claims: dict, bears: dict, first: list) -> tuple[list[tuple], list[tuple]]:
    """Payments and defaults, in the order in which they happen."""
    payments: list[tuple] = []
    defaults = [(0, name, 0.0, bears.get(name, math.nan), "falls first") for name in first]
    fallen, fresh, number = set(first), first, 0
    paid: dict = {}
    debtors: dict = {}
    while fresh:
        number += 1
        called: dict = {}
        for debtor in fresh:
            for guarantor, claim in claims.get(debtor, {}).items():
                if guarantor not in fallen and claim > 0:
                    payments.append((number, guarantor, debtor, claim))
                    paid[guarantor] = paid.get(guarantor, 0.0) + claim
                    debtors.setdefault(guarantor, []).append(str(debtor))
                    called[guarantor] = None
        fresh = [name for name in sorted(called) if paid[name] > bears.get(name, math.inf)]
        defaults += [(number, name, paid[name], bears[name], ", ".join(debtors[name])) for name in fresh]
        fallen.update(fresh)
    return payments, defaults
