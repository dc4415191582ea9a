"""
what: goes through the customers one by one; gives a tuple
points: 11 of 11
"""
def poorest_branches(customers, n):
    known = lambda value: not pd.isna(value)
    marks = {}
    for _, row in customers.iterrows():
        kids = row["children"] if known(row["children"]) else None
        married = known(row["marital_status"]) and row["marital_status"] == "married"
        good = [known(row["education"])]
        good.append(known(row["marital_status"]) and not (row["marital_status"] == "single" and kids is not None and kids > 0))
        good.append(known(row["household_size"]) and not (kids is not None and row["household_size"] < 1 + kids + married))
        good.append(known(row["monthly_income"]) and 500 <= row["monthly_income"] <= 50_000)
        good.append(known(row["contact_phone"]) and len(row["contact_phone"]) == 11)
        if not (known(row["occupation"]) and row["occupation"] in ("student", "retired")):
            good.append(known(row["years_in_job"]))
        marks.setdefault(str(row["branch_id"]), []).append(sum(good) / len(good))
    return tuple(sorted(marks, key=lambda branch: (round(sum(marks[branch]) / len(marks[branch]), 10), branch))[:n])
