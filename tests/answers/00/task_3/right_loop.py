"""
what: dictionaries and the median of the standard library
points: 6 of 6
"""
from statistics import median


def median_by_district(customers, deposits):
    total = {}
    for customer, balance in zip(deposits["customer_id"], deposits["balance"]):
        total[customer] = total.get(customer, 0) + balance
    groups = {}
    for customer, district in zip(customers["customer_id"], customers["district"]):
        if isinstance(district, str):
            groups.setdefault(district, []).append(total.get(customer, 0))
    return {district: median(amounts) for district, amounts in groups.items()}
