"""
what: an object that can be called, a partial, a method and a decorated, cached function in place of plain ones
points: 19 of 19
"""
import functools


class Growth:
    calls = 0

    def __call__(self, before, after):
        self.calls += 1
        return (after - before) / before


growth = Growth()
# %% task_2
def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


class Shop:
    @staticmethod
    @functools.lru_cache
    def best(sales):
        totals = {}
        for customer, amount in sales:
            totals[customer] = totals.get(customer, 0) + amount
        return max(totals, key=totals.get)


best_customer = logged(lambda sales: Shop.best(tuple(sales)))
