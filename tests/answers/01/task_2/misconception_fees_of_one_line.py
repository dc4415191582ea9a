"""
what: counts fees in the intermediary line only
points: 5 of 11
loses: test_2, test_4
hint: fees count in every line
"""
def line_income(products, income, year):
    rows = income.merge(products[["product_id", "business_line", "transfer_price"]], on="product_id")
    rows = rows[rows["month"].dt.year == year]
    price = rows["average_balance"].fillna(0) * rows["transfer_price"] / 12
    margin = rows["interest_income"] - rows["interest_expense"] + price.where(rows["business_line"] == "liability", -price)
    total = (margin + rows["fee_income"].where(rows["business_line"] == "intermediary", 0)).groupby(rows["business_line"]).sum()
    return {line: float(total.get(line, 0.0)) for line in ("asset", "liability", "intermediary")}
