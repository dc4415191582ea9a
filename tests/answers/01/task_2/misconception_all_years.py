"""
what: adds up all years
points: 3 of 11
loses: test_1, test_2, test_4
hint: mind the year
"""
def line_income(products, income, year):
    rows = income.merge(products[["product_id", "business_line", "transfer_price"]], on="product_id")
    price = rows["average_balance"].fillna(0) * rows["transfer_price"] / 12
    margin = rows["interest_income"] - rows["interest_expense"] + price.where(rows["business_line"] == "liability", -price)
    total = (margin + rows["fee_income"]).groupby(rows["business_line"]).sum()
    return {line: float(total.get(line, 0.0)) for line in ("asset", "liability", "intermediary")}
