"""
what: prints the answers and returns nothing
points: 12 of 19
says: 'NoneType' and 'int'
"""
def growth(before, after):
    print((after - before) / before)
# %% task_4
class Portfolio:
    def __init__(self, amounts):
        self.amounts = amounts

    def __len__(self):
        return len(self.amounts)

    def weighted(self, weight):
        print(sum(weight(amount) for amount in self.amounts))
