"""
what: charges deposits the transfer price as if they were loans
points: 5 of 11
loses: test_1, test_2
hint: the sign
"""
def line_income(products, income, year):
    rows = income.merge(products[["product_id", "business_line", "transfer_price"]], on="product_id")
    rows = rows[rows["month"].dt.year == year]
    price = rows["average_balance"].fillna(0) * rows["transfer_price"] / 12
    margin = rows["interest_income"] - rows["interest_expense"] + -price
    total = (margin + rows["fee_income"]).groupby(rows["business_line"]).sum()
    return {line: float(total.get(line, 0.0)) for line in ("asset", "liability", "intermediary")}
