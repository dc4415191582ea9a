"""
what: uses the notebook's deposits instead of the table that it is given
points: 0 of 5
loses: test_1, test_2, test_3
hint: another share
"""
def share_below_mean(table):
    held = deposits.groupby("customer_id")["balance"].sum()
    return (held < held.mean()).mean()
