"""
what: the annuity formula by hand for a whole table; gives a Series
points: 12 of 12
"""
def offers(applications):
    table = applications.set_index("application_id")
    i, n = table["rate"] / 12, table["term_months"]
    income, debt = table["verified_income"].astype(float), table["other_monthly_debt"]
    factor = ((1 - (1 + i) ** -n) / i).where(table["repayment_plan"] == "equal instalment", 1 / (1 / n + i))
    payment = np.minimum(0.50 * income, 0.55 * income - debt)
    most = np.minimum(payment * factor, 0.85 * table["collateral_value"].astype(float)).clip(lower=0)
    lower = np.floor(most / 10_000) * 10_000
    offer = table["amount"].where(most >= table["amount"], lower.where(lower >= table["amount"] / 2, 0.0))
    return offer.where(most.notna(), 0.0)
