"""
what: counts all pairs in two loops
points: 12 of 12
"""
def card_gini(statements, judgements, defaults, year):
    names = [name for name in ENTERPRISE_CARD.columns if name in ratios.ALL]
    table = ratio_table(statements, names)
    table["equity"] = statements["equity"].to_numpy()
    table = table[table["year"] == year].merge(judgements, on=["firm_id", "year"])
    scored = score(table, ENTERPRISE_CARD, missing="zero")
    when = {line.firm_id: line.year for line in defaults.itertuples() if line.defaulted}
    good, bad = [], []
    for firm, total in zip(scored["firm_id"], scored["total"]):
        if when.get(firm, 9999) > year:
            (bad if when.get(firm) == year + 1 else good).append(total)
    won = sum((b < g) - (b > g) for b in bad for g in good)
    return won / (len(bad) * len(good))
