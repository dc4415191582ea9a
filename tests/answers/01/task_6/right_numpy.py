"""
what: a matrix of noughts and ones; gives numpy text
points: 10 of 10
"""
def next_offer(holdings, products, customer_id, highest_level):
    goods = np.array(sorted(set(holdings["product_id"]) - {"P01", "P41"}), dtype=object)
    people = {who: place for place, who in enumerate(sorted(set(holdings["customer_id"])))}
    column = {what: place for place, what in enumerate(goods)}
    has = np.zeros((len(people), len(goods)))
    for who, what in zip(holdings["customer_id"], holdings["product_id"]):
        if what in column:
            has[people[who], column[what]] = 1
    own = has[people[customer_id]] == 1
    if not own.any():
        return None
    confidence = (has.T @ has) / has.sum(axis=0)[:, None]
    level = products.set_index("product_id")["risk_level"][goods].to_numpy()
    points = np.where(own | (level > highest_level), 0, confidence[own].max(axis=0))
    return np.str_(goods[points.argmax()]) if points.max() > 0 else None
