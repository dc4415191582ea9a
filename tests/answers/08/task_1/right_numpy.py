"""
what: numpy arrays and argsort; gives an array
points: 10 of 10
"""
def tightest(statements, year, n):
    now = statements[statements["year"].to_numpy() == year]
    owed = now["current_liabilities"].to_numpy()
    liquid = (now["current_assets"] - now["inventory"]).to_numpy()
    quick = np.divide(liquid, owed, out=np.full(len(now), np.nan), where=owed > 0)
    order = np.argsort(quick, kind="stable")
    order = order[~np.isnan(quick[order])]
    return now["firm_id"].to_numpy()[order[:n]]
