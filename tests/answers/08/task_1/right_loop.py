"""
what: computes the ratio row by row from the line items and sorts pairs
points: 10 of 10
"""
def tightest(statements, year, n):
    found = []
    for _, line in statements.iterrows():
        if line["year"] != year:
            continue
        quick = ratios.quick_ratio(line["current_assets"], line["inventory"], line["current_liabilities"])
        if quick == quick:
            found.append((quick, line["firm_id"]))
    found.sort()
    return tuple(firm for quick, firm in found[:n])
