"""
what: takes the firm alone
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: that is the firm alone
"""


def group_debt(links, owed, firm_id):
    return owed.loc[owed["firm_id"] == firm_id, "outstanding"].sum()
