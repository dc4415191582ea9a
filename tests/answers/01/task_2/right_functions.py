"""
what: the margins of cmlib line by line; gives a Series
points: 11 of 11
"""
from cmlib.segments import deposit_margin, fee_margin, loan_margin


def line_income(products, income, year):
    rows = income[pd.DatetimeIndex(income["month"]).year == year].merge(products, on="product_id", how="left")
    rows["average_balance"] = rows["average_balance"].fillna(0.0)
    found = {}
    for line, margin in [("asset", loan_margin), ("liability", deposit_margin), ("intermediary", fee_margin)]:
        part = rows[rows["business_line"] == line]
        if line == "liability":
            funds = margin(part["average_balance"], part["transfer_price"], 0.0)
        else:
            funds = margin(part["average_balance"], 0.0, part["transfer_price"])
        found[line] = (funds + part["interest_income"] - part["interest_expense"] + part["fee_income"]).sum()
    return pd.Series(found)
