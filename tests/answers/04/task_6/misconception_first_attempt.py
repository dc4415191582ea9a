"""
what: uses the oldest questionnaire
points: 4 of 10
loses: test_2, test_3
hint: the newest
"""
def too_risky(answers, holdings, products, day):
    day = pd.Timestamp(day)
    known = answers[answers["taken_on"] <= day].sort_values("taken_on").groupby("customer_id").head(1)
    types = risk_type(known)[["customer_id", "risk_type"]]
    held = holdings[(holdings["opened"] <= day) & ~(holdings["closed"] <= day)]
    held = held.merge(products[["product_id", "risk_level"]], on="product_id").merge(types, on="customer_id")
    checked = suitability(held)
    return checked.loc[checked["suitability"] == "too risky", "customer_id"].unique().tolist()
