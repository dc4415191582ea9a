"""
what: leaves the bounds out of the range of incomes
points: 8 of 11
loses: test_3
hint: the bounds belong to the range
"""
def poorest_branches(customers, n):
    entries = ["education", "marital_status", "household_size", "monthly_income", "years_in_job", "contact_phone"]
    usable = customers[entries].notna().astype(float)
    children, married = customers["children"], customers["marital_status"] == "married"
    usable["marital_status"] = usable["marital_status"].mask((customers["marital_status"] == "single") & (children > 0), 0)
    usable["household_size"] = usable["household_size"].mask(customers["household_size"] < 1 + children + married, 0)
    usable["monthly_income"] = usable["monthly_income"].where(customers["monthly_income"].between(500, 50_000, inclusive="neither"), 0)
    usable["contact_phone"] = usable["contact_phone"].where(customers["contact_phone"].str.len() == 11, 0)
    usable.loc[customers["occupation"].isin(["student", "retired"]), "years_in_job"] = np.nan
    score = usable.mean(axis=1).groupby(customers["branch_id"].astype(str)).mean().round(12)
    return score.sort_index().sort_values(kind="stable").index[:n].tolist()
