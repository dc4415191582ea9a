"""
what: one file after the other
points: 10 of 10
"""


def doubtful(files, firms):
    founded = dict(zip(firms["firm_id"], firms["founded"]))
    wrong = []
    for row in files.to_dict("records"):
        shares = [row[name] for name in row if name.endswith("_share")]
        bad = any(share > 1 for share in shares) or row["paid_in_capital"] > row["registered_capital"]
        if row["firm_id"] in founded and row["customer_since"].year < founded[row["firm_id"]]:
            bad = True
        if pd.notna(row["project_amount"]) and pd.isna(row["main_project"]):
            bad = True
        if bad:
            wrong.append(row["firm_id"])
    return wrong
