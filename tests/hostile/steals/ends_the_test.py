"""
what: exceptions that are meant to end more than the function
points: 0 of 19
"""
class Sly(BaseException):
    @property
    def __class__(self):
        return StopIteration

    def __str__(self):
        raise KeyboardInterrupt


def growth(before, after):
    raise Sly
# %% task_2
def best_customer(sales):
    raise StopIteration("C1")
# %% task_4
class Portfolio:
    def __init__(self, amounts): pass
    def __len__(self): raise GeneratorExit
    def weighted(self, weight): raise KeyboardInterrupt
