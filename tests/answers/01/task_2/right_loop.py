"""
what: loops over the rows
points: 11 of 11
"""
def line_income(products, income, year):
    line = dict(zip(products["product_id"], products["business_line"]))
    price = dict(zip(products["product_id"], products["transfer_price"]))
    total = {"asset": 0.0, "liability": 0.0, "intermediary": 0.0}
    for _, row in income.iterrows():
        if row["month"].year != year:
            continue
        product = row["product_id"]
        cost = 0 if pd.isna(row["average_balance"]) else row["average_balance"] * price[product] / 12
        if line[product] == "liability":
            cost = -cost
        total[line[product]] += row["interest_income"] - row["interest_expense"] - cost + row["fee_income"]
    return total
