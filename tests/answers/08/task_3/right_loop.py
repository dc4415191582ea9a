"""
what: walks through the years and looks for the year before
points: 8 of 8
"""
def first_warning(statements, firm_id):
    own = {line["year"]: line for line in statements.to_dict("records") if line["firm_id"] == firm_id}
    for year in sorted(own):
        if year - 1 not in own:
            continue
        now, before = own[year], own[year - 1]
        receivables = now["receivables"] / before["receivables"] - 1
        sales = now["revenue"] / before["revenue"] - 1
        if receivables - sales > 0.10 and now["operating_cash_flow"] < now["net_income"]:
            return year
