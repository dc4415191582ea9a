"""
what: whole fen in decimals, largest first
points: 12 of 12
"""
from decimal import Decimal


def shortfall(statements, year):
    cents = statements.assign(
        **{
            name: [Decimal(f"{amount:.2f}") for amount in statements[name]]
            for name in ("interest_paid", "current_portion_of_long_term_debt", "operating_cash_flow")
        }
    )
    now = cents[cents["year"] == year].set_index("firm_id")
    before = cents[cents["year"] == year - 1].set_index("firm_id")["current_portion_of_long_term_debt"]
    firms = [firm for firm in now.index if firm in before.index]
    amounts = [now.at[firm, "interest_paid"] + before[firm] - now.at[firm, "operating_cash_flow"] for firm in firms]
    table = pd.DataFrame({"shortfall": [max(Decimal(0), amount) for amount in amounts], "firm_id": firms})
    return table.sort_values("shortfall", ascending=False)
