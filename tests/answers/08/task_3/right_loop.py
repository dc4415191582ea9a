"""
what: a dictionary for the instalments, then a list of rows
points: 12 of 12
"""
def shortfall(statements, year):
    instalments, rows = {}, []
    for line in statements.itertuples():
        if line.year == year - 1:
            instalments[line.firm_id] = line.current_portion_of_long_term_debt
    for line in statements.itertuples():
        if line.year == year and line.firm_id in instalments:
            due = line.interest_paid + instalments[line.firm_id]
            rows.append({"firm_id": line.firm_id, "shortfall": max(0, due - line.operating_cash_flow)})
    return pd.DataFrame(rows)
