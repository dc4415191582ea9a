"""
what: counts every firm that is linked by any share
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: 30% is no control
"""


def group_debt(links, owed, firm_id):
    members, grown = {firm_id}, True
    rows = links.dropna(subset=["owner_firm_id"]).to_dict("records")
    while grown:
        more = members | {row["firm_id"] for row in rows if row["owner_firm_id"] in members}
        more |= {row["owner_firm_id"] for row in rows if row["firm_id"] in members}
        grown, members = more != members, more
    return owed.loc[owed["firm_id"].isin(members), "outstanding"].sum()
