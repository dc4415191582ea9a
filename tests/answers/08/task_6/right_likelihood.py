"""
what: maximises the likelihood with scipy; ratios by hand from dictionaries
points: 14 of 14
"""
from scipy.optimize import minimize


def expected_defaults(statements, defaults, last_year):
    line = {(row["firm_id"], row["year"]): row for row in statements.to_dict("records") if row["year"] <= last_year}
    failed = {row.firm_id: row.year for row in defaults.itertuples() if row.defaulted and row.year <= last_year}
    past, outcomes, today = [], [], []
    for (firm, year), now in line.items():
        before = line.get((firm, year - 1))
        if before is None or failed.get(firm, last_year + 1) <= year:
            continue
        earned = now["profit_before_tax"] + now["interest_expense"]
        x = [
            1,
            now["total_liabilities"] / now["total_assets"],
            earned / (before["total_assets"] + now["total_assets"]) * 2,
        ]
        if year == last_year:
            today.append(x)
        else:
            past.append(x)
            outcomes.append(failed.get(firm) == year + 1)
    past, outcomes, today = np.array(past), np.array(outcomes), np.array(today)
    cost = lambda b: np.logaddexp(0, np.where(outcomes, -1, 1) * (past @ b)).sum()
    b = minimize(cost, np.zeros(3), method="BFGS").x
    return (1 / (1 + np.exp(-today @ b))).sum()
