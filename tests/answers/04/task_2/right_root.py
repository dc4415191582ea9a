"""
what: lets scipy find the rate at which the profit is the target
points: 10 of 10
"""
from scipy.optimize import brentq


def highest_rate(positions, costs, customer_id, target):
    own = positions[positions["customer_id"] == customer_id]
    line = own["business_line"].to_numpy()
    balance, price = own["balance"].to_numpy(), own["transfer_price"].to_numpy()
    if balance[line == "liability"].sum() == 0:
        return float("nan")
    spent = costs.groupby("customer_id")["amount"].sum().get(customer_id, 0.0)

    def profit(rate):
        spread = np.where(line == "liability", price - rate, np.where(line == "asset", own["rate"].to_numpy() - price, own["fee_rate"].to_numpy() - price))
        return (balance * spread).sum() / 12 - spent - target

    return brentq(profit, -1e6, 1e6, xtol=1e-13)
