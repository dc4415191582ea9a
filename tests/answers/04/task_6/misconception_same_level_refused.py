"""
what: counts the type's own level as too risky
points: 4 of 10
loses: test_1, test_2
hint: the same level is allowed
"""
def too_risky(answers, holdings, products, day):
    day = pd.Timestamp(day)
    known = answers[answers["taken_on"] <= day].sort_values("taken_on").groupby("customer_id").tail(1)
    types = risk_type(known)[["customer_id", "risk_type"]]
    held = holdings[(holdings["opened"] <= day) & ~(holdings["closed"] <= day)]
    held = held.merge(products[["product_id", "risk_level"]], on="product_id").merge(types, on="customer_id")
    held = held[held["risk_level"] > 0]
    return held.loc[held["risk_level"] >= held["risk_type"].str[1].astype(int), "customer_id"].unique().tolist()
