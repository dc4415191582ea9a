"""
what: numpy arrays: usable and applicable entries counted apart; gives a Series
points: 11 of 11
"""
def poorest_branches(customers, n):
    table = customers.reset_index(drop=True)
    kids = table["children"].to_numpy(dtype=float)
    single = (table["marital_status"] == "single").to_numpy(dtype=bool)
    married = (table["marital_status"] == "married").to_numpy(dtype=bool)
    there = {name: table[name].notna().to_numpy() for name in ["education", "marital_status", "household_size", "years_in_job"]}
    size, income = table["household_size"].to_numpy(dtype=float), table["monthly_income"].to_numpy(dtype=float)
    phone = np.array([isinstance(one, str) and len(one) == 11 for one in table["contact_phone"]])
    applies = ~table["occupation"].isin(["student", "retired"]).to_numpy()
    with np.errstate(invalid="ignore"):
        good = there["education"] + (there["marital_status"] & ~(single & (kids > 0))).astype(int)
        good = good + (there["household_size"] & ~(size < 1 + kids + married)) + ((income >= 500) & (income <= 50_000))
    good = good + phone + (there["years_in_job"] & applies)
    share = good / (5 + applies)
    frame = pd.DataFrame({"branch": table["branch_id"].astype(str), "share": share})
    means = frame.groupby("branch", as_index=False)["share"].mean().round(12)
    return means.sort_values(["share", "branch"])["branch"].head(n)
