"""
what: arrays, a dictionary for the year of foundation, returned as an array
points: 10 of 10
"""


def doubtful(files, firms):
    names = ["largest_shareholder_share", "market_share", "top_five_customer_share", "export_share"]
    founded = files["firm_id"].map(firms.set_index("firm_id")["founded"]).to_numpy(dtype=float)
    with np.errstate(invalid="ignore"):
        bad = (files[names].to_numpy(dtype=float) > 1).sum(axis=1)
        bad = bad + (files["paid_in_capital"].to_numpy(dtype=float) > files["registered_capital"].to_numpy(dtype=float))
        bad = bad + (files["customer_since"].dt.year.to_numpy() < founded)
    bad = bad + (files["project_amount"].notna() & files["main_project"].isna()).to_numpy()
    return files["firm_id"].to_numpy()[bad > 0]
