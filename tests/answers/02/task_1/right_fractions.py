"""
what: exact fractions in dictionaries; gives an array
points: 11 of 11
"""
from fractions import Fraction


def poorest_branches(customers, n):
    total, count = {}, {}
    for row in customers.to_dict("records"):
        row = {name: None if pd.isna(value) else value for name, value in row.items()}
        kids = row["children"]
        family = 1 + (kids or 0) + (row["marital_status"] == "married")
        checks = {
            "education": True,
            "marital_status": not (row["marital_status"] == "single" and (kids or 0) > 0),
            "household_size": kids is None or (row["household_size"] or 0) >= family,
            "monthly_income": 500 <= (row["monthly_income"] or 0) <= 50_000,
            "contact_phone": len(row["contact_phone"] or "") == 11,
        }
        if row["occupation"] not in ("student", "retired"):
            checks["years_in_job"] = True
        good = sum(1 for entry, fine in checks.items() if fine and row[entry] is not None)
        branch = row["branch_id"]
        total[branch] = total.get(branch, Fraction(0)) + Fraction(good, len(checks))
        count[branch] = count.get(branch, 0) + 1
    order = sorted(total, key=lambda branch: (total[branch] / count[branch], branch))
    return np.array(order[:n])
