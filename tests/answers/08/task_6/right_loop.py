"""
what: places every value on the card in a loop and sorts pairs
points: 8 of 8
"""
from decimal import Decimal


def costliest(statements, judgements, firm_id, year, n):
    own = statements[statements["firm_id"] == firm_id]
    names = [name for name in ENTERPRISE_CARD.columns if name in ratios.ALL]
    values = ratio_table(own, names).set_index("year").loc[year].to_dict()
    values["equity"] = own.set_index("year").at[year, "equity"]
    mark = judgements[(judgements["firm_id"] == firm_id) & (judgements["year"] == year)]
    values.update(mark.iloc[0].to_dict())
    pairs = []
    for place, one in enumerate(ENTERPRISE_CARD.indicators):
        value = values[one.column]
        points = 0 if pd.isna(value) else one.place(value).points
        pairs.append((-(Decimal(str(one.points)) - Decimal(str(points))), place, one.column))
    pairs.sort()
    return pd.DataFrame([(name, -lost) for lost, _, name in pairs[:n]], columns=["column", "lost"])
