"""
what: adds the ticks without turning three questions
points: 4 of 10
loses: test_1, test_2
hint: the first option is the bold one
"""
def too_risky(answers, holdings, products, day):
    day = pd.Timestamp(day)
    known = answers[answers["taken_on"] <= day].sort_values("taken_on").groupby("customer_id").tail(1)
    score = 2.5 * known[[f"q{n}" for n in range(1, 11)]].sum(axis=1)
    allowed = pd.Series(1 + np.digitize(score, [34, 44, 54, 64]), index=known["customer_id"])
    held = holdings[(holdings["opened"] <= day) & ~(holdings["closed"] <= day)].merge(products, on="product_id")
    return held.loc[held["risk_level"] > held["customer_id"].map(allowed), "customer_id"].unique().tolist()
