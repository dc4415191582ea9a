"""
what: treats customers without a questionnaire as C1
points: 4 of 10
loses: test_2, test_4
hint: somebody is named whose holdings on the day
"""
def too_risky(answers, holdings, products, day):
    day = pd.Timestamp(day)
    known = answers[answers["taken_on"] <= day].sort_values("taken_on").groupby("customer_id").tail(1)
    types = risk_type(known)[["customer_id", "risk_type"]]
    held = holdings[(holdings["opened"] <= day) & ~(holdings["closed"] <= day)]
    held = held.merge(products[["product_id", "risk_level"]], on="product_id").merge(types, on="customer_id", how="left")
    checked = suitability(held.assign(risk_type=held["risk_type"].fillna("C1")))
    return checked.loc[checked["suitability"] == "too risky", "customer_id"].unique().tolist()
