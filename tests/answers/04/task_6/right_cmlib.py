"""
what: risk_type and suitability
points: 10 of 10
"""
def too_risky(answers, holdings, products, day):
    day = pd.to_datetime(day)
    newest = answers[answers["taken_on"] <= day].sort_values("taken_on").drop_duplicates("customer_id", keep="last")
    if newest.empty:
        return []
    held = holdings[(holdings["opened"] <= day) & (holdings["closed"].isna() | (holdings["closed"] > day))]
    held = held.merge(products, on="product_id").merge(risk_type(newest)[["customer_id", "risk_type"]], on="customer_id")
    if held.empty:
        return []
    wrong = suitability(held).query("suitability == 'too risky'")
    return set(wrong["customer_id"])
