"""
what: merges the pairs with themselves and counts
points: 10 of 10
"""
def next_offer(holdings, products, customer_id, highest_level):
    pairs = holdings[["customer_id", "product_id"]].drop_duplicates()
    pairs = pairs[(pairs["product_id"] != "P01") & (pairs["product_id"] != "P41")]
    own = pairs.loc[pairs["customer_id"] == customer_id, "product_id"]
    both = pairs.merge(pairs, on="customer_id", suffixes=("_x", "_y"))
    both = both[both["product_id_x"].isin(own) & ~both["product_id_y"].isin(own)]
    suits = products.loc[products["risk_level"] <= highest_level, "product_id"]
    both = both[both["product_id_y"].isin(suits)]
    if both.empty:
        return None
    rules = both.groupby(["product_id_x", "product_id_y"]).size().reset_index(name="both")
    rules["confidence"] = rules["both"] / rules["product_id_x"].map(pairs["product_id"].value_counts())
    return rules.sort_values("confidence").iloc[-1]["product_id_y"]
