"""
what: the highest level of each customer against that of the type
points: 10 of 10
"""
def too_risky(answers, holdings, products, day):
    day = pd.Timestamp(day)
    scored = answers[answers["taken_on"] <= day].sort_values("taken_on")
    if not len(scored):
        return []
    types = risk_type(scored).groupby("customer_id")["risk_type"].last().str[1].astype(int)
    held = holdings[holdings["opened"].le(day) & ~holdings["closed"].le(day)]
    level = held["product_id"].map(products.set_index("product_id")["risk_level"]).groupby(held["customer_id"]).max()
    both = pd.concat([types, level], axis=1, join="inner")
    return both.index[both.iloc[:, 1] > both.iloc[:, 0]].to_numpy()
