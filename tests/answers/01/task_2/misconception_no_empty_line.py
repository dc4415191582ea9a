"""
what: leaves out a line without rows
points: 9 of 11
loses: test_4
hint: must be there, with 0
"""
def line_income(products, income, year):
    rows = income.merge(products[["product_id", "business_line", "transfer_price"]], on="product_id")
    rows = rows[rows["month"].dt.year == year]
    price = rows["average_balance"].fillna(0) * rows["transfer_price"] / 12
    margin = rows["interest_income"] - rows["interest_expense"] + price.where(rows["business_line"] == "liability", -price)
    total = (margin + rows["fee_income"]).groupby(rows["business_line"]).sum()
    return total
