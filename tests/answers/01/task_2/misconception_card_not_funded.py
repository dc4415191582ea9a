"""
what: takes fees only in the intermediary line
points: 8 of 11
loses: test_3
hint: credit cards must be funded
"""
def line_income(products, income, year):
    rows = income.merge(products[["product_id", "business_line", "transfer_price"]], on="product_id")
    rows = rows[rows["month"].dt.year == year]
    rows = rows.assign(transfer_price=rows["transfer_price"].where(rows["business_line"] != "intermediary", 0))
    price = rows["average_balance"].fillna(0) * rows["transfer_price"] / 12
    margin = rows["interest_income"] - rows["interest_expense"] + price.where(rows["business_line"] == "liability", -price)
    total = (margin + rows["fee_income"]).groupby(rows["business_line"]).sum()
    return {line: float(total.get(line, 0.0)) for line in ("asset", "liability", "intermediary")}
