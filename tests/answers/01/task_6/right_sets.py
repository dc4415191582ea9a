"""
what: sets of products for each customer
points: 10 of 10
"""
def next_offer(holdings, products, customer_id, highest_level):
    has = {}
    for who, what in zip(holdings.customer_id, holdings.product_id):
        if what != "P01" and what != "P41":
            has.setdefault(who, set()).add(what)
    level = dict(zip(products.product_id, products.risk_level))
    own = has.get(customer_id, set())
    best, offer = 0, None
    for x in own:
        holders = [goods for goods in has.values() if x in goods]
        for y in set().union(*holders):
            if y not in own and level[y] <= highest_level:
                confidence = sum(y in goods for goods in holders) / len(holders)
                if confidence > best:
                    best, offer = confidence, y
    return offer
