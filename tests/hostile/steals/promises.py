"""
what: promises of an answer: a generator, a coroutine, a future, a function that takes anything
points: 0 of 19
"""
import concurrent.futures


def growth(*args, **kwargs):
    yield 1
# %% task_2
async def best_customer(*sales):
    return "C1"
# %% task_3
exposure = concurrent.futures.Future()
# %% task_4
Portfolio = lambda *args, **kwargs: (yield)
