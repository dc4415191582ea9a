"""
what: counts what is filled in and looks at no rule
points: 3 of 11
loses: test_1, test_2, test_3
hint: an entry that breaks its rule is not usable
"""
def poorest_branches(customers, n):
    entries = ["education", "marital_status", "household_size", "monthly_income", "years_in_job", "contact_phone"]
    usable = customers[entries].notna().astype(float)
    usable.loc[customers["occupation"].isin(["student", "retired"]), "years_in_job"] = np.nan
    score = usable.mean(axis=1).groupby(customers["branch_id"].astype(str)).mean().round(12)
    return score.sort_index().sort_values(kind="stable").index[:n].tolist()
