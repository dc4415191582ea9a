"""
what: groupby and apply, a set as result
points: 12 of 12
"""


def invented(ledger, level):
    groups = ledger[ledger["amount"].abs() > 0].groupby(["firm_id", ledger["date"].dt.year])["amount"]
    p = groups.apply(lambda amounts: benford(amounts).p_value if len(amounts) >= 110 else np.nan).dropna()
    return set(p[p < level / len(p)].index.get_level_values(0))
