"""
what: keeps firms without a ratio at the end of the list
points: 8 of 10
loses: test_4
hint: must be left out
"""
def tightest(statements, year, n):
    now = statements[statements["year"] == year]
    quick = (now["current_assets"] - now["inventory"]) / now["current_liabilities"]
    return now.loc[quick.sort_values().index, "firm_id"].head(n).tolist()
