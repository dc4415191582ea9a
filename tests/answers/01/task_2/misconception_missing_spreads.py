"""
what: lets a missing balance take the fees with it
points: 4 of 11
loses: test_1, test_3, test_4
hint: a row with a missing balance is lost
"""
def line_income(products, income, year):
    rows = income.merge(products[["product_id", "business_line", "transfer_price"]], on="product_id")
    rows = rows[rows["month"].dt.year == year]
    price = rows["average_balance"] * rows["transfer_price"] / 12
    margin = rows["interest_income"] - rows["interest_expense"] + price.where(rows["business_line"] == "liability", -price)
    total = (margin + rows["fee_income"]).groupby(rows["business_line"]).sum()
    return {line: float(total.get(line, 0.0)) for line in ("asset", "liability", "intermediary")}
