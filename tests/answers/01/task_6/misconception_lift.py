"""
what: ranks by lift
points: 0 of 10
loses: test_1, test_2, test_3
hint: the highest lift
"""
def next_offer(holdings, products, customer_id, highest_level):
    rows = holdings[~holdings["product_id"].isin(["P01", "P41"])].drop_duplicates(["customer_id", "product_id"])
    has = pd.crosstab(rows["customer_id"], rows["product_id"])
    if customer_id not in has.index:
        return None
    confidence = (has.T @ has).div(has.sum(), axis=0)
    own = has.columns[has.loc[customer_id] > 0]
    level = products.set_index("product_id")["risk_level"]
    points = (confidence.loc[own] / has.mean()).max().drop(own)
    points = points[(points > 0) & (level.reindex(points.index) <= highest_level)]
    return points.idxmax() if len(points) else None
