"""
what: loops over firms and years, BenfordTest read out
points: 12 of 12
"""


def invented(ledger, level):
    tests = []
    for firm in ledger["firm_id"].unique():
        for year in range(1990, 2060):
            amounts = ledger.loc[(ledger["firm_id"] == firm) & (ledger["date"].dt.year == year), "amount"]
            if (amounts != 0).sum() >= 110:
                tests.append((firm, benford(amounts.to_numpy(), digits=1).p_value))
    return list(dict.fromkeys(firm for firm, p in tests if p * len(tests) < level))
