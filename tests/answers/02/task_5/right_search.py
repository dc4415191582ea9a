"""
what: steps down by 10,000 until affordability says within; gives Decimals
points: 12 of 12
"""
from decimal import Decimal


def offers(applications):
    found = {}
    for row in applications.to_dict("records"):
        offer = Decimal(0)
        if row["verified_income"] == row["verified_income"] and row["collateral_value"] is not None and row["collateral_value"] == row["collateral_value"]:
            tries = [row["amount"], *range(int((row["amount"] - 1) // 10_000 * 10_000), 0, -10_000)]
            for loan in tries:
                if loan < row["amount"] / 2:
                    break
                judged = loans.affordability(
                    loan, rate_per_year=row["rate"], months=row["term_months"], monthly_income=row["verified_income"],
                    other_monthly_debt=row["other_monthly_debt"], value=row["collateral_value"], plan=row["repayment_plan"])
                if judged.verdict == "within":
                    offer = Decimal(int(loan))
                    break
        found[row["application_id"]] = offer
    return found
