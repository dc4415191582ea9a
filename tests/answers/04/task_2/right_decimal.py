"""
what: exact decimals
points: 10 of 10
"""
from decimal import Decimal


def highest_rate(positions, costs, customer_id, target):
    def exact(number):
        return Decimal(repr(float(number)))

    own = positions.loc[positions["customer_id"] == customer_id]
    base, income = Decimal(0), Decimal(0)
    for row in own.itertuples():
        if row.business_line == "liability":
            base += exact(row.balance)
            income += exact(row.balance) * exact(row.transfer_price)
        else:
            rate = row.rate if row.business_line == "asset" else row.fee_rate
            income += exact(row.balance) * (exact(rate) - exact(row.transfer_price))
    spent = sum((exact(one) for one in costs.loc[costs["customer_id"] == customer_id, "amount"]), Decimal(0))
    return (income - 12 * (spent + exact(target))) / base if base else Decimal("NaN")
