"""
what: offers however little
points: 4 of 12
loses: test_1, test_2, test_4
hint: less than half of what it asks for
"""
def offers(applications):
    found = {}
    for one in applications.itertuples():
        if pd.isna(one.verified_income) or pd.isna(one.collateral_value):
            found[one.application_id] = 0
            continue
        terms = {"rate_per_year": one.rate, "months": int(one.term_months), "monthly_income": one.verified_income,
                 "other_monthly_debt": one.other_monthly_debt, "value": one.collateral_value, "plan": one.repayment_plan}
        if loans.affordability(one.amount, **terms).verdict == "within":
            found[one.application_id] = one.amount
        else:
            most = loans.maximum_loan(**terms).amount // 10_000 * 10_000
            found[one.application_id] = most
    return found
