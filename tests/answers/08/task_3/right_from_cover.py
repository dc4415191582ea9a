"""
what: from the debt-service cover and what was due, with firm_id as the index
points: 12 of 12
"""
def shortfall(statements, year):
    line = statements.pivot(index="firm_id", columns="year")
    due = line["interest_paid"][year] + line["current_portion_of_long_term_debt"][year - 1]
    cover = line["operating_cash_flow"][year] / due.where(due > 0)
    amount = (due * (1 - cover)).where(due > 0, -line["operating_cash_flow"][year])
    known = due.notna()
    return amount[known].clip(lower=0).rename("shortfall").to_frame()
