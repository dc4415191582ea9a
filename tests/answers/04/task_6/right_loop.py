"""
what: dictionaries and the points by hand
points: 10 of 10
"""
def too_risky(answers, holdings, products, day):
    day = pd.Timestamp(day)
    newest = {}
    for row in answers.to_dict("records"):
        if row["taken_on"] <= day and (row["customer_id"] not in newest or row["taken_on"] > newest[row["customer_id"]]["taken_on"]):
            newest[row["customer_id"]] = row
    allowed = {}
    for customer, row in newest.items():
        steps = sum((4 - row[f"q{n}"]) if n in (3, 6, 9) else row[f"q{n}"] for n in range(1, 11))
        allowed[customer] = 1 + sum(2.5 * steps >= bound for bound in (34, 44, 54, 64))
    level = dict(zip(products["product_id"], products["risk_level"]))
    named = []
    for row in holdings.to_dict("records"):
        held = row["opened"] <= day and not row["closed"] <= day
        if held and row["customer_id"] in allowed and level[row["product_id"]] > allowed[row["customer_id"]] and row["customer_id"] not in named:
            named.append(row["customer_id"])
    return named
