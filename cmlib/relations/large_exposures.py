"""Exposure to a customer and to a group of connected customers, against the limits of the law."""

import math
from dataclasses import dataclass

import pandas as pd

from cmlib.relations.groups import ConnectedGroups
from cmlib.relations.links import amounts_of
from cmlib.rule_file import RuleFile


@dataclass(frozen=True)
class LargeExposureLimits(RuleFile):
    """Limits as fractions of the bank's net Tier 1 capital; that of single loans is one of its whole net capital.

    From ``large_exposure`` on an exposure is large and must be reported. Raises ``ValueError`` for a limit that is
    not above 0 and at most 1, and for a large exposure above the limits themselves.
    """

    name: str
    source: str
    large_exposure: float
    single_customer: float
    group: float
    single_loans_of_net_capital: float | None = None

    def __post_init__(self) -> None:
        limits = [self.large_exposure, self.single_customer, self.group]
        loans = self.single_loans_of_net_capital
        for limit in limits + ([] if loans is None else [loans]):
            if not 0 < limit <= 1:
                raise ValueError(
                    f"large exposure limits {self.name!r} are fractions above 0 and at most 1; found {limit!r}"
                )
        if self.large_exposure > min(limits):
            raise ValueError(
                f"large exposure limits {self.name!r}: {self.large_exposure:g} is above the limits themselves"
            )


#: Customers that are no banks, in China.
CHINA_2018 = LargeExposureLimits(
    name="China 2018, customers that are no banks",
    source="China Banking and Insurance Regulatory Commission (2018), Measures on the Management of Large Exposures "
    "of Commercial Banks (商业银行大额风险暴露管理办法), Order 1 of 2018.",
    large_exposure=0.025,
    single_customer=0.15,
    group=0.20,
    single_loans_of_net_capital=0.10,
)

#: The Basel framework: the same limit for one counterparty and for a group.
BASEL_2014 = LargeExposureLimits(
    name="Basel 2014",
    source="Basel Committee on Banking Supervision (2014), Supervisory framework for measuring and controlling large "
    "exposures, sections II.C and II.D.",
    large_exposure=0.10,
    single_customer=0.25,
    group=0.25,
)


def large_exposures(
    exposures: object,
    groups: ConnectedGroups | None = None,
    *,
    tier_1_capital: float,
    net_capital: float | None = None,
    limits: LargeExposureLimits = CHINA_2018,
    firm: str = "firm_id",
    exposure: str = "exposure",
    loans: str | None = None,
) -> pd.DataFrame:
    """Set exposures to customers and groups against the bank's limits (大额风险暴露).

    ``exposures`` is a table of any engine, one row a firm, with the ``exposure`` to it in CNY and, in the column
    ``loans`` when it is named, its loans alone; these need ``net_capital``. ``groups`` comes from `connected_groups`;
    a member to whom the bank has no exposure adds nothing.

    Returns a pandas table, one row a limit that applies, the fullest first: ``kind`` (``"single customer"``,
    ``"single customer's loans"``, ``"group"``), ``name`` (the firm, or the group's number), ``firms``, ``exposure``,
    ``share`` of the capital that counts, ``limit`` (in CNY), ``room`` (what is left; below 0 when the limit is
    broken), ``standing`` (``"above the limit"``, ``"large"``, ``"within"``).

    Raises as the door to tables does; ``ValueError`` for a capital that is not above 0, an exposure below 0, and
    loans without a net capital or a limit.

    Source: that of the limits.

    >>> book = pd.DataFrame({"firm_id": ["A", "B"], "exposure": [12e6, 9e6]})
    >>> ties = pd.DataFrame({"owner_firm_id": ["A"], "firm_id": ["B"], "share": [0.6]})
    >>> from cmlib.relations.groups import connected_groups
    >>> found = large_exposures(book, connected_groups(ownership=ties), tier_1_capital=100e6)
    >>> found[["kind", "name", "share", "room", "standing"]]
                  kind name  share       room         standing
    0            group    1   0.21 -1000000.0  above the limit
    1  single customer    A   0.12  3000000.0            large
    2  single customer    B   0.09  6000000.0            large
    """
    asked_by = "large_exposures"
    for what, capital in (("tier_1_capital", tier_1_capital), ("net_capital", net_capital)):
        if capital is not None and not (capital > 0 and math.isfinite(capital)):
            raise ValueError(f"{asked_by} needs {what} to be a number above 0; found {capital!r}")
    single = _not_negative(amounts_of(exposures, asked_by, firm=firm, amount=exposure), asked_by)
    rows = [
        ("single customer", name, 1, amount, tier_1_capital, limits.single_customer) for name, amount in single.items()
    ]
    if loans is not None:
        if net_capital is None or limits.single_loans_of_net_capital is None:
            raise ValueError(f"{asked_by} needs net_capital, and limits that have one for loans, to judge {loans!r}")
        lent = _not_negative(amounts_of(exposures, asked_by, firm=firm, amount=loans), asked_by)
        part = limits.single_loans_of_net_capital
        rows += [("single customer's loans", name, 1, amount, net_capital, part) for name, amount in lent.items()]
    if groups is not None:
        for number, members in groups.members.groupby("group"):
            owed = math.fsum(single.get(name, 0.0) for name in members.iloc[:, 0])
            rows.append(("group", number, len(members), owed, tier_1_capital, limits.group))
    table = pd.DataFrame(rows, columns=["kind", "name", "firms", "exposure", "capital", "part"])
    table["share"] = table["exposure"] / table["capital"]
    table["limit"] = table["part"] * table["capital"]
    table["room"] = table["limit"] - table["exposure"]
    large = table["exposure"] >= limits.large_exposure * table["capital"]
    table["standing"] = large.map({True: "large", False: "within"}).where(table["room"] >= 0, "above the limit")
    fullness = table["exposure"] / table["limit"]
    table = table.drop(columns=["capital", "part"]).iloc[fullness.argsort(kind="stable").iloc[::-1]]
    return table.reset_index(drop=True)


def _not_negative(amounts: dict, asked_by: str) -> dict:
    wrong = next((name for name, amount in amounts.items() if amount < 0), None)
    if wrong is not None:
        raise ValueError(f"{asked_by} needs exposures not below 0; {wrong!r} has {amounts[wrong]:g}")
    return amounts
