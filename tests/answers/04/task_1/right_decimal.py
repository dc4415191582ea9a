"""
what: exact decimals, a tuple
points: 12 of 12
"""
from decimal import Decimal


def loss_makers(positions, costs, n):
    profit, saved = {}, {}
    for row in positions.itertuples():
        one, balance = row.customer_id, Decimal(str(row.balance))
        price = Decimal(str(row.transfer_price))
        if row.business_line == "liability":
            saved[one] = saved.get(one, Decimal(0)) + balance
            spread = price - Decimal(str(row.rate))
        elif row.business_line == "asset":
            spread = Decimal(str(row.rate)) - price
        else:
            spread = Decimal(str(row.fee_rate)) - price
        profit[one] = profit.get(one, Decimal(0)) + balance * spread / 12
    for one, amount in zip(costs["customer_id"], costs["amount"]):
        profit[one] = profit.get(one, Decimal(0)) - Decimal(str(amount))
    big = sorted(saved, key=lambda one: -saved[one])[:n]
    return tuple(sorted((one for one in big if profit[one] < 0), key=profit.get))
