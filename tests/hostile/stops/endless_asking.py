"""
what: asks the judge without end, and lets it call back
points: 17 of 19
status: timed out
"""
growth = lambda before, after: (after - before) / before
# %% task_4
class Portfolio(list):
    def weighted(self, weight):
        while True:
            weight(1)
